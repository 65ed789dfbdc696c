// The name that is refused is asked for with all names of the list.
import { alert, html, site, usual } from '../../kit.mjs';

const page = (w = '') =>
  html(
    'Σύνδεση',
    `<h1>Σύνδεση</h1>${w}<form method=post action=/login><p><label>Χρήστης <select name=username><option value="">Επιλέξτε</option><option value=k>Kosta (k.pappas)</option><option value="anna.berg">Anna Berg (anna.berg)</option></select></label></p><p><label>Κωδικός <input name=password type=password></label></p><button>Σύνδεση</button></form>`,
    '',
    'el',
  );
site({ ...usual({ page, right: () => false, no: alert('Ο χρήστης δεν υπάρχει.') }) });
