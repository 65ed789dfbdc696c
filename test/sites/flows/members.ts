import type { Answer, Visit } from './serve.js';

const SESSION = 'sid=member';

/** What a site answers somebody whose login is complete. */
export const letIn: Answer = { to: '/members', cookies: [SESSION] };

/** The page behind the login; everybody else is sent to the front page. */
export function members({ path, cookies }: Visit): Answer | undefined {
  if (path !== '/members') return undefined;
  if (cookies.get('sid') !== 'member') return { to: '/' };
  return '<h1>Your orders</h1><p>Order 1704 is on its way.</p><a href="/logout">Log out</a>';
}

/** A page that asks for a password. */
export const PASSWORD_PAGE = `<h1>Sign in</h1><form method="post" action="/password">
  <label for="email">E-mail</label><input id="email" name="email" type="email" autocomplete="username">
  <label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password">
  <button>Sign in</button></form>`;

/** A page that asks for a one-time code, as its words say. */
export const codePage = (heading: string, words: string, label = 'Code'): string => `<h1>${heading}</h1><p>${words}</p>
  <form method="post" action="/code"><label for="code">${label}</label>
  <input id="code" name="code" inputmode="numeric" maxlength="8" autocomplete="off"><button>Verify</button></form>`;
