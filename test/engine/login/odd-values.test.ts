import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { variants } from '../../support/variants.js';
import { form, logIn, PASSWORD, USER } from './fill-once.js';
import { testPages } from './harness.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const site = (more = '', user = ''): string =>
  form(
    `<label>Nutzername <input name="user" ${user}></label><label>Passwort <input name="pass" type="password" ${more}></label>`,
    'Anmelden',
    'Anmelden',
  );

describe('values are sent as they are kept', () => {
  it.each(
    variants(1, [
      ['spaces around it', '  my pass word  '],
      ['composed letters', 'Pässwörd é'.normalize('NFC')],
      ['decomposed letters', 'Pässwörd é'.normalize('NFD')],
      ['letters beyond the basic plane', '🔑pass𝒳'],
      ['what HTML and scripts mean something by', `"><b>'\`\${1}</b>&amp;%00\\n+`],
      ['spaces that are none of ASCII', 'pass\u00a0\u3000word\u200b'],
      ['letters from right to left', 'סיסמה\u200fكلمة'],
    ]),
  )('a password with %s', async (_, pass) => {
    const { sent } = await logIn(pages, site(), { user: USER, pass });
    expect(sent).toEqual([{ user: USER, pass }]);
  });

  it('also where only keys are heard, with letters that no keyboard has', async () => {
    const byKeys = site(`oninput="if (!this.typed) value = ''" onkeydown="if (event.isTrusted) this.typed = true"`);
    const { sent } = await logIn(pages, byKeys, { user: USER, pass: 'a é日 b' });
    expect(sent).toEqual([{ user: USER, pass: 'a é日 b' }]);
  });

  it('and a page that trims or composes what is typed is let do so', async () => {
    const { sent } = await logIn(pages, site(`oninput="value = value.trim().normalize('NFC')"`), {
      user: USER,
      pass: ` é ${PASSWORD} `.normalize('NFD'),
    });
    expect(sent).toEqual([{ user: USER, pass: `é ${PASSWORD}`.normalize('NFC') }]);
  });
});

describe('values that a field does not take are told by its name, and nothing is sent', () => {
  it.each(
    variants(2, [
      ['a null byte', 'value_not_taken', 'pass\0word', '', /^Passwort/],
      ['a line break inside', 'value_not_taken', 'pass\nword', '', /^Passwort/],
      ['a tab', 'value_not_taken', 'pass\tword', '', /^Passwort/],
      ['half a letter', 'value_not_taken', 'pass\ud83d', '', /^Passwort/],
      [
        'spaces that the page takes out',
        'value_not_taken',
        'my pass word',
        `oninput="value = value.replace(/ /g, '')"`,
        /^Passwort/,
      ],
      [
        'letters where it leaves digits only',
        'value_not_taken',
        'a1b2',
        String.raw`oninput="value = value.replace(/\D/g, '')"`,
        /^Passwort/,
      ],
      ['more units than letters', 'value_too_long', '🔑🔑🔑🔑🔑', 'maxlength="8"', /^Passwort.*8/],
      ['anything where the page lets nothing in', 'value_too_long', PASSWORD, 'maxlength="0"', /^Passwort.*0/],
    ] as const),
  )('%s', async (_, code, pass, more, words) => {
    const { result, sent } = await logIn(pages, site(more), { user: USER, pass });
    expect(result).toMatchObject({ kind: 'failed', code, website_error: expect.stringMatching(words) });
    expect(sent).toEqual([]);
  });

  it('letters in a field for numbers', async () => {
    const { result, sent } = await logIn(pages, site('', 'type="number"'), { user: 'anna', pass: PASSWORD });
    expect(result).toMatchObject({ kind: 'failed', code: 'value_not_taken', website_error: 'Nutzername' });
    expect(sent).toEqual([]);
  });
});
