import { describe, expect, it } from 'vitest';
import { browserForTests, LOGIN } from './harness.js';

const { view } = browserForTests();

const kinds = async (html: string) => {
  const { buttons } = await view(html);
  return Object.fromEntries(buttons.map(({ label, kind, provider, mfaType }) => [label, provider ?? mfaType ?? kind]));
};

describe('buttons beside a login', () => {
  it('hand over to identity providers, in the words of several languages', async () => {
    const found = await kinds(`${LOGIN}
      <button>Continue with Google</button><a href="/auth/apple">Mit Apple anmelden</a>
      <a role="button" href="#">Se connecter avec Microsoft</a><button>GitHub</button><button>Single sign-on</button>
      <a href="/store">Get the app on Google Play and the Apple App Store for free</a>`);
    expect(found).toMatchObject({
      'Continue with Google': 'google',
      'Mit Apple anmelden': 'apple',
      'Se connecter avec Microsoft': 'microsoft',
      GitHub: 'github',
      'Single sign-on': 'sso',
      'Get the app on Google Play and the Apple App Store for free': 'other',
    });
  });

  it('are called as what they say, without the letter that stands for a picture', async () => {
    const hidden = (letter: string): string => `<span aria-hidden="true">${letter}</span>`;
    const found = await kinds(`${LOGIN}<button><span>${hidden('A')}<b>Atelier Lyon</b></span></button>
      <button><span>${hidden('ÉN')}</span><span>École Nord</span></button><button>${hidden('Z')}<b>alles</b></button>`);
    expect(Object.keys(found)).toEqual(expect.arrayContaining(['Atelier Lyon', 'École Nord', 'Zalles']));
  });

  it('lead to a provider only where they ask it to log somebody in', async () => {
    const found = await kinds(`${LOGIN}<a href="https://github.com/example/shop">GitHub</a>
      <a href="https://www.facebook.com/example?ref=page">Facebook</a>
      <a href="https://accounts.google.com/o/auth?client_id=1&redirect_uri=x">Google</a>
      <a href="https://auth.example.org/gitlab">GitLab</a><a href="/twitter">Twitter</a>`);
    expect(found).toMatchObject({
      GitHub: 'other',
      Facebook: 'other',
      Google: 'google',
      GitLab: 'gitlab',
      Twitter: 'twitter',
    });
  });

  it('are never taken for its submit', async () => {
    const { best, buttons } = await view(`<form><button>Sign in with Google</button>
      <input placeholder="Email"><input type="password"><button type="button">Show password</button>
      <button>Sign in</button><button type="button">Cancel</button></form>`);
    expect(buttons.find(({ ref }) => ref.css === best?.submit?.css)?.label).toBe('Sign in');
  });

  it('send a form that they stand outside of, where both float over the page in one window', async () => {
    const deep = (html: string): string => `<div><div><div><div><div>${html}</div></div></div></div></div>`;
    const floating = `<button>Add</button><button>Pause</button><div style="position:absolute;z-index:9000;top:99px">
      ${deep('<form method="post"><label>Password: <input type="password"></label></form>')}
      ${deep('<table><tr><td><button type="button">Login</button></td></tr></table>')}</div>`;
    const { best, buttons } = await view(floating);
    expect(best?.class).toBe('password');
    expect(buttons.find(({ ref }) => ref.css === best?.submit?.css)?.label).toBe('Login');
  });

  it('lead to the login from a home page', async () => {
    const seen = await view(
      '<nav><a href="/pricing">Pricing</a> <a href="/login">Sign in</a> <a href="/join">Sign up</a></nav><h1>Shop</h1>',
    );
    expect(seen.buttons.map(({ label, kind }) => [label, kind])).toEqual([
      ['Pricing', 'other'],
      ['Sign in', 'login_link'],
      ['Sign up', 'other'],
    ]);
    expect(seen.evidence).toEqual({
      logout: false,
      loginLink: true,
      passkey: false,
      untypable: false,
      headings: ['Shop'],
    });
  });

  it('tell that somebody is logged in', async () => {
    for (const words of ['Log out', 'Abmelden', 'Cerrar sesión', 'ログアウト', 'Выйти']) {
      expect((await view(`<nav><a href="#">${words}</a></nav>`)).evidence.logout).toBe(true);
    }
  });
});

describe('boxes that open over the page', () => {
  const box = (attributes: string, element = 'div') => `<${element} id="box" ${attributes}>${LOGIN}</${element}>`;

  it.each([
    ['a popover', '<button popovertarget="box">👤</button>', box('popover')],
    [
      'a dialog that a command opens',
      '<button command="show-modal" commandfor="box">Konto</button>',
      box('', 'dialog'),
    ],
  ])('hold the login: %s', async (_, opener, login) => {
    const { buttons } = await view(`<header>${opener}<button>Bascar</button></header><h1>Nyheter</h1>${login}`);
    expect(buttons.map(({ kind }) => kind)).toEqual(['login_link', 'other']);
  });

  it('and pictures of characters are called what the page calls them', async () => {
    const { buttons } = await view(
      '<header><button aria-label="Mitt konto">👤</button><button title="Meny">☰</button><button>★</button></header>',
    );
    expect(buttons.map(({ label }) => label)).toEqual(['Mitt konto', 'Meny', '★']);
  });
});

describe('items of a menu', () => {
  it('are pressed, whatever they are made of', async () => {
    const item = (attributes: string, inside: string) =>
      `<div role="menuitem" tabindex="0" ${attributes}>${inside}</div>`;
    const { buttons, evidence } = await view(
      `<div role="navigation">${item('aria-label="Loki"', '<i>≡</i>')}${item('aria-label="Kirjaudu ulos"', '<i>→</i>')}</div><h1>Tila</h1>
       <ul role="menu"><li role="menuitem"><a href="/ohje">Ohje</a></li></ul>`,
    );
    expect(buttons.map(({ label }) => label)).toEqual(['Loki', 'Kirjaudu ulos', 'Ohje']);
    expect(evidence.logout).toBe(true);
  });
});

describe('choices', () => {
  it('of a second factor', async () => {
    const found = await kinds(`<h1>Two-step verification</h1><p>Choose how to verify</p>
      <button>Authenticator app</button><button>Text message to •••• 42</button><button>Email j•••@example.com</button>
      <button>Security key</button><button>Backup code</button><button>Call me</button>`);
    expect(found).toEqual({
      'Authenticator app': 'totp',
      'Text message to •••• 42': 'sms',
      'Email j•••@example.com': 'email',
      'Security key': 'passkey',
      'Backup code': 'backup',
      'Call me': 'call',
    });
    const { best } = await view(
      '<h1>Two-step verification</h1><button>Authenticator app</button><button>Text message</button>',
    );
    expect(best?.class).toBe('method_choice');
  });

  it('of a second factor by radio buttons, with the button that goes on', async () => {
    const seen = await view(`<h1>Two-factor authentication</h1><form>
      <label><input type="radio" name="m" value="1"> Authenticator app</label>
      <label><input type="radio" name="m" value="2"> Text message</label><button id="go">Continue</button></form>`);
    expect(seen.buttons.filter(({ kind }) => kind === 'mfa_option').map(({ mfaType }) => mfaType)).toEqual([
      'totp',
      'sms',
    ]);
    expect(seen.best).toMatchObject({ class: 'method_choice', submit: { css: '#go' } });
    expect(seen.best?.candidates.map(({ label }) => label)).toEqual(['Authenticator app', 'Text message']);
  });

  it.each([
    ['Cancel', 'Next', 'type="button" onclick="history.back()"'],
    ['Abbrechen', 'Weiter', 'type="submit" name="stop"'],
    ['キャンセル', '次へ', 'type="button"'],
  ])('to cancel sends no choice of a method, though it comes first: %s', async (cancel, next, more) => {
    const { best } =
      await view(`<h1>Verify</h1><form method="post"><label><input type="radio" name="m" value="s"> SMS</label>
      <label><input type="radio" name="m" value="e"> E-mail</label><button ${more}>${cancel}</button> <button id="go">${next}</button></form>`);
    expect(best).toMatchObject({ class: 'method_choice', submit: { css: '#go' } });
  });

  it('of another way, from a page that asks for a code', async () => {
    const found = await kinds(`<h1>Verify</h1><form><input autocomplete="one-time-code"><button>Verify</button></form>
      <a href="#">Try another way</a>`);
    expect(found['Try another way']).toBe('switch_method');
  });

  it('of an account', async () => {
    const seen =
      await view(`<h1>Choose an account</h1><ul><li><button>Jo Doe</button></li><li><button>Acme Inc.</button></li></ul>
      <a href="/help">Help</a>`);
    expect(seen.best?.class).toBe('account_choice');
    expect(seen.buttons.filter(({ kind }) => kind === 'account').map(({ label }) => label)).toEqual([
      'Jo Doe',
      'Acme Inc.',
    ]);
  });

  it('of nothing but identity providers', async () => {
    const seen = await view(
      '<h1>Sign in</h1><button>Continue with Google</button><button>Continue with Microsoft</button>',
    );
    expect(seen.best?.class).toBe('sso');
  });
});

describe('what stands in the way', () => {
  it('cookie banners are dismissed, by refusing if that is offered', async () => {
    const found = await kinds(
      `${LOGIN}<div id="cookie-banner"><p>We use cookies</p><button>Accept all</button><button>Reject all</button></div>`,
    );
    expect(found).toMatchObject({ 'Accept all': 'dismiss', 'Reject all': 'dismiss' });
  });

  it('"Accept" outside of a banner is not pressed', async () => {
    expect((await kinds('<h1>Terms</h1><p>Read this.</p><button>Accept</button>')).Accept).toBe('other');
  });

  it('"Stay signed in?" is answered with yes', async () => {
    const found = await kinds(
      '<h1>Stay signed in?</h1><p>So you are asked less often.</p><button>No</button><button>Yes</button>',
    );
    expect(found.Yes).toBe('stay_signed_in');
    expect(found.No).not.toBe('stay_signed_in');
  });

  it('offers that can wait', async () => {
    expect((await kinds('<h1>Add a passkey</h1><button>Create</button><button>Not now</button>'))['Not now']).toBe(
      'not_now',
    );
  });
});

describe('messages', () => {
  it('are what a person sees now', async () => {
    const { alerts } = await view(`${LOGIN}<p role="alert">Wrong password</p><p class="error">Try again</p>
      <p role="alert" style="display:none">Account locked</p>
      <input aria-invalid="true" aria-describedby="hint"><span id="hint">Not an address</span>`);
    expect(alerts.map(({ text }) => text)).toEqual(['Wrong password', 'Try again', 'Not an address']);
  });

  it('of push requests, with the number to pick', async () => {
    const seen = await view(
      '<h1>Approve sign-in</h1><p>Open your app and enter the number shown to sign in.</p><div>42</div>',
    );
    expect(seen.externalAction).toMatchObject({ kind: 'number_match', number: '42' });
    const push = await view('<h1>Check your phone</h1><p>We sent a notification to your device.</p>');
    expect(push.externalAction).toMatchObject({ kind: 'push', number: null });
    expect((await view(LOGIN)).externalAction).toBeNull();
  });

  it('is not where a menu has approvals among other things', async () => {
    const menu = ['Przegląd', 'Kanały', 'Zatwierdzenia', 'Dzienniki']
      .map((one) => `<a href="#/${one}">${one}</a>`)
      .join('');
    expect(
      (await view(`<nav>${menu}</nav><main><h1>Przegląd</h1><p>asystent działa</p></main>`)).externalAction,
    ).toBeNull();
    const asked = await view(`<nav>${menu}</nav><main><p>Zatwierdź logowanie w telefonie.</p></main>`);
    expect(asked.externalAction?.kind).toBe('push');
  });

  it('are none where they have unfolded what they hold', async () => {
    const page = (open: string): string =>
      `<h1>Clé d’accès</h1><button>Créer</button><details ${open}><summary>Autres options</summary><button>Continuer sans clé</button></details>`;
    const labels = async (open: string): Promise<string[]> =>
      (await view(page(open))).buttons.map(({ label }) => label);
    expect(await labels('')).toEqual(['Créer', 'Autres options']);
    expect(await labels('open')).toEqual(['Créer', 'Continuer sans clé']);
  });

  it('are no challenge unless one can be seen', async () => {
    const frame = (size: string) =>
      `${LOGIN}<iframe src="https://www.google.com/recaptcha/api2/anchor?k=1" style="${size}"></iframe>`;
    expect((await view(frame('width:304px;height:78px'))).captcha).toBe('recaptcha');
    expect((await view(frame('width:256px;height:60px;visibility:hidden'))).captcha).toBeNull();
    expect((await view(LOGIN)).captcha).toBeNull();
  });

  it('are a challenge too where the page draws it around an empty proof, and have passed once that is filled', async () => {
    const widget = (value: string, style: string, more = '') =>
      `<h1>Đăng nhập</h1><form><input name="u"><input type="password"><div class="cf-turnstile" style="${style}"><span>Đang xác minh…</span>
        <input type="hidden" name="cf-turnstile-response" value="${value}">${more}</div><button>Đăng nhập</button></form>`;
    const drawn = 'width:300px;height:64px';
    expect((await view(widget('', drawn))).captcha).toBe('widget');
    expect((await view(widget('passed', drawn))).captcha).toBeNull();
    expect((await view(widget('', 'height:0;overflow:hidden'))).captcha).toBeNull();
    expect((await view(widget('', drawn).replace('cf-turnstile"', 'grecaptcha-badge"'))).captcha).toBeNull();
    expect((await view(widget('', drawn, '<button>OK</button>'))).captcha).toBeNull();
  });
});
