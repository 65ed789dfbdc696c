// Two logins under tabs that are list items; the one for companies is not shown.
import { alert, html, isRight, letIn, site, usual } from '../../kit.mjs';

const page = (w = '') =>
  html(
    'الدخول',
    `<div dir="rtl">${w}<ul role="tablist"><li role="tab" aria-selected="true" aria-controls="p1" tabindex="0" id="t1">أفراد</li><li role="tab" aria-selected="false" aria-controls="p2" tabindex="0" id="t2">شركات</li></ul><div id="p1" role="tabpanel"><form method="post" action="/login"><p><label>اسم المستخدم <input name="u"></label></p><p><label>كلمة المرور <input type="password" name="p"></label></p><button>دخول</button></form></div><div id="p2" role="tabpanel" hidden><form method="post" action="/company"><p><label>اسم المستخدم <input name="u"></label></p><p><label>كلمة المرور <input type="password" name="p"></label></p><button>دخول</button></form></div></div><script>t1.onclick=()=>{p1.hidden=false;p2.hidden=true};t2.onclick=()=>{p1.hidden=true;p2.hidden=false};</script>`,
    '',
    'ar',
  );
site({
  ...usual({ page, right: () => false, no: alert('بيانات غير صحيحة') }),
  'POST /company': ({ form: f }) => (isRight({ username: f.u, password: f.p }) ? letIn : page(alert('خطأ'))),
});
