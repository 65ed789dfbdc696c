import { describe, expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests } from './harness.js';

const { view } = browserForTests();

const SEARCH =
  '<header><form role="search" action="/search"><input type="search" name="q" placeholder="Search"><button>Search</button></form></header>';
/** A row of languages as many sites have it above their head. */
const LANGUAGES = '<div><button type="button">English</button><button type="button">Deutsch</button></div>';
const tiles = (...labels: string[]): string =>
  `<div>${labels.map((label) => `<div style="cursor:pointer;width:200px"><b>${label}</b></div>`).join('')}</div>`;

describe('a search in the head of a page', () => {
  it.each(
    variants(1, [
      ['en', '<h1>Check your inbox</h1><p>We sent you an email. Open the link in it to go on.</p>'],
      ['fr', '<h1>Consultez vos e-mails</h1><p>Nous vous avons envoyé un lien de connexion.</p>'],
      ['nl', '<h1>Bekijk je e-mail</h1><p>We hebben je een inloglink gestuurd.</p>'],
    ]),
  )('leaves a link that was sent what the page waits for (%s)', async (_, main) => {
    expect((await view(`${SEARCH}<main>${main}</main>`)).externalAction?.kind).toBe('link');
  });

  it.each(
    variants(1, [
      ['en', 'Stay signed in?', 'Yes', 'No'],
      ['de', 'Angemeldet bleiben?', 'Ja', 'Nein'],
    ]),
  )('leaves a page that asks whether to stay what it is (%s)', async (_, heading, yes, no) => {
    const page = `${SEARCH}<main><h1>${heading}</h1><form><button>${yes}</button><button>${no}</button></form></main>`;
    const { buttons } = await view(page);
    expect(buttons.filter(({ framed }) => !framed).map(({ kind }) => kind)).toEqual([
      'stay_signed_in',
      'stay_signed_out',
    ]);
  });

  it('but what is asked for in the middle comes first', async () => {
    const asking =
      '<main><p>We sent you an email. Open the link in it, or tell us your town.</p><form><input name="town"><button>OK</button></form></main>';
    expect((await view(SEARCH + asking)).externalAction).toBeNull();
  });
});

describe('boxes that only the pointer shows to be pressed', () => {
  const offered = async (page: string): Promise<string[]> =>
    (await view(page)).buttons.filter(({ framed }) => !framed).map(({ label }) => label);

  it.each(
    variants(1, [
      ['el', 'Ποιος υπολογιστής είναι;', 'Δικός μου', 'Κοινόχρηστος'],
      ['th', 'อุปกรณ์นี้เป็นของใคร', 'ของฉัน', 'ของส่วนรวม'],
      ['en', 'Whose computer is it?', 'Mine', 'A public one'],
    ]),
  )('are answers under their heading, whatever else the site has around it (%s)', async (_, heading, one, other) => {
    const page = `${LANGUAGES}${SEARCH}<main><h1>${heading}</h1>${tiles(one, other)}</main>`;
    expect(await offered(page)).toEqual([one, other]);
  });

  it.each(
    variants(1, [
      ['a button', '<button>Add</button>'],
      ['a field', '<label>Town <input name="town"></label>'],
      ['a box to tick', '<label><input type="checkbox" name="all"> All</label>'],
    ] as const),
  )('are none beside %s under the same heading', async (_, more) => {
    const page = `${SEARCH}<main><h1>Files</h1>${tiles('Letters', 'Photos')}${more}</main>`;
    expect(await offered(page)).not.toContain('Letters');
  });

  it.each(
    variants(1, [
      ['de', 'Noch ein Schritt', 'Wie möchten Sie es tun?', 'SMS an 0170', 'Authenticator-App'],
      ['es', 'Un paso más', 'Elija una de estas:', 'SMS al 600', 'Aplicación de autenticación'],
    ]),
  )('are second factors where each of them names one (%s)', async (_, heading, said, one, other) => {
    const page = `${LANGUAGES}${SEARCH}<main><h1>${heading}</h1><p>${said}</p>${tiles(one, other)}</main>`;
    const { best, standing } = await view(page);
    expect(best).toMatchObject({ class: 'method_choice', candidates: [{ label: one }, { label: other }] });
    expect(standing.picks).toBe(true);
  });

  it('send no form that stands around them', async () => {
    const search = '<header><div><input placeholder="Search"></div></header>';
    const page = `${search}<main><h1>Whose is it?</h1>${tiles('Mine, continue', 'A public one')}</main>`;
    const { forms, buttons } = await view(page);
    expect(forms.map(({ submit }) => submit)).toEqual([null]);
    expect(buttons.map(({ kind }) => kind)).toEqual(['other', 'other']);
  });

  it('are only what is there where nothing says what to choose', async () => {
    const page = `${SEARCH}<main><h1>Files</h1>${tiles('Letters', 'Photos')}</main>`;
    expect((await view(page)).standing.picks).toBe(false);
  });

  it('are the accounts to choose from, and nothing around them is', async () => {
    const page = `${LANGUAGES}<nav><a href="/prices">Prices</a></nav><main><h1>Choose a workspace</h1>${tiles('Acme North', 'Acme South')}</main>`;
    const { best } = await view(page);
    expect(best).toMatchObject({ class: 'account_choice' });
    expect(best?.candidates.map(({ label }) => label)).toEqual(['Acme North', 'Acme South']);
  });
});

describe('navigation to the page that is shown', () => {
  const linksHere = async (link: string): Promise<boolean> =>
    (await view(`<nav>${link}</nav><h1>?</h1>`)).standing.linksHere;

  it.each(
    variants(1, [
      ['by its code', '<a href="?l=de">DE</a>'],
      ['by its code and region', '<a href="?hl=pt-br">pt-BR</a>'],
      ['by its name', '<a href="?x=1">Deutsch</a>'],
      ['by what it is marked as', '<a href="?x=1" hreflang="sv">På svenska</a>'],
    ]),
  )('is none where it is another language of it, called %s', async (_, link) => {
    expect(await linksHere(link)).toBe(false);
  });

  it('is what leads to its address', async () => {
    expect(await linksHere('<a href="/account">Ⅰ</a>')).toBe(true);
  });

  it('is none where a query names another page, which is a place of its own', async () => {
    const { standing } = await view('<nav><a href="?page=files">Files</a></nav><h1>?</h1>');
    expect(standing).toMatchObject({ linksHere: false, places: ['/account?page=files'] });
  });
});

describe('a list that is set already, beside a question', () => {
  const options = (...labels: string[]): string => labels.map((label) => `<option>${label}</option>`).join('');
  const languages = `<select aria-label="Språk">${options('Norsk', 'English', 'Suomi')}</select>`;
  const asks = (button: string): string => `<main><h1>Already open</h1><p>End the other session?</p>${button}</main>`;
  const inForm = asks('<form method="post" action="/end"><button>End it</button></form>');

  it.each(
    variants(2, [
      ['languages, where a script hears the button', languages + asks('<button type="button">End it</button>')],
      ['languages, in a form of their own', `<form>${languages}</form>${inForm}`],
      ['anything, apart from the form of the button', `<select>${options('Small', 'Large')}</select>${inForm}`],
    ]),
  )('is none of it: %s', async (_, page) => {
    expect((await view(page)).forms.filter(({ fields }) => fields.length > 0)).toEqual([]);
  });

  it.each(
    variants(2, [
      ['in the form of the button', asks(`<form><select>${options('A', 'B')}</select><button>Go on</button></form>`)],
      ['where nothing is chosen yet', `<select><option value="">Branch</option>${options('A', 'B')}</select>${inForm}`],
    ]),
  )('is asked for %s', async (_, page) => {
    expect((await view(page)).forms.flatMap(({ fields }) => fields)).toHaveLength(1);
  });
});
