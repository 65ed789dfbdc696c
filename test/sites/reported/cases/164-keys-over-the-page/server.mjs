// Keys stand over the page, apart from the form with its read-only field.
import { alert, html, NAME, site, usual } from '../../kit.mjs';

const page = (w = '') =>
  html(
    'Giriş',
    `<main><h1>İnternet şubesi</h1>${w}<form method=post action=/login><label>Müşteri adı <input name=username></label><br><label>Şifre <input name=sifre type=password readonly id=s maxlength=6></label><br><button>Giriş yap</button></form></main><footer><p>Yardım: 444 1 444</p></footer><div style="position:fixed;right:10px;bottom:10px" id=k></div><script>const L=[3,8,1,6,0,9,2,5,7,4];k.innerHTML=L.map(n=>'<span class=key style="display:inline-block;padding:8px;cursor:pointer">'+n+'</span>').join('')+'<span class=key>Sil</span>';k.addEventListener('click',e=>{const t=e.target.textContent;if(t==='Sil')s.value='';else if(/^[0-9]$/.test(t)&&s.value.length<6)s.value+=t})</script>`,
    '',
    'tr',
  );
site({
  ...usual({
    page,
    right: (f) => f.username === NAME && f.sifre === '493017',
    no: alert('Müşteri adı veya şifre hatalı.'),
  }),
});
