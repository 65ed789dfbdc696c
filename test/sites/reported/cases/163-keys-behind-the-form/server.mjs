// Keys stand behind the form, which hides what is pressed. They are pressed, and the form is sent once.
import { alert, html, NAME, site, usual } from '../../kit.mjs';

const page = (w = '') =>
  html(
    'Acceso clientes',
    `<h1>Banca en línea</h1>${w}<form id=f method=post action=/login><p><label>Número de usuario <input name=username></label></p><p>Clave secreta: <output id=d aria-live=polite></output><input type=hidden name=pin id=pin></p><button>Entrar</button></form><section id=k aria-label="Teclado para la clave"></section><script>for(const n of [7,2,9,0,4,1,8,3,6,5]){const b=document.createElement('button');b.type='button';b.textContent=n;b.onclick=()=>{pin.value+=n;d.textContent='•'.repeat(pin.value.length)};k.append(b)}</script>`,
    '',
    'es',
  );
site({
  ...usual({
    page,
    right: (f) => f.username === NAME && f.pin === '493017',
    no: alert('Usuario o clave incorrectos.'),
  }),
});
