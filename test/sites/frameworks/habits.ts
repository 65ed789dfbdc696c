/** Sites with habits that mislead who looks at their sessions. */
import { express, rolling } from './pages.js';
import { type Asked, type Framework, isRight, page, type Reply, random } from './serve.js';
import { fields, framework, inside, issue, NOT_FOUND } from './store.js';

/** A page with its own words for a session that is over, with 200, that strangers are not shown. */
export const ownWords = (): Framework =>
  framework((asked, store) => {
    const { path, cookies, method } = asked;
    if (path === '/enter' && method === 'POST' && isRight(asked))
      return { to: '/', cookies: [`zsid=${issue(store)}; Path=/; HttpOnly`] };
    if (path !== '/') return NOT_FOUND;
    if (store.alive.has(cookies.zsid ?? '')) return { body: page('Office', inside()) };
    if (cookies.zsid !== undefined)
      return {
        body: page(
          'Office',
          '<p>Your session has timed out because you were away.</p><p><a href="/?again=1">Back to the start</a></p>',
        ),
      };
    return { body: page('Office', `<h1>Office</h1><form method="post" action="/enter">${fields()}</form>`) };
  });

/**
 * Two designs and three advertisements drawn by lot, and news; the header of the page says who is there. The lots are fixed, so that each run tells the
 * same: they fall by turns for each side, or on the first day always as they would mislead most, each side by a design of its own.
 */
export const byLot = (first: 'by turns' | 'apart'): Framework => {
  const visits = { member: 0, stranger: 0 };
  return framework((asked, store) => {
    const { path, cookies, method } = asked;
    if (path === '/login') {
      if (method === 'POST' && isRight(asked))
        return { to: '/', cookies: [`auth_ticket=${issue(store)}; Path=/; HttpOnly`] };
      return { body: page('Sign in', `<h1>Sign in</h1><form method="post">${fields()}</form>`) };
    }
    if (path !== '/') return NOT_FOUND;
    const isIn = store.alive.has(cookies.auth_ticket ?? '');
    const drawn = first === 'apart' && store.day === 0 ? Number(isIn) : visits[isIn ? 'member' : 'stranger']++;
    const lot = drawn % 2 === 1;
    const news = Array.from(
      { length: 12 },
      (_, n) =>
        `<li><a href="/n/${random(6)}">${['Rain', 'Sun', 'Snow'][(store.day + n) % 3]} in ${random(4)}</a></li>`,
    ).join('\n');
    const ad = `<aside data-slot="${random(8)}"><img alt="" src="data:,"><p>Buy ${['shoes', 'tea', 'cars'][drawn % 3]} now</p></aside>`;
    const who = isIn
      ? '<a href="/account" class="me">Ada Lovelace</a> <a href="/logout">Log out</a>'
      : '<a href="/login" class="enter">Log in</a> <a href="/join">Join</a>';
    const main = lot
      ? `<main class="grid"><section>${news}</section></main>`
      : `<div class="list"><h2>Latest</h2>${news}</div>`;
    return {
      body: page(
        lot ? 'News today' : 'Today',
        `<header>${who}</header>${ad}${main}`,
        `<script nonce="${random()}"></script>`,
      ),
      coding: 'br',
    };
  });
};

/** Who was there once is greeted for a year, whatever became of the session. */
export const greets = (): Framework =>
  framework((asked, store) => {
    const { path, cookies, method } = asked;
    if (path === '/login') {
      if (method === 'POST' && isRight(asked))
        return {
          to: '/',
          cookies: [
            `session-id=${issue(store)}; Path=/; HttpOnly`,
            `x-main=${random(30)}; Path=/; Max-Age=31536000; HttpOnly`,
          ],
        };
      return { body: page('Sign in', `<h1>Sign in</h1><form method="post">${fields()}</form>`) };
    }
    const isKnown = cookies['x-main'] !== undefined;
    if (path === '/greeting')
      return { json: isKnown ? { first_name: 'Ada', basket: 2 } : { first_name: null, basket: 0 } };
    const isIn = store.alive.has(cookies['session-id'] ?? '');
    if (path === '/orders') return isIn ? { body: page('Orders', inside()) } : { to: '/login' };
    if (path !== '/') return NOT_FOUND;
    const body = `<div id="hi">Hello</div>${isIn ? inside() : '<a href="/login">Sign in</a>'}<h1>All for the garden</h1><p>Spades and seeds</p>
<script>fetch('/greeting').then((r) => r.json()).then(({ first_name }) => { document.getElementById('hi').textContent = 'Hello ' + (first_name || 'you'); });</script>`;
    return { body: page('Garden', body) };
  });

/** "Remember me": a token good for one use makes another session, by a way past the login page; one that comes twice ends all. */
export const remembers = (): Framework => {
  const tokens = new Set<string>();
  const used = new Set<string>();
  const site = framework((asked, store) => {
    const { path, cookies, method } = asked;
    const give = (): string[] => {
      const token = random(30);
      tokens.add(token);
      const sid = random();
      store.alive.add(sid);
      return [`sid=${sid}; Path=/; HttpOnly`, `remember_me=${token}; Path=/; Max-Age=2592000; HttpOnly`];
    };
    if (path === '/login') {
      const token = cookies.remember_me ?? '';
      if (method === 'POST' && isRight(asked)) {
        store.logins += 1;
        return { to: '/', cookies: give() };
      }
      if (used.has(token)) tokens.clear();
      if (tokens.delete(token)) {
        used.add(token);
        return { to: '/', cookies: give() };
      }
      return {
        body: page(
          'Sign in',
          `<h1>Sign in</h1><form method="post">${fields()}<label><input type="checkbox" name="r"> Remember me</label></form>`,
        ),
      };
    }
    if (path !== '/') return NOT_FOUND;
    return store.alive.has(cookies.sid ?? '') ? { body: page('Home', inside()) } : { to: '/login' };
  });
  return {
    ...site,
    later: () => site.end(),
    end: () => {
      site.end();
      tokens.clear();
    },
  };
};

/** A header that a page is not opened with, and that who asks without a browser sends. */
const isNoBrowser = ({ headers }: Asked): boolean => headers.pragma !== undefined;

/** Refuses clients that are no browser. */
export const wary = (refusal: Reply): Framework => {
  const site = express();
  return { ...site, reply: (asked) => (isNoBrowser(asked) ? refusal : site.reply(asked)) };
};

/** Ends a session that comes from a client that is no browser. */
export const jealous = (): Framework => {
  const site = express();
  return {
    ...site,
    reply(asked) {
      if (isNoBrowser(asked)) site.end();
      return site.reply(asked);
    },
  };
};

const BROWSER = [
  'user-agent',
  'accept-language',
  'accept-encoding',
  'sec-ch-ua',
  'sec-ch-ua-mobile',
  'sec-ch-ua-platform',
];

/** A session of the browser that made it. */
export const bound = (): Framework => {
  const agents = new Map<string, string>();
  const site = rolling();
  return {
    ...site,
    reply(asked) {
      const who = BROWSER.map((name) => asked.headers[name]).join();
      const sid = asked.cookies['connect.sid'];
      if (sid !== undefined && agents.has(sid) && agents.get(sid) !== who) site.end();
      const reply = site.reply(asked);
      const given = /connect\.sid=([^;]*)/.exec(reply.cookies?.join() ?? '')?.[1];
      if (given !== undefined && !agents.has(given)) agents.set(given, who);
      return reply;
    },
  };
};
