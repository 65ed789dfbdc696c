// A no that is about the organisation, in words of no list; the script empties the password.
import { account, home, html, SEND, site } from '../../kit.mjs';

const page = html(
  'Prijava',
  `<h1>Prijava</h1><form id="f"><p><label for="u">Korisnik</label><br><input id="u" name="username"></p><p><label for="p">Lozinka</label><br><input id="p" name="password" type="password"></p><button>Prijava</button></form><p id="m"></p><script>${SEND}
f.onsubmit = async (e) => { e.preventDefault(); const r = await fetch('/api/p',{method:'POST',headers:{'content-type':'application/json'},body:JSON.stringify({username:u.value,password:p.value})}); if (r.ok) location.href='/moje'; else { const b=await r.json(); m.textContent=b.m; p.value=''; } };</script>`,
  '',
  'hr',
);
site({
  '/': home,
  '/account': account,
  '/login': () => page,
  'POST /api/p': () => ({
    status: 403,
    json: { m: 'Vaša je organizacija obustavila pristup. Obratite se upravitelju.' },
  }),
});
