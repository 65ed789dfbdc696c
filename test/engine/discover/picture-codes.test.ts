import { describe, expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests, fieldIn } from './harness.js';

const { view } = browserForTests();

const GIF = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
const picture = (width: number, height: number, more = ''): string =>
  `<img src="${GIF}" width="${width}" height="${height}" ${more}>`;
const login = (more: string): string =>
  `<form action="/session" method="post"><h1>Log in</h1><p><label>Name <input name="username"></label></p>
   <p><label>Password <input type="password" name="password"></label></p>${more}<button>Log in</button></form>`;

describe('a picture that a person has to copy', () => {
  it.each(
    variants(2, [
      ['its label only says "code"', `<p>${picture(120, 40)} <label>Kód <input name="kod"></label></p>`],
      [
        'that stands in its own address, and is called like what makes it',
        `<p><img src="data:image/svg+xml;base64,${btoa(`<svg xmlns="http://www.w3.org/2000/svg" width="110" height="36"><!--${'.'.repeat(300)}--></svg>`)}" id="verifyCode"><input name="x" title="?"></p>`,
      ],
      [
        'in a link that draws it anew',
        `<p><input name="v" placeholder="验证码"><a href="#">${picture(100, 38)}</a></p>`,
      ],
      ['that is called like what makes it', `<p>${picture(110, 36, 'id="verifyCode"')}<input name="x" title="?"></p>`],
      ['with words of a list', '<p><label>Символы с картинки <input name="x"></label></p>'],
    ] as const),
  )('is in the way: %s', async (_, more) => {
    expect((await view(login(more))).captcha).toBe('picture');
  });

  it.each(
    variants(3, [
      ['a logo over the form', picture(180, 50) + login('')],
      ['a square to scan', login(`<p>${picture(150, 150)}<label>Code <input name="code"></label></p>`)],
      ['an icon', login(`<p>${picture(16, 16)}<label>Code <input name="code"></label></p>`)],
      [
        'a logo beside the one field of a step',
        `<div>${picture(160, 40, 'alt="Acme"')}<input name="login" placeholder="Email"></div><button>Next</button>`,
      ],
      [
        'a logo over a code',
        `<div><div>${picture(180, 50)}</div><div><label>Code from your app <input name="code" maxlength="6"></label></div><button>Next</button></div>`,
      ],
      [
        'one of another form',
        `${login('')}<form><p>${picture(120, 40)}<input name="captcha"></p><button>Subscribe</button></form>`,
      ],
    ] as const),
  )('is none: %s', async (_, page) => {
    expect((await view(page)).captcha).toBeNull();
  });
});

describe('parts of one value', () => {
  it.each([
    [
      '<fieldset><legend>Fødselsdato</legend><select aria-label="Dag"><option>1</option></select></fieldset>',
      'Fødselsdato',
    ],
    ['<div role="group" aria-label="Date of birth"><input aria-label="Day" size="2"></div>', 'Date of birth'],
  ])('are asked for with what they are parts of', async (part, hint) => {
    expect(fieldIn((await view(login(part))).best, 'custom')?.hint).toBe(hint);
  });
});
