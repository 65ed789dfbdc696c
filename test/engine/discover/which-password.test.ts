/** Several masked fields beside a name: which of them the password goes to. */
import { expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests, rolesIn } from './harness.js';

const { view } = browserForTests();
const form = (fields: string): string => `<h1>Login</h1><form method="post">${fields}<button>Login</button></form>`;
const field = (label: string, type: string): string => `<p><label>${label}<br><input type="${type}"></label></p>`;

it.each(
  variants(3, [
    ['اسم المستخدم', 'رمز الفرع', 'كلمة المرور'],
    ['Usuário', 'Senha da empresa', 'Senha'],
    ['用户名', '机构密码', '密码'],
    ['نام کاربری', 'رمز شعبه', 'رمز'],
    ['Benutzername', 'Filialschlüssel', 'Kennwort'],
    ['Tên đăng nhập', 'Mã chi nhánh', 'Mật khẩu'],
    ['Όνομα χρήστη', 'Κωδικός καταστήματος', 'Κωδικός'],
    ['Usuario', 'Clave de sucursal', 'Clave'],
    ['Käyttäjätunnus', 'Toimipaikan tunnus', 'Salasana'],
    ['User name', 'Trading password', 'Password'],
  ]),
)('the one that says so most plainly: %s, %s, %s', async (name, other, password) => {
  const { best } = await view(form(field(name, 'text') + field(other, 'password') + field(password, 'password')));
  expect(rolesIn(best)).toEqual(['identifier:username', expect.stringMatching(/^custom:/), 'password:password']);
});

it('none, where none says anything of a password', async () => {
  const { forms } = await view(
    form(field('User name', 'text') + field('Zorp', 'password') + field('Fleem', 'password')),
  );
  expect(forms.map(rolesIn)).toEqual([['identifier:username', 'custom:zorp', 'custom:fleem']]);
});

it('the name is the one that says nothing else, and hides nothing', async () => {
  const fields = field('Käyttäjätunnus', 'text') + field('Toimipaikan tunnus', 'text') + field('Salasana', 'password');
  expect(rolesIn((await view(form(fields))).best)).toEqual([
    'identifier:username',
    'custom:toimipaikan_tunnus',
    'password:password',
  ]);
});

it('a name is guessed neither from what is picked nor from a number beside it', async () => {
  const worker = '<p><label>Працівник <input role="combobox" aria-autocomplete="list"></label></p>';
  const { best } = await view(form(worker + field('Номер каси', 'text') + field('Пароль', 'password')));
  expect(rolesIn(best)).toEqual(['custom:працівник', 'custom:номер_каси', 'password:password']);
});

it.each(
  variants(1, [
    ['Korisničko ime', 'Šifra agencije', 'Lozinka'],
    ['Kullanıcı adı', 'Bayi şifresi', 'Parola'],
  ]),
)(
  'a value of its own that is called like one, in the open, is asked for: %s, %s, %s',
  async (name, other, password) => {
    const { best } = await view(form(field(other, 'text') + field(name, 'text') + field(password, 'password')));
    const [first, ...others] = rolesIn(best);
    expect(first).not.toBe('custom:unmasked_password');
    expect(others).toEqual(['identifier:username', 'password:password']);
  },
);
