/** Fields that say which kinds of names they take, and no others. */
import { expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests } from './harness.js';

const { view } = browserForTests();
const login = (label: string, more = ''): string =>
  `<h1>Log in</h1><form method="post"><p><label for="n">${label}</label> <input id="n" name="login" ${more}></p>
  <p><label>Password <input type="password" name="p"></label></p><button>Log in</button></form>`;

it.each(
  variants(3, [
    ['Telefon oder E-Mail', '', ['phone', 'email'], 'email_or_phone'],
    ['E-mail ou CPF', '', ['email', 'number'], 'email_or_number'],
    ['Número de socio o teléfono', '', ['number', 'phone'], 'number_or_phone'],
    ['電話番号またはメールアドレス', '', ['phone', 'email'], 'email_or_phone'],
    ['Mobile number, e-mail or customer number', '', ['phone', 'email', 'number'], 'email_or_number_or_phone'],
    ['Benutzername (E-Mail oder Telefon)', '', ['email', 'phone'], 'email_or_phone'],
    ['Login', 'placeholder="E-mail / telefon"', ['email', 'phone'], 'email_or_phone'],
    ['', 'placeholder="Номер телефона или email"', ['phone', 'email'], 'email_or_phone'],
    ['Adresse e-mail', 'type="email"', ['email'], 'email'],
  ] as const),
)('%s %s', async (label, more, takes, name) => {
  const { best } = await view(login(label, more));
  expect(best?.fields[0]).toMatchObject({ role: 'identifier', name, takes });
});

it.each(
  variants(2, [
    ['Phone, e-mail or user name', ''],
    ['Username (not your e-mail or phone)', ''],
    ['Kundennummer', ''],
    ['Login', 'placeholder="name@example.com"'],
    ['User name or e-mail', 'type="email"'],
  ]),
)('any name is taken by: %s', async (label, more) => {
  const { best } = await view(login(label, more));
  expect(best?.fields[0]).toMatchObject({ role: 'identifier', takes: null });
});
