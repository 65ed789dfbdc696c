/** The sites by name, and who can look at their sessions. */
import * as applications from './applications.js';
import * as habits from './habits.js';
import * as pages from './pages.js';
import type { Framework } from './serve.js';

export interface Kind {
  readonly make: () => Framework;
  readonly by: 'probe' | 'browser';
}

const REFUSED = { status: 403, body: '<h1>Access denied</h1>' };
const RIDDLE = { body: '<title>Just a moment</title><p>Checking your browser</p>' };

export const KINDS: readonly (readonly [string, Kind])[] = Object.entries({
  'remember me, good for one use': { make: habits.remembers, by: 'probe' },
  'Express, a session for visitors that the login keeps': { make: pages.express, by: 'probe' },
  'a public home page, and a cookie that goes on with use': { make: pages.rolling, by: 'probe' },
  'Django, the login page at the same address': { make: pages.django, by: 'probe' },
  'Rails, another cookie with each answer': { make: pages.rails, by: 'probe' },
  'Laravel, two other cookies with each answer': { make: pages.laravel, by: 'probe' },
  'PHP, one id before and after all': { make: pages.php, by: 'browser' },
  'a greeting that outlives the session': { make: habits.greets, by: 'probe' },
  'Spring, a query for what is unknown': { make: pages.spring, by: 'probe' },
  'Java, a page for what is unknown': { make: () => pages.spring('/session-expired.html'), by: 'probe' },
  'ASP.NET, with a return address': { make: pages.aspNet, by: 'probe' },
  'a page of its own for what is over': { make: habits.ownWords, by: 'probe' },
  'pages drawn by lot, news and advertisements': { make: () => habits.byLot('by turns'), by: 'probe' },
  'pages drawn by lot, another design for each side at first': { make: () => habits.byLot('apart'), by: 'probe' },
  'browsers only, others 403': { make: () => habits.wary(REFUSED), by: 'browser' },
  'browsers only, others 200 and a riddle': { make: () => habits.wary(RIDDLE), by: 'browser' },
  'Java, an error page for what is unknown': { make: () => pages.spring('/oops'), by: 'probe' },
  'browsers only, others to the login': { make: () => habits.wary({ to: '/login' }), by: 'browser' },
  'bound to its browser': { make: habits.bound, by: 'probe' },
  NextAuth: { make: applications.nextAuth, by: 'probe' },
  'nobody as null, in a raw coding': { make: applications.nobody, by: 'probe' },
  'shown from the store of the application': { make: applications.shownFromStore, by: 'probe' },
  'a call that is served on for a token that is revoked': { make: applications.servedFromCache, by: 'probe' },
  'GraphQL with a cookie': { make: applications.graphql, by: 'browser' },
  'a family of tokens': { make: applications.family, by: 'browser' },
} satisfies Record<string, Kind>);
