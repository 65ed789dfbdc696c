// Each field is replaced by another one as it gets the focus.
import { alert, html, isRight, site, usual } from '../../kit.mjs';

const page = (w = '') =>
  html(
    'Přihlášení',
    `<h1>Přihlášení</h1>${w}<form method="post" action="/login"><p id="r1"><label>Uživatel <input class="x" data-n="u"></label></p><p id="r2"><label>Heslo <input class="x" type="password" data-n="p"></label></p><button>Přihlásit se</button></form><script>document.addEventListener('focusin',(e)=>{const o=e.target;if(!o.classList?.contains('x'))return;const n=document.createElement('input');n.name=o.dataset.n;n.type=o.type;o.replaceWith(n);n.focus();});</script>`,
    '',
    'cs',
  );
site(usual({ page, right: (f) => isRight({ username: f.u, password: f.p }), no: alert('Chybné údaje.') }));
