import { describe, expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests, fieldIn, rolesIn } from './harness.js';

const { view } = browserForTests();

const box = (label = '', more = ''): string => `<label>${label} <input type="password" maxlength="1" ${more}></label>`;
const form = (content: string, button = 'Log in'): string =>
  `<form method="post"><h1>${button}</h1>${content}<button>${button}</button></form>`;

describe('some characters of a password', () => {
  it.each(
    variants(4, [
      [
        'boxes of which only those can be used',
        form(
          `<p>Enter these characters of your password</p>${[1, 2, 3, 4, 5, 6, 7, 8].map((n) => box('', [2, 5, 7].includes(n) ? '' : 'disabled')).join('')}`,
        ),
        [2, 5, 7],
        3,
      ],
      [
        'boxes with a number each',
        form(
          `<p>Saisissez les caractères demandés de votre mot de passe</p>${box('3e')}${box('6e')}${box('9e')}`,
          'Valider',
        ),
        [3, 6, 9],
        3,
      ],
      [
        'boxes that say it',
        form(`<p>Введите указанные символы пароля</p>${box('Символ 1')}${box('Символ 4')}${box('Символ 6')}`, 'Войти'),
        [1, 4, 6],
        3,
      ],
      [
        'boxes in Hindi',
        form(
          `<p>अपने पासवर्ड का 5वाँ, 6ठा और 9वाँ अक्षर भरें।</p>${box('5वाँ अक्षर')}${box('6ठा अक्षर')}${box('9वाँ अक्षर')}`,
          'लॉग इन करें',
        ),
        [5, 6, 9],
        3,
      ],
      ['boxes alone', form(`${box('Character 1')}${box('Character 3')}${box('Character 7')}`), [1, 3, 7], 3],
      [
        'boxes under a sentence',
        form(
          `<p>Bitte geben Sie das zweite, vierte und achte Zeichen Ihres Passworts ein.</p>${box()}${box()}${box()}`,
          'Weiter',
        ),
        [2, 4, 8],
        3,
      ],
      [
        'boxes in Japanese',
        form(
          `<p>パスワードの次の文字を入力してください</p>${box('1文字目')}${box('4文字目')}${box('5文字目')}`,
          'ログイン',
        ),
        [1, 4, 5],
        3,
      ],
      [
        'one field with a label',
        form(
          '<label>Please enter the 2nd, 5th and 7th characters of your password <input type="password" maxlength="3"></label>',
        ),
        [2, 5, 7],
        0,
      ],
      [
        'one field under a sentence',
        form(
          '<p>Introduzca las posiciones 1, 3 y 6 de su contraseña.</p><label>Contraseña <input type="password"></label>',
          'Entrar',
        ),
        [1, 3, 6],
        0,
      ],
    ] as const),
  )('%s', async (_, html, positions, boxes) => {
    const { best } = await view(html);
    const asked = fieldIn(best, 'password');
    expect(best?.class).toBe('password');
    expect(best?.fields).toHaveLength(1);
    expect(asked).toMatchObject({ positions, name: `characters_${positions.join('_')}`, inputType: 'password' });
    expect(asked?.boxes).toHaveLength(boxes);
    for (const position of positions)
      if (boxes > 0 && !_.includes('sentence')) expect(asked?.label).toMatch(new RegExp(`\\b${position}\\b`));
  });

  it.each(
    variants(1, [
      [
        'rules',
        form(
          '<label>E-mail <input type="email"></label><label>Password <input type="password"></label><p>Your password has 8 to 20 characters, at least 1 digit and 2 letters.</p>',
        ),
      ],
      [
        'a hint',
        form(
          '<label>User <input name="u"></label><label>Passwort (8 bis 12 Zeichen) <input type="password"></label>',
          'Anmelden',
        ),
      ],
    ] as const),
  )('are not asked for by %s', async (_, html) => {
    expect(fieldIn((await view(html)).best, 'password')).toMatchObject({ name: 'password', positions: null });
  });

  it.each<readonly [string, string]>([
    [
      'of another secret',
      `<p>Enter characters 2, 4 and 6 of your memorable word</p>${box('', 'name="a"')}${box('', 'name="b"')}${box('', 'name="c"')}`,
    ],
    ...variants(1, [
      [
        'of a security number (no)',
        `<p>Oppgi sifrene 2, 4 og 6 fra sikkerhetsnummeret ditt</p>${box('', 'name="a"')}${box('', 'name="b"')}${box('', 'name="c"')}`,
      ],
      [
        'of a security number (de)',
        `<p>Geben Sie die Stellen 2, 4 und 6 Ihrer Sicherheitsnummer ein</p>${box('', 'name="a"')}${box('', 'name="b"')}${box('', 'name="c"')}`,
      ],
    ] as const),
    [
      'that can be seen',
      `<p>Introduzca los caracteres 2, 4 y 6 de su contraseña</p>${'<input maxlength="1">'.repeat(3)}`,
    ],
  ])('%s are asked of a person, never taken from the password', async (_, content) => {
    const { best } = await view(form(content));
    expect(best?.fields).toMatchObject([
      { role: 'custom', name: 'characters_2_4_6', positions: [2, 4, 6], required: true },
    ]);
  });

  it('are none of a number whose digits have a word like a password elsewhere', async () => {
    const boxes = ['2', '4', '6'].map((at) => box(at)).join('');
    const { best, forms } = await view(form(`<p>Oppgi sifrene 2, 4 og 6 i kundenummeret ditt</p>${boxes}`));
    expect([best, ...forms].flatMap((one) => one?.fields ?? []).filter(({ role }) => role === 'password')).toEqual([]);
    const own = await view(form(`<p>Şifrenizin 2, 4 ve 6. hanelerini girin</p>${boxes}`));
    expect(fieldIn(own.best, 'password')).toMatchObject({ positions: [2, 4, 6] });
  });

  it('in lists are asked of a person one by one', async () => {
    const list = '<select><option value=""></option><option>a</option><option>b</option></select>';
    const { best } = await view(
      form(`<p>Choisissez les caractères 2, 4 et 6 de votre mot de passe</p>${list.repeat(3)}`, 'Valider'),
    );
    expect(best?.fields.map(({ role, label, required }) => [role, label.slice(0, 2), required])).toEqual([
      ['custom', '2:', true],
      ['custom', '4:', true],
      ['custom', '6:', true],
    ]);
  });

  it('may be the last one', async () => {
    const { best } = await view(
      form(['Third', 'Eighth', 'Last'].map((which) => box(`${which} character of your password`)).join('')),
    );
    expect(fieldIn(best, 'password')).toMatchObject({ name: 'characters_3_8_last', positions: [3, 8, -1] });
  });

  it('are asked for in the words of the question, not in those that say no to some of them', async () => {
    const no =
      '<div role="alert"><b aria-hidden="true">!</b> Podane znaki hasła są nieprawidłowe. Pozostały 2 próby.</div>';
    const { best } = await view(form(`${no}<p>Wpisz wskazane znaki hasła</p>${box('2')}${box('5')}${box('8')}`));
    expect(fieldIn(best, 'password')).toMatchObject({
      label: 'Wpisz wskazane znaki hasła: 2, 5, 8',
      positions: [2, 5, 8],
    });
  });

  it('are no boxes of a code', async () => {
    const digits = [1, 2, 3, 4, 5, 6].map((n) => box(`Digit ${n}`)).join('');
    const { best } = await view(form(`<p>Enter the 6-digit code from your authenticator app.</p>${digits}`, 'Verify'));
    expect(fieldIn(best, 'otp')?.boxes).toHaveLength(6);
  });

  it('leave who somebody is to be asked where two fields before them say nothing', async () => {
    const names = '<p><label>Zorp <input name="a1"></label></p><p><label>Blip <input name="a2"></label></p>';
    const { best } = await view(
      form(`${names}<p>Enter characters 1, 4 and 6 of your password</p>${box('1')}${box('4')}${box('6')}`),
    );
    expect(rolesIn(best)).toEqual(['custom:zorp', 'custom:blip', 'password:characters_1_4_6']);
  });
});
