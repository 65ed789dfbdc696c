// One form for two uses: that somebody is new is chosen, and the password shows itself for the others only.
import { alert, html, PASSWORD, site, usual } from '../../kit.mjs';

const page = (w = '') =>
  html(
    'כניסה',
    `<div dir="rtl"><h1>כניסה או הרשמה</h1>${w}<form method="post" action="/login"><p><label><input type="radio" name="mode" value="new" checked> לקוח חדש</label> <label><input type="radio" name="mode" value="old"> יש לי חשבון</label></p><p><label>דוא"ל <input name="em" type="email"></label></p><p id="pw" style="display:none"><label>סיסמה <input name="pw" type="password"></label></p><button>המשך</button></form></div><script>for(const r of document.querySelectorAll('[name=mode]'))r.onchange=()=>{document.getElementById('pw').style.display=document.querySelector('[value=old]').checked?'':'none'};</script>`,
    '',
    'he',
  );
site(
  usual({
    page,
    right: (f) => f.mode === 'old' && f.em === 'anna@berg.example' && f.pw === PASSWORD,
    no: alert('שגיאה'),
  }),
);
