// After right values the site says that the subscription is over.
import { account, form, home, isRight, site } from '../../kit.mjs';

site({
  '/': home,
  '/account': account,
  'GET /login': () => form('', { title: 'כניסה', name: 'שם משתמש', word: 'סיסמה', lang: 'he' }),
  'POST /login': ({ form: f }) =>
    form(
      isRight(f)
        ? '<div class="notice error">תוקף המנוי שלך פג. יש לחדש אותו כדי להמשיך.</div>'
        : '<div class="notice error">' + 'שם המשתמש או הסיסמה שגויים.' + '</div>',
      { title: 'כניסה', name: 'שם משתמש', word: 'סיסמה', lang: 'he' },
    ),
});
