// The password field is not there until the name was typed, and a moment more; the button waits for both.
import { alert, html, isRight, site, usual } from '../../kit.mjs';

const page = (w = '') =>
  html(
    'Вхід',
    `<h1>Вхід</h1>${w}<form method="post" action="/login"><div id="box"><label>Логін або телефон<input name="u" id="u"></label></div><button id="b" disabled>Увійти</button></form><script>
let done=false; u.addEventListener('input',()=>{ if(done||u.value.length<3) return; done=true; setTimeout(()=>{ const l=document.createElement('label'); l.innerHTML='Пароль<input name="p" type="password">'; box.append(l); l.querySelector('input').addEventListener('input',(e)=>{ b.disabled=e.target.value.length<4; }); },500); });</script>`,
    '',
    'uk',
  );
site(usual({ page, right: (f) => isRight({ username: f.u, password: f.p }), no: alert('Невірний логін або пароль.') }));
