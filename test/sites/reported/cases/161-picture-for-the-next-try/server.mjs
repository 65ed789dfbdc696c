// After a wrong password the form has a picture to copy, from then on.
import { account, form, home, isRight, letIn, site } from '../../kit.mjs';

const more =
  '<p><img width=160 height=50 alt="Sicherheitscode" src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"><br><label>Zeichen aus dem Bild <input name=code></label></p>';
const w = { title: 'Anmelden', name: 'Benutzername', word: 'Passwort', lang: 'de' };
let bad = 0;
const no = () => {
  bad += 1;
  return form('<p class=fehler>Benutzername oder Passwort ist falsch.</p>', { ...w, more });
};
site({
  '/': home,
  '/account': account,
  'GET /login': () => form('', bad ? { ...w, more } : w),
  'POST /login': ({ form: f }) => (isRight(f) && !bad ? letIn : no()),
});
