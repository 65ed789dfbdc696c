import { describe, expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests, fieldIn, LOGIN, rolesIn } from './harness.js';

const { view, page } = browserForTests();

describe('one page with name and password', () => {
  it('is a login, with its button, its target and its box', async () => {
    const { best, url } = await view(`
      <form action="/session?next=/secret#x" method="post">
        <label for="a">Username</label><input id="a" autocomplete="username">
        <label for="b">Password</label><input id="b" type="password" autocomplete="current-password">
        <label><input type="checkbox" name="keep"> Remember me</label>
        <button type="button">Show</button><button>Sign in</button> <a href="/forgot">Forgot password?</a>
      </form>`);
    expect(best).toMatchObject({ class: 'login', action: 'https://shop.test/session', method: 'post', frame: '' });
    expect(rolesIn(best)).toEqual(['identifier:username', 'password:password']);
    expect(await page().textContent(best!.submit!.css)).toBe('Sign in');
    expect(await page().getAttribute(best!.remember!.css, 'name')).toBe('keep');
    expect(best!.confidence).toBeGreaterThan(0.9);
    expect(best!.reasons).toContain('loginSubmit');
    expect(url).toBe('https://shop.test/account');
  });

  it('is found without any form, style sheet or label element, as in a dialog made of boxes', async () => {
    const { best } = await view(`
      <div class="dialog">Username: <input id="n1"> Password: <input type="password" id="n2"> <button>Login</button></div>`);
    expect(best?.class).toBe('login');
    expect(best?.fields.map(({ ref, label }) => [ref.css, label])).toEqual([
      ['#n1', 'Username'],
      ['#n2', 'Password'],
    ]);
  });

  it('leaves a box its own text: it says nothing about the field behind it', async () => {
    const { best } = await view(`
      <form method="post"><label><input type="checkbox" name="keep"> Keep me signed in</label>
      <input type="password" name="secret" placeholder="Your password" required><button>Log in</button></form>`);
    expect(best?.fields.map(({ label }) => label)).toEqual(['Your password']);
  });

  it('takes the label from the table cell beside the field', async () => {
    const { best } = await view(`
      <form><table><tr><td>Login:</td><td><input name="q7"></td></tr>
      <tr><td>Password:</td><td><input type="password" name="q8"></td></tr>
      <tr><td></td><td><input type="submit" value="Enter"></td></tr></table></form>`);
    expect(best?.fields.map(({ label }) => label)).toEqual(['Login', 'Password']);
    expect(best?.class).toBe('login');
  });

  it('keeps the search box and the newsletter of one page-wide form apart from the login', async () => {
    const { best, forms } = await view(`
      <form id="everything" method="post">
        <header><div><input type="search" name="q" placeholder="Search"><button>Search</button></div></header>
        <main><h1>Log in to your account</h1>
          <div><input name="user" placeholder="Username"></div><div><input type="password" name="pass"></div>
          <button>Sign in</button></main>
        <footer><div><input type="email" placeholder="you@example.com" name="news"><button>Subscribe</button></div></footer>
      </form>`);
    expect(rolesIn(best)).toEqual(['identifier:username', 'password:password']);
    expect(forms.map((form) => form.class).sort()).toEqual(['login', 'newsletter', 'search']);
  });

  it('finds the button outside of the box that holds the fields', async () => {
    const { best } = await view(`<div><form id="f"><label>User <input name="u"></label>
      <label>Password <input type="password" name="p"></label></form><button id="go" type="button">Sign in</button></div>`);
    expect(best?.submit?.css).toBe('#go');
  });

  it('prefers the dialog to the page that lies under it', async () => {
    const { best } = await view(`
      <style>dialog { position: fixed; inset: 0; width: 100vw; height: 100vh; max-width: none; max-height: none }</style>
      ${LOGIN.replace('name="email"', 'name="below"')}
      <dialog open>${LOGIN.replace('name="email"', 'name="above"')}</dialog>`);
    expect(fieldIn(best, 'identifier')?.ref.css).toBe('input[name="above"]');
  });
});

describe('steps of a login', () => {
  it.each(
    variants(1, [
      ['Enter your email', 'Next'],
      ['E-Mail-Adresse', 'Weiter'],
      ['メールアドレス', '次へ'],
      ['البريد الإلكتروني', 'التالي'],
    ]),
  )('asks for the name first: %s', async (label, button) => {
    const { best } = await view(`<h1>Welcome</h1>
      <form><label for="k3j">${label}</label><input id="k3j" name="brq2"><button>${button}</button></form>`);
    expect(best?.class).toBe('identifier');
    expect(rolesIn(best)).toEqual(['identifier:email']);
  });

  it.each(
    variants(1, [
      ['Your address for our letter', 'Jméno', 'Heslo', 'Pokračovat'],
      ['Deine E-Mail', 'Benutzer', 'Kennwort', 'Weiter'],
    ] as const),
  )('comes before a lone name, with its name and its password: %s', async (label, name, password, button) => {
    const { best } = await view({
      '/login': `<form method="post" action="/login"><p>${name}: <input name="a"></p><p>${password}: <input name="b" type="password"></p><input type="submit" value="${button}"></form>
        <form method="post" action="/mail"><p>${label}: <input name="email"></p><input type="submit" value="OK"></form>`,
    });
    expect(rolesIn(best)).toEqual(['identifier:username', 'password:password']);
  });

  it.each(
    variants(1, [
      ['מספר זהות', 'טלפון נייד', 'שלחו לי קוד'],
      ['Número de documento', 'Teléfono móvil', 'Continuar'],
      ['PESEL', 'Numer telefonu', 'Dalej'],
    ]),
  )(
    'takes the number of a person for the name, and asks for that of a telephone: %s',
    async (number, phone, button) => {
      const { best } = await view(`<h1>Login</h1>
      <form method="post"><p><label>${number} <input name="a"></label></p><p><label>${phone} <input name="b" type="tel"></label></p><button>${button}</button></form>`);
      expect(rolesIn(best)[0]).toBe('identifier:username');
      expect(best?.fields[1]).toMatchObject({ role: 'custom', required: true });
    },
  );

  it('asks for the password alone, beside a name that can no longer be changed', async () => {
    const { best } = await view(`<h1>Hello jo@example.com</h1>
      <form><input name="login" value="jo@example.com" readonly>
      <label for="p">Enter your password</label><input id="p" type="password"><button>Next</button></form>`);
    expect(best?.class).toBe('password');
    expect(rolesIn(best)).toEqual(['password:password']);
  });

  it('says which fields hold something, and never what', async () => {
    const seen = await view(LOGIN.replace('name="email"', 'name="email" value="jo@example.com"'));
    expect(fieldIn(seen.best, 'identifier')?.filled).toBe(true);
    expect(fieldIn(seen.best, 'password')?.filled).toBe(false);
    expect(JSON.stringify(seen)).not.toContain('jo@example.com');
  });

  it('asks for unknown fields by the name of their label', async () => {
    const { best } = await view(`
      <form><h1>Sign in</h1><label>Company ID <input name="x1" required></label>
        <label>Region <select name="x2"><option value="eu">Europe</option><option value="us">America</option></select></label>
        <label>Username <input name="x3"></label><label>Password <input type="password" name="x4"></label>
        <button>Sign in</button></form>`);
    expect(best?.class).toBe('login');
    expect(rolesIn(best)).toEqual(['custom:company_id', 'custom:region', 'identifier:username', 'password:password']);
    expect(best?.fields[0]).toMatchObject({ required: true, type: 'text' });
    expect(best?.fields[1]?.options).toEqual([
      { value: 'eu', label: 'Europe' },
      { value: 'us', label: 'America' },
    ]);
  });

  it('gives the same shape the same signature, and another shape another one', async () => {
    const first = (await view(LOGIN)).best?.signature;
    const again = (await view(`<p>Wrong password</p>${LOGIN}`)).best?.signature;
    const next = (await view('<form><h1>Log in</h1><input type="password"><button>Log in</button></form>')).best
      ?.signature;
    expect(again).toBe(first);
    expect(next).not.toBe(first);
  });
});

describe('what is no login', () => {
  it.each([
    [
      'signup',
      '<form action="/join"><h2>Create account</h2><input type="email" name="e"><input type="password" name="p"><button>Sign up</button></form>',
    ],
    [
      'signup',
      '<form><input type="email" name="e"><input type="password" name="p" autocomplete="new-password"><p>At least 8 characters</p><p>Already have an account? <a href="/login">Log in</a></p><button>Continue</button></form>',
    ],
    [
      'signup',
      '<form><h1>Registrieren</h1><input type="email"><input type="password"><input type="password"><button>Konto erstellen</button></form>',
    ],
    [
      'recovery',
      '<form action="/password/reset"><h1>Forgot your password?</h1><input type="email" name="e"><button>Send reset link</button></form>',
    ],
    [
      'change_password',
      '<form><label>Current password <input type="password"></label><label>New password <input type="password"></label><label>Confirm password <input type="password"></label><button>Change password</button></form>',
    ],
    [
      'newsletter',
      '<form class="newsletter"><p>Get the latest news in your inbox</p><input type="email" placeholder="Email"><button>Subscribe</button></form>',
    ],
    [
      'newsletter',
      '<form><h3>Abonnieren Sie unseren Newsletter</h3><input type="email" placeholder="E-Mail"><button>Anmelden</button></form>',
    ],
    ['search', '<form role="search"><input name="q" placeholder="Search"><button>Search</button></form>'],
    [
      'other',
      '<form><h2>Contact us</h2><input name="name" placeholder="Your name"><input type="email" placeholder="Email"><textarea name="message"></textarea><button>Send message</button></form>',
    ],
    [
      'other',
      '<form><label>Card number <input name="cardnumber"></label><label>CVC <input type="password" name="cvc"></label><label>Expiry <input name="exp"></label><button>Pay now</button></form>',
    ],
  ])('%s', async (expected, html) => {
    const seen = await view(html);
    expect(seen.forms.map((form) => form.class)).toEqual([expected]);
    expect(seen.best).toBeNull();
  });

  it('never gives a new password the part of the stored one', async () => {
    const { forms } = await view(
      '<form><h1>Sign up</h1><input type="email"><input type="password"><button>Sign up</button></form>',
    );
    expect(rolesIn(forms[0]!)).toEqual(['custom:field', 'new_password:new_password']);
  });

  it('chooses the login where both stand side by side', async () => {
    const { best } = await view(`
      <section><form action="/register"><h2>New customer</h2><input type="email" name="new"><input type="password" name="new-pass"><button>Create account</button></form></section>
      <section><form action="/session"><h2>Returning customer</h2><input type="email" name="old"><input type="password" name="old-pass"><button>Log in</button></form></section>`);
    expect(best?.fields.map(({ ref }) => ref.css)).toEqual(['input[name="old"]', 'input[name="old-pass"]']);
  });

  it('a name to be chosen makes a sign-up of name and password', async () => {
    const { best } = await view(
      '<form><label>Choose a username <input name="u"></label><input type="password" name="p"><button>Next</button></form>',
    );
    expect(best).toBeNull();
  });

  it('"Already have an account?" over a form speaks for a login, beside a link for a sign-up', async () => {
    const fields = '<input type="email" name="e"><input type="password" name="p">';
    const over = await view(`<form><h2>Already have an account?</h2>${fields}<button>Go</button></form>`);
    expect(over.best?.class).toBe('login');
    const beside = await view(
      `<form>${fields}<button>Go</button><p>Already have an account? <a href="/x">Log in</a></p></form>`,
    );
    expect(beside.best).toBeNull();
  });

  it('a masked field for something else is no password', async () => {
    const { best } = await view(`<form><h1>Log in</h1><input name="user" placeholder="Username">
      <label>Card security code <input type="password" name="cvc"></label><button>Log in</button></form>`);
    expect(fieldIn(best, 'password')).toBeUndefined();
  });

  it('a password that would be shown while typing is asked for under a name that nothing is stored under', async () => {
    const { best } = await view(`<form><h1>Log in</h1><input name="user" placeholder="Username">
      <label>Password <input type="text" name="password"></label><button>Log in</button></form>`);
    expect(rolesIn(best)).toEqual(['identifier:username', 'custom:unmasked_password']);
  });

  it('a lone password is the one that is known, also where its name is read as one to confirm', async () => {
    const { best } =
      await view(`<form><input name="scemail" placeholder="E-mail"><input type="password" name="scpassword">
      <label><input type="checkbox" name="keep"> Remember me</label><a href="/lost">Lost password</a><button>Login</button></form>`);
    expect(best?.class).toBe('login');
    expect(rolesIn(best)).toEqual(['identifier:email', 'password:password']);
  });

  it.each(
    variants(1, [
      ['Forgot My Password', 'Username', 'Continue'],
      ['Slaptažodžio priminimas', 'El. paštas', 'Login'],
      ['Lupa kata laluan', 'E-mel', 'Hantar'],
    ]),
  )('a page that brings a password back is none: %s', async (heading, label, button) => {
    const { best } = await view(`<a href="/login">Return to login</a><h1>${heading}</h1>
      <form method="post"><label>${label} <input name="a1"></label><button>${button}</button></form>`);
    expect(best).toBeNull();
  });

  it('sees an empty page', async () => {
    const seen = await view('<p>Nothing here</p>');
    expect(seen).toMatchObject({ forms: [], best: null, buttons: [], alerts: [], captcha: null, otpKind: null });
  });
});
