import type { FieldLook, FormLook, SiteLook } from './look.js';
import type { SampleVariant } from './options.js';
import { STYLE } from './style.js';

/** What a page shows besides its form. */
export interface Notices {
  /** The site's refusal. */
  alert?: string | undefined;
  /** A submitted value that the `echo` variant repeats. */
  echo?: string | undefined;
}

export function homePage(look: SiteLook, notices: Notices): string {
  return page(
    look,
    look.brand,
    notices,
    `<h1>${look.brand}</h1>
    <p>Everything our members love, in one quiet place.</p>
    <p><a class="button" href="${look.loginPath}">${look.signInLink}</a></p>
    <hr>
    <form action="/newsletter" method="post">
      <label for="newsletter">News by e-mail, once a month</label>
      <input id="newsletter" name="newsletter_email" type="email" placeholder="you@example.org">
      <button class="quiet">Subscribe</button>
    </form>`,
  );
}

export function emailPage(look: SiteLook, notices: Notices): string {
  return formPage(look, look.forms.email, [look.email], notices, 'Use the e-mail address of your membership.');
}

export function passwordPage(look: SiteLook, email: string, notices: Notices, script: string): string {
  return formPage(look, look.forms.password, [look.password], notices, `Signing in as ${escapeHtml(email)}.`, script);
}

export function onePage(look: SiteLook, notices: Notices, script: string): string {
  const form = { ...look.forms.email, button: look.forms.password.button };
  return formPage(look, form, [look.email, look.password], notices, 'Members only.', script);
}

export function codePage(look: SiteLook, notices: Notices): string {
  const hint = 'Open your authenticator app and type the six digits that it shows.';
  return formPage(look, look.forms.code, [look.code], notices, hint);
}

export function noFormPage(look: SiteLook): string {
  return page(look, 'Members', {}, '<h1>Members</h1><p>Our members\u2019 area moved. Ask at the front desk.</p>');
}

export function membersPage(look: SiteLook, email: string, notices: Notices): string {
  return page(
    look,
    'Members',
    notices,
    `<h1>${look.greeting}, ${escapeHtml(email)}</h1>
    <p>You are logged in. This page is for members only.</p>
    <form action="/logout" method="post"><button class="quiet">${look.signOut}</button></form>`,
  );
}

export function plainPage(look: SiteLook, heading: string, text: string): string {
  return page(look, heading, {}, `<h1>${heading}</h1><p>${text}</p>`);
}

/** Script that spoils the password field as the `disabledField` variant says; empty where it is not asked for. */
export function passwordScript(look: SiteLook, mode: SampleVariant['disabledField']): string {
  const spoil = {
    always: 'field.disabled = true;',
    typing: "field.addEventListener('input', () => { field.disabled = true; });",
    rerender: `field.addEventListener('input', () => {
      const copy = field.cloneNode();
      copy.value = '';
      field.replaceWith(copy);
    });`,
  };
  if (mode === undefined) return '';
  return `<script>{ const field = document.getElementById(${JSON.stringify(look.password.id)}); ${spoil[mode]} }</script>`;
}

function formPage(
  look: SiteLook,
  form: FormLook,
  fields: readonly FieldLook[],
  notices: Notices,
  hint: string,
  script = '',
): string {
  const parts = {
    fields: fields.map(fieldHtml).join('\n'),
    hint: `<p class="hint">${hint}</p>`,
    remember: '<label class="check"><input type="checkbox" name="remember" value="1"> Keep me signed in</label>',
  };
  return page(
    look,
    form.heading,
    notices,
    `<h1>${form.heading}</h1>
    ${notices.alert ? `<p class="alert" role="alert">${escapeHtml(notices.alert)}</p>` : ''}
    <form method="post">
      ${form.order.map((part) => parts[part]).join('\n')}
      ${buttonHtml(form)}
    </form>
    <p class="small"><a href="/help">Forgot your password?</a> &middot; <a href="/join">Create an account</a></p>
    ${script}`,
  );
}

function fieldHtml(field: FieldLook): string {
  const hints = field.autocomplete === null ? '' : ` autocomplete="${field.autocomplete}"`;
  const input = (extra = '') =>
    `<input id="${field.id}" name="${field.name}" type="${field.type}"${hints}${extra} required>`;
  switch (field.labelling) {
    case 'for':
      return `<label for="${field.id}">${field.label}</label>${input()}`;
    case 'wrap':
      return `<label>${field.label}${input()}</label>`;
    case 'aria':
      return `<span aria-hidden="true">${field.label}</span>${input(` aria-label="${field.label}"`)}`;
    case 'placeholder':
      return input(` placeholder="${field.label}"`);
  }
}

function buttonHtml({ button }: FormLook): string {
  return button.tag === 'button' ? `<button>${button.text}</button>` : `<input type="submit" value="${button.text}">`;
}

function page(look: SiteLook, title: string, notices: Notices, body: string): string {
  const echo = notices.echo === undefined ? '' : escapeHtml(notices.echo);
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${echo ? `${echo} - ` : ''}${title} - ${look.brand}</title>
  <style>${STYLE}</style>
</head>
<body>
  <header><a href="/">${look.brand}</a></header>
  <main>${body}${echo ? `<p>You sent: ${echo}</p>` : ''}</main>
  <footer>A sample site for tests and demos. Nothing you type here leaves this machine.</footer>
</body>
</html>`;
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
