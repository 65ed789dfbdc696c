// An application without reloads greets, and asks for a connection by a name and a password.
import { api, html, SEND, site } from '../../kit.mjs';

const page = ({ user }) =>
  html(
    user ? 'Ligações' : 'Entrar',
    user
      ? '<h2>Bem-vinda, Anna</h2><div><p>Ligar a um servidor de ficheiros</p><input placeholder="Utilizador"><input placeholder="Palavra-passe" type=password><button onclick="fetch(\'/add\',{method:\'POST\'})">Ligar</button></div>'
      : `<h1>Entrar</h1><p id=e role=alert></p><input id=u placeholder="Utilizador"><input id=p type=password placeholder="Palavra-passe"><button id=b>Entrar</button><script>${SEND} b.onclick=async()=>{const r=await send('/api',{username:u.value,password:p.value});if(r.ok)location.reload();else e.textContent='Utilizador ou palavra-passe incorretos.'}</script>`,
    '',
    'pt',
  );
site({ '/': page, '/login': page, ...api('/api', { status: 401 }), 'POST /add': () => ({ json: {} }) });
