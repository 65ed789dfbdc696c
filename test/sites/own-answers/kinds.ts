import type { Framework } from '../frameworks/serve.js';
import * as applications from './applications.js';
import * as kicked from './kicked.js';
import * as pages from './pages.js';
import * as refusals from './refusals.js';

/** Sites whose sessions end without a word, and how each answers then. */
export const ENDING: readonly (readonly [string, () => Framework])[] = Object.entries({
  formInJson: applications.formInJson,
  graphqlGet: applications.graphqlGet,
  forbiddenCall: applications.forbiddenCall,
  binary: applications.binary,
  forbidden: refusals.forbidden,
  forbiddenBare: refusals.forbiddenBare,
  notFound: refusals.notFound,
  loginTimeOut: refusals.loginTimeOut,
  pageExpired: refusals.pageExpired,
  breaks: refusals.breaks,
  toItself: refusals.toItself,
  between: refusals.between,
  german: refusals.german,
  home: refusals.home,
  byScript: refusals.byScript,
  silent403: () => refusals.silent(403),
  silent404: () => refusals.silent(404),
  goodbye: refusals.goodbye,
  gone: refusals.gone,
  badRequest: refusals.badRequest,
  blank: refusals.blank,
  kicked: refusals.kicked,
  ...kicked,
  ...pages,
});

/** What members who are still logged in are answered from a day on. */
export const STAYING: readonly (readonly [string, () => Framework & { later(): void }])[] = Object.entries({
  removed: { status: 404, body: '<h1>Not found</h1>' },
  notAllowed: { status: 403, body: '<h1>Forbidden</h1>' },
  terms: {
    body: '<h1>New terms</h1><p>We have changed our terms of use.</p><form action="/terms" method="post"><button>I agree</button></form>',
  },
  members: { body: '<h1>Members area</h1><p>We are moving house, back at noon</p>' },
  failing: { status: 500, body: '<h1>Oops</h1>' },
}).map(([name, moved]) => [name, () => refusals.staying(moved)] as const);
