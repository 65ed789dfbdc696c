import { describe, expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests, rolesIn } from './harness.js';

const { view } = browserForTests();

const FILE = '<p><label>Zertifikat <input type="file" name="f"></label></p>';
const PASSWORD = '<p><label>Passwort <input type="password" name="p"></label></p>';
const NAME = '<p><label>Benutzername <input name="u"></label></p>';

describe('a password beside a file', () => {
  const go = '<button>Anmelden</button>';

  it.each(
    variants(2, [
      ['in a form', `<form method="post">${FILE}${PASSWORD}${go}</form>`],
      ['in a box', `<div>${FILE}${PASSWORD}${go}</div>`],
      [
        'in a form, with a button that the file has',
        `<form method="post"><div>${FILE}<button type="button">Durchsuchen</button></div><div>${PASSWORD}${go}</div></form>`,
      ],
      ['in boxes of their own', `<main><div>${FILE}</div><div>${PASSWORD}${go}</div></main>`],
      [
        'under a picture of it',
        `<main><div><input type="file" hidden><a href="#">Chọn tệp</a></div><div><label>Mật khẩu <input type="password"></label><button>Đăng nhập</button></div></main>`,
      ],
    ] as const),
  )('is of that file %s', async (_, page) => {
    const { forms } = await view(page);
    expect(forms.flatMap(rolesIn).filter((role) => /^(?:password|identifier):/.test(role))).toEqual([]);
  });
});

describe('a login on a page that takes a file elsewhere', () => {
  const login = `<div>${NAME}${PASSWORD}<input type="submit" value="Anmelden"></div>`;

  it.each(
    variants(2, [
      [
        'with one form around both',
        `<form method="post"><div>${FILE}<input type="submit" name="up" value="Hochladen"></div>${login}</form>`,
      ],
      ['that nobody can see', `<form method="post"><div hidden><input type="file"></div>${login}</form>`],
      [
        'in a chat without a form',
        `<main><section>${NAME}${PASSWORD}<button>Anmelden</button></section><section><input type="file"><textarea aria-label="Nachricht"></textarea><button>Senden</button></section></main>`,
      ],
    ] as const),
  )('keeps its password: %s', async (_, page) => {
    const { best } = await view(page);
    expect(rolesIn(best).map((role) => role.split(':')[0])).toEqual(['identifier', 'password']);
  });
});
