import { form, PASSWORD_FIELD, type Trap } from './trap.js';

const trap = (html: string, style: string): string => `<div data-trap style="${style}">${html}</div>`;
const SECOND = '<input name="password2" type="password" autocomplete="current-password">';

/** Traps among the fields of the own site. */
export const fields: readonly Trap[] = [
  {
    name: 'a second password field is not displayed',
    own: () => ({ '/': form({ inside: trap(SECOND, 'display:none') }) }),
  },
  {
    name: 'a second password field stands off the screen',
    own: () => ({ '/': form({ inside: trap(SECOND, 'position:absolute;left:-9999px') }) }),
  },
  {
    name: 'a second password field is transparent',
    own: () => ({ '/': form({ inside: trap(SECOND, 'opacity:0') }) }),
  },
  {
    name: 'a honeypot for robots asks for the e-mail address',
    own: () => ({
      '/': form({
        inside: `<div data-trap style="position:absolute;left:-5000px" aria-hidden="true">
          <label>E-mail<input name="email_confirm" type="email" tabindex="-1" autocomplete="off"></label></div>`,
      }),
    }),
  },
  {
    name: 'the whole form is transparent',
    own: () => ({ '/': `<h1>Shop</h1>${trap(form(), 'opacity:0')}` }),
    code: 'login_form_not_found',
  },
  {
    name: 'the password field shows what is typed',
    own: () => ({
      '/': form({
        password:
          '<div data-trap><label for="password">Password</label><input id="password" name="password" type="text"></div>',
      }),
    }),
  },
  {
    name: 'the password field turns into a text field when it gets the focus',
    own: () => ({
      '/': `${form({ password: `<div data-trap>${PASSWORD_FIELD}</div>` })}
        <script>password.addEventListener('focus', () => { password.type = 'text'; });</script>`,
    }),
  },
  {
    name: 'the password field passes the focus on to a text field',
    own: () => ({
      '/': `${form()}<div data-trap><label>Comment<textarea id="comment"></textarea></label></div>
        <script>password.addEventListener('focus', () => comment.focus());</script>`,
    }),
  },
  {
    name: 'a sign-up form asks for a new password',
    own: () => ({
      '/': trap(
        `<h1>Create your account</h1><form method="post" action="/register">
          <label>First name<input name="first_name"></label><label>Last name<input name="last_name"></label>
          <label>E-mail<input name="email" type="email"></label>
          <label>Password<input name="password" type="password" autocomplete="new-password"></label>
          <label>Repeat password<input name="password2" type="password" autocomplete="new-password"></label>
          <button>Create account</button></form>`,
        '',
      ),
    }),
    code: 'login_form_not_found',
  },
  {
    name: 'a form changes the password',
    own: () => ({
      '/': trap(
        `<h1>Change your password</h1><form method="post">
          <label>Current password<input name="current" type="password"></label>
          <label>New password<input name="new1" type="password" autocomplete="new-password"></label>
          <label>Confirm new password<input name="new2" type="password" autocomplete="new-password"></label>
          <button>Change password</button></form>`,
        '',
      ),
    }),
    code: 'login_form_not_found',
  },
  {
    name: 'a newsletter asks for an e-mail address',
    own: () => ({
      '/': trap(
        `<h2>Our newsletter</h2><form method="post" action="/newsletter"><label>Your e-mail
          <input name="email" type="email"></label><button>Subscribe</button></form>`,
        '',
      ),
    }),
    code: 'login_form_not_found',
  },
  {
    name: 'a search box is all there is',
    own: () => ({
      '/': trap(
        '<form role="search"><input type="search" name="q" placeholder="Search"><button>Search</button></form>',
        '',
      ),
    }),
    code: 'login_form_not_found',
  },
];
