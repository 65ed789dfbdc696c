// Accounts are shown by their addresses.
import { account, alert, form, home, html, letIn, PASSWORD, site } from '../../kit.mjs';

const ch = html(
  'Choose an account',
  '<h1>Choose an account</h1><form method=get action=/pw><button name=who value="k.weber@firm.example">Karl Weber<br>k.weber@firm.example</button><button name=who value="m.lang@firm.example">Mia Lang<br>m.lang@firm.example</button></form><form method=get action=/name><button>Use another account</button></form>',
);
const R = (f) => f.username === 'ab4711' && f.password === PASSWORD;
site({
  '/': home,
  '/account': account,
  'GET /login': () => ch,
  'GET /name': () => form(),
  'GET /pw': ({ query }) =>
    html(
      'Password',
      `<h1>Welcome back</h1><p>${query.get('who')}</p><form method=post action=/pw><input type=hidden name=who value="${query.get('who')}"><label>Password <input name=password type=password></label><button>Sign in</button></form>`,
    ),
  'POST /pw': () => form(alert('Wrong password.')),
  'POST /login': ({ form: f }) => (R(f) ? letIn : form(alert('Wrong user name or password.'))),
});
