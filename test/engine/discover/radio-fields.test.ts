/** Radio buttons beside a name and a password. */
import { expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests } from './harness.js';

const { view } = browserForTests();
const form = (
  radios: string,
): string => `<h1>Login</h1><form method="post"><p><label>User name <input name="u"></label></p>
  <p><label>Password <input type="password" name="p"></label></p>${radios}<button>Login</button></form>`;
const radio = (label: string, more = ''): string => `<label><input type="radio" name="r" ${more}> ${label}</label>`;
const drawn = (label: string, id: string): string =>
  `<input type="radio" name="r" id="${id}" style="position:absolute;opacity:0;width:1px;height:1px"><label for="${id}">${label}</label>`;

it.each(
  variants(2, [
    ['a legend', `<fieldset><legend>Telephely *</legend>${radio('Győr')}${radio('Pécs')}</fieldset>`, 'Telephely'],
    [
      'a label, with buttons that are drawn',
      `<div role="radiogroup" aria-label="Perfil">${drawn('Alumno', 'a')}${drawn('Profesor', 'b')}</div>`,
      'Perfil',
    ],
    ['the cell before', `<table><tr><td>身份</td><td>${radio('学生')}${radio('教师')}</td></tr></table>`, '身份'],
    ['nothing', `<div>${radio('Ученик')}${radio('Учитель')}</div>`, 'Ученик / Учитель'],
  ]),
)('of which none is chosen are a field, under %s', async (_, radios, label) => {
  const { best } = await view(form(radios));
  const [field] = best?.fields.filter(({ inputType }) => inputType === 'radios') ?? [];
  expect(field).toMatchObject({ role: 'custom', label, required: true, options: [{}, {}] });
});

it.each([
  ['for languages', radio('English') + radio('Deutsch')],
  ['for who has an account and who has none', radio('I am new here', 'checked') + radio('I have an account')],
  ['one alone', radio('Staff')],
])('are left as they are: %s', async (_, radios) => {
  const { forms } = await view(form(radios));
  expect(forms.flatMap(({ fields }) => fields.map(({ inputType }) => inputType))).not.toContain('radios');
});

it('of which one is chosen may be chosen in, and need not', async () => {
  const { best } = await view(form(radio('Kunde', 'checked') + radio('Ansatt')));
  const [field] = best?.fields.filter(({ inputType }) => inputType === 'radios') ?? [];
  expect(field).toMatchObject({ required: false, filled: true, options: [{}, {}] });
});
