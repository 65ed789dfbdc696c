// The company is searched and picked; the hidden field beside it is what counts.
import { alert, html, isRight, site, usual } from '../../kit.mjs';

const page = (w = '') =>
  html(
    'Logg inn',
    `<h1>Logg inn</h1>${w}<form method="post" action="/login"><div><label for="co">Bedrift</label><input id="co" role="combobox" aria-expanded="false" aria-autocomplete="list" aria-controls="ls" autocomplete="off" placeholder="Søk etter bedrift"><ul id="ls" role="listbox" hidden></ul><input type="hidden" name="org" id="org"></div><p><label>Bruker <input name="u"></label></p><p><label>Passord <input name="p" type="password"></label></p><button>Logg inn</button></form><script>const all={'Fjord Energi AS':'11','Nordlys Bygg AS':'22','Havn Logistikk AS':'33'};co.addEventListener('input',()=>{org.value='';ls.innerHTML='';for(const n of Object.keys(all).filter(x=>co.value&&x.toLowerCase().includes(co.value.toLowerCase()))){const li=document.createElement('li');li.role='option';li.textContent=n;li.onmousedown=(e)=>{e.preventDefault();co.value=n;org.value=all[n];ls.hidden=true;co.setAttribute('aria-expanded','false')};ls.append(li)}ls.hidden=!ls.children.length;co.setAttribute('aria-expanded',String(!ls.hidden))});</script>`,
    '',
    'no',
  );
site(
  usual({
    page,
    right: (f) => f.org === '22' && isRight({ username: f.u, password: f.p }),
    no: alert('Feil bruker, bedrift eller passord.'),
  }),
);
