import { describe, expect, it } from 'vitest';
import { leftStepOf } from '../../../activities/login/judge/left-step.js';
import { variants } from '../../support/variants.js';
import { browserForTests, LOGIN } from './harness.js';

const { view } = browserForTests();

const EMPTY =
  '<main><h1>Još ništa</h1><p>Ovdje još nema narudžbi.</p><button type="button">Nova narudžba</button></main>';

describe('navigation within one page', () => {
  it.each([
    ['links to its parts', '<nav><a href="#a">Narudžbe</a><a href="#b">Kupci</a><a href="#">Postavke</a></nav>'],
    ['buttons in its head', '<header><button>Narudžbe</button><button>Kupci</button><button>Ada K.</button></header>'],
    [
      'tabs at its foot',
      '<div role="tablist"><div role="tab" tabindex="0">Narudžbe</div><div role="tab" tabindex="0">Kupci</div><div role="tab" tabindex="0">Profil</div></div>',
    ],
  ])('makes a place: %s', async (_, menu) => {
    const seen = await view(menu + EMPTY);
    expect(seen.standing.menu).toHaveLength(3);
    expect(leftStepOf(seen)).toBeNull();
  });

  it.each([
    [
      'what everybody is offered',
      '<header><button>Help</button><button>Deutsch</button><button>Sign in</button></header>',
    ],
    [
      'ways to confirm a login',
      '<div role="tablist"><div role="tab" tabindex="0">SMS</div><div role="tab" tabindex="0">E-mail</div><div role="tab" tabindex="0">Authenticator app</div></div>',
    ],
    [
      'what can not be opened yet',
      '<nav><a href="#a" aria-disabled="true">Narudžbe</a><button disabled>Kupci</button><a href="#c" style="pointer-events:none">Postavke</a></nav>',
    ],
    [
      'what stands in a dialog',
      `<div role="dialog"><header><button>Da</button><button>Možda</button><button>Ne znam</button></header></div>`,
    ],
  ])('does not have %s', async (_, menu) => {
    expect((await view(menu + EMPTY)).standing.menu).toEqual([]);
  });

  it.each([
    ['Przegląd', 'Zatwierdzenia', 'Dzienniki', 'Zatwierdź logowanie w telefonie.'],
    ['Übersicht', 'Genehmigen', 'Protokoll', 'Bitte genehmigen Sie die Anmeldung.'],
    ['Accueil', 'Approuver', 'Journal', 'Approuvez la connexion sur votre téléphone.'],
  ])('asks for nothing elsewhere, whatever its entries are called: %s, %s, %s', async (one, two, three, told) => {
    const entries = [one, two, three].map((label) => `<a href="#/${label}">${label}</a>`);
    const page = (more: string): string =>
      `<aside><nav>${entries.join('')}</nav></aside><main><h1>${one}</h1>${more}</main>`;
    expect((await view(page('<p>2</p>'))).externalAction).toBeNull();
    expect((await view(page(`<p>${told}</p>`))).externalAction).toMatchObject({ kind: 'push' });
  });

  it('is no question, as a list of options', async () => {
    const options = '<nav><ul role="listbox"><li role="option">Lager</li><li role="option">Versand</li></ul></nav>';
    expect((await view(`${options}<h1>Übersicht</h1>`)).standing.radios).toEqual([]);
    expect((await view(`<h1>Übersicht</h1>${options.replace(/<.?nav>/g, '')}`)).standing.radios).toHaveLength(1);
  });
});

describe('a link that is called as an identity provider', () => {
  it.each([
    ['to who made the software', '<a href="https://www.okta.com/?internal_link=wic_login">Okta</a>'],
    ['to the home page of the provider itself', '<a href="/" aria-label="Steam">Steam</a>'],
    ['to another page of the site', '<a href="/apps/about">Install Steam</a>'],
  ])('is no way to log in: %s', async (_, link) => {
    const seen = await view(`<title>Log in</title>${link}<div id="app"></div>`);
    expect(seen.buttons.map(({ kind }) => kind)).toEqual(['other']);
    expect(seen.best).toBeNull();
  });

  it.each(
    variants(3, [
      ['/users/auth/google', 'Google'],
      ['/idp/saml?id=7', 'Okta'],
      ['/auth/12', 'Google'],
      ['/g', 'Sign in with Google'],
      ['https://accounts.google.com/o/oauth2/v2/auth?client_id=1', 'Google'],
      ['#', 'Google'],
    ] as const),
  )('is one to %s', async (href, label) => {
    const seen = await view(`<title>Log in</title><a href="${href}">${label}</a>`);
    expect(seen.buttons.map(({ kind }) => kind)).toEqual(['sso']);
  });
});

describe('the button to go on', () => {
  it('is not "Forgot your e-mail?" in the form, but the one below it', async () => {
    const { best } = await view(
      `<div><form><h1>Sign in</h1><label>E-mail <input type="email" autocomplete="username"></label><button type="button">Forgot your e-mail?</button></form><div><button type="button" id="on">Next</button></div></div>`,
    );
    expect(best?.submit?.css).toBe('#on');
  });

  it('is that where there is no other', async () => {
    const { forms } = await view(
      '<form><h1>Forgot password</h1><label>E-mail <input type="email"></label><button type="button" id="on">Forgot password</button></form>',
    );
    expect(forms[0]?.submit?.css).toBe('#on');
  });
});

describe('a second factor that can be set up later', () => {
  it('is left for another day, whatever the page says about it', async () => {
    const seen = await view(
      `<p>Vos paramètres l’exigent.</p><a href="/plus-tard">Configurer plus tard</a><p>Clé : GEZD GNBV GY3T QOJQ GEZD GNBV</p><form><label>Code de vérification <input name="code" inputmode="numeric"></label><label>Mot de passe actuel <input type="password" name="current"></label><button>Enregistrer</button></form>`,
    );
    expect(leftStepOf(seen)).toBe('enrollment');
    expect(seen.buttons.find(({ kind }) => kind === 'not_now')?.label).toBe('Configurer plus tard');
  });
});

describe('a login form', () => {
  it('has no menu of its own', async () => expect((await view(LOGIN)).standing.menu).toEqual([]));
});
