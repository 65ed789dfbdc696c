import { describe, expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests, fieldIn } from './harness.js';

const { view } = browserForTests();

const NAV = '<nav><a href="/orders">Ⅰ</a><a href="/files">Ⅱ</a><a href="/team">Ⅲ</a></nav>';
const terms = (label: string): string =>
  `<h1>?</h1><form method="post" action="/on"><label><input type="checkbox" name="t"> ${label}</label><button>OK</button></form>`;

describe('a box that speaks of terms, on a page that holds little else', () => {
  it.each(
    variants(1, [
      ['German', 'Ich habe die Nutzungsbedingungen gelesen und akzeptiere sie.'],
      ['French', "J'accepte les conditions générales"],
      ['Japanese', '利用規約に同意する'],
      ['Turkish', 'Kullanım koşullarını kabul ediyorum'],
    ]),
  )('has to be ticked (%s)', async (_, label) => {
    expect((await view(terms(label))).standing.boxes.map((box) => box.label)).toEqual([label]);
  });

  it.each(
    variants(2, [
      ['beside the pages of a place', NAV + terms('I accept the terms of use')],
      ['where it is about something else', terms('Remember this device')],
      ['where it wants to send letters', terms('I accept to get the newsletter')],
    ] as const),
  )('need not be %s', async (_, page) => {
    expect((await view(page)).standing.boxes).toEqual([]);
  });
});

describe('a list that stands open', () => {
  const list = (more: string): string =>
    `<h1>?</h1><ul role="listbox" ${more}><li role="option">Alfa</li><li role="option">Beta</li></ul><button disabled>OK</button>`;

  it('is answered by one of its options', async () => {
    const { standing } = await view(list(''));
    expect(standing.radios.map((question) => question.map(({ label }) => label))).toEqual([['Alfa', 'Beta']]);
    expect(standing.bare).toBe(true);
  });

  it.each(
    variants(2, [
      ['takes several', list('aria-multiselectable="true"')],
      ['belongs to a field', `<label>Branch <input role="combobox"></label>${list('')}`],
      ['holds links', list('').replace('Alfa', '<a href="/a">Alfa</a>').replace('Beta', '<a href="/b">Beta</a>')],
    ] as const),
  )('is not where it %s', async (_, page) => {
    expect((await view(page)).standing.radios).toEqual([]);
  });
});

describe('radio buttons on a short page that says what they are for', () => {
  const page = (more: string): string =>
    `<h1>Tria un espai</h1><p>El teu compte pertany a més d’un espai.</p>${more}<form method="post" action="/on"><div role="radiogroup">${['Alfa', 'Beta'].map((one) => `<label><button type="button" role="radio" aria-checked="false"></button> ${one}</label>`).join('')}</div><button disabled>Continua</button></form>`;

  it('are chosen from, whatever filters them', async () => {
    const { standing, forms } = await view(
      page('<input placeholder="Filtra els espais" aria-label="Filtra els espais">'),
    );
    expect(standing.picks).toBe(true);
    expect(forms.map(({ class: of }) => of)).toEqual(['search']);
  });

  it('are none of a place', async () => {
    expect(
      (await view(`<a href="/orders">Ⅰ</a><a href="/files">Ⅱ</a><a href="/team">Ⅲ</a>${page('')}`)).standing.picks,
    ).toBe(false);
  });
});

describe('what is said over a code', () => {
  const boxes = (label: (n: number) => string): string =>
    [1, 2, 3, 4, 5, 6]
      .map((n) => `<input maxlength="1" size="1" inputmode="numeric" aria-label="${label(n)}">`)
      .join('');
  const page = (heading: string, said: string, fields: string): string =>
    `<h1>${heading}</h1><p>${said}</p><form method="post" action="/c"><div>${fields}</div><button>OK</button></form>`;

  it.each(
    variants(1, [
      ['Japanese', '本人確認', 'ご登録の電話番号に認証コードを送信しました。', (n: number) => `${n}桁目`],
      ['English', 'Check your phone', 'We sent a code to the number ending in 12.', (n: number) => `Digit ${n} of 6`],
      ['German', 'Bestätigung', 'Wir haben Ihnen einen Code geschickt.', (n: number) => `Ziffer ${n}`],
    ]),
  )('is told with it, and its boxes are called after the page (%s)', async (_, heading, said, label) => {
    const { best } = await view(page(heading, said, boxes(label)));
    expect(fieldIn(best, 'otp')).toMatchObject({ label: heading, hint: said });
  });

  it('is none of the offers to send another one', async () => {
    const again = page('Code', '<a href="/again">Send again</a>', '<label>Code <input name="otp"></label>');
    expect(fieldIn((await view(again)).best, 'otp')).toMatchObject({ label: 'Code', hint: null });
  });
});

describe('an element that its author calls after cookies', () => {
  it.each(variants(1, ['cookie-wall', 'acme-cookie-banner']))('is a banner in any language (%s)', async (name) => {
    const { buttons } = await view(`<${name}><p>Xyz abc.</p><button>Reject all</button></${name}>`);
    expect(buttons.map(({ cookies }) => cookies)).toEqual(['reject']);
  });

  it('but not another one', async () => {
    const { buttons } = await view('<acme-banner><p>Xyz abc.</p><button>Reject all</button></acme-banner>');
    expect(buttons.map(({ cookies }) => cookies)).toEqual([null]);
  });
});

describe('a page that only asks', () => {
  const asks = (more: string): string =>
    `<h1>?</h1><p>Xyz abc.</p>${more}<form method="post" action="/logout"><button>Log out</button></form>`;

  it.each([
    [
      'a heading over each part of its text, and one link',
      '<h2>A</h2><p>Abc.</p><h2>B</h2><p>Abc. <a href="/other">C</a></p>',
    ],
    ['links of one part of it', '<h2>A</h2><p>Abc.</p><h2>B</h2><p><a href="/c">C</a> <a href="/d">D</a></p>'],
  ])('is no place by %s', async (_, more) => {
    expect((await view(asks(more))).standing.bare).toBe(true);
  });

  it('is a place by sections with a link each', async () => {
    const sections = '<h2>A</h2><p><a href="/c">C</a></p><h2>B</h2><p><a href="/d">D</a></p>';
    expect((await view(asks(sections))).standing.bare).toBe(false);
  });

  it.each(
    variants(1, ['/?page=login', '/?do=register', '/?action=logout', '/?logout', '/?cancel=1', '/?utm_source=logo']),
  )('is none by a link to %s', async (href) => {
    expect((await view(`<h1>?</h1><p>Xyz.</p><a href="${href}">Xyz</a>`)).standing.bare).toBe(true);
  });

  it.each(variants(1, ['/?page=orders', '/?db=orchard', '/?orders']))('is one by a link to %s', async (href) => {
    expect((await view(`<h1>?</h1><p>Xyz.</p><a href="${href}">Xyz</a>`)).standing.bare).toBe(false);
  });
});
