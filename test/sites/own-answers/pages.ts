/** Sites whose pages mislead who looks at their sessions. */
import { type Framework, isRight, page, type Reply, random } from '../frameworks/serve.js';
import { fields, framework, inside, issue, NOT_FOUND } from '../frameworks/store.js';

const form = (action: string): string => `<h1>Sign in</h1><form method="post" action="${action}">${fields()}</form>`;

/** Remembered visitors are greeted at the top of each page, logged in or not. */
export const welcomesBack = (): Framework =>
  framework((asked, store) => {
    const { path, cookies, method } = asked;
    if (path === '/account/login')
      return method === 'POST' && isRight(asked)
        ? {
            to: '/',
            cookies: [
              `sess=${issue(store)}; Path=/; HttpOnly`,
              'nick=Anna; Path=/; Max-Age=31536000',
              'seen=1; Path=/; Max-Age=31536000',
            ],
          }
        : { body: page('Sign in', form('/account/login')) };
    if (path !== '/') return NOT_FOUND;
    const isIn = store.alive.has(cookies.sess ?? '');
    const hello =
      cookies.nick === undefined
        ? '<p>Welcome, new friend</p><p>First order: 10 % off</p>'
        : `<p>Welcome back, ${cookies.nick}</p><p>Picked for you</p><p>Your favourites</p>`;
    const who = isIn
      ? '<a href="/orders">Orders</a> <a href="/account/logout">Log out</a>'
      : '<a href="/account/login">Sign in</a>';
    return { body: page('Shop', `<header>${hello}${who}</header><h1>Spades</h1><p>${random(5)}</p>`) };
  });

/** What was shown stays, and only the account asks who is there. */
export const soft = (): Framework =>
  framework((asked, store) => {
    const { path, cookies, method } = asked;
    if (path === '/ap/signin')
      return method === 'POST' && isRight(asked)
        ? {
            to: '/',
            cookies: [`at=${issue(store)}; Path=/; HttpOnly`, `ubid=${random(20)}; Path=/; Max-Age=31536000; HttpOnly`],
          }
        : { body: page('Sign in', form('/ap/signin')) };
    const isIn = store.alive.has(cookies.at ?? '');
    const isKnown = cookies.ubid !== undefined;
    if (path === '/api/account')
      return isIn ? { json: { name: 'Ada', address: 'London' } } : { status: 401, json: { error: 'sign in' } };
    if (path === '/account') return isIn ? { body: page('Account', inside()) } : { to: '/ap/signin' };
    if (path !== '/') return NOT_FOUND;
    const who = isKnown
      ? '<p>Hello, Ada</p><a href="/account">Your account</a> <a href="/out">Log out</a>'
      : '<a href="/ap/signin">Hello, sign in</a>';
    return { body: page('Shop', `<header>${who}</header><h1>Garden</h1><script>fetch('/api/account')</script>`) };
  });

/** Another version of the site reads another cookie, and shows another design. */
export const movedCookie = (): Framework => {
  let version = 1;
  const site = framework((asked, store) => {
    const { path, cookies, method } = asked;
    const name = `app_session_v${version}`;
    if (path === '/login')
      return method === 'POST' && isRight(asked)
        ? { to: '/', cookies: [`${name}=${issue(store)}; Path=/; HttpOnly`] }
        : { body: page('Sign in', form('/login')) };
    if (path !== '/') return NOT_FOUND;
    const isIn = store.alive.has(cookies[name] ?? '');
    if (version === 1)
      return {
        body: page(
          'Tasks',
          isIn ? inside() : '<h1>Tasks for teams</h1><p>Try it for a month</p><a href="/login">Log in</a>',
        ),
      };
    return {
      body: page(
        'Tasks 2',
        isIn
          ? `<main><h2>Good day, Ada</h2><a href="/out">Sign out</a></main>`
          : '<main><h2>All new Tasks</h2><p>Faster than ever</p><nav><a href="/login">Log in</a></nav></main>',
      ),
    };
  });
  return {
    ...site,
    end: () => {
      version = 2;
    },
  };
};

/** A cache in front keeps the page of each cookie for ten minutes. */
export const cachedPerCookie = (): Framework => {
  const kept = new Map<string, { reply: Reply; at: number }>();
  let now = 0;
  const origin = framework((asked, store) => {
    const { path, cookies, method } = asked;
    if (path === '/login')
      return method === 'POST' && isRight(asked)
        ? { to: '/me', cookies: [`sid=${issue(store)}; Path=/; HttpOnly`] }
        : { body: page('Sign in', form('/login')) };
    if (path === '/') return { body: page('News', '<h1>News</h1><a href="/login">Log in</a>') };
    if (path !== '/me') return NOT_FOUND;
    return store.alive.has(cookies.sid ?? '') ? { body: page('Me', inside()) } : { to: '/login' };
  });
  return {
    ...origin,
    later: () => {
      now += 600;
    },
    reply(asked): Reply {
      const key = `${asked.path} ${asked.headers.cookie ?? ''}`;
      const hit = kept.get(key);
      const isAsked = !/no-cache|no-store/.test(asked.headers['cache-control'] ?? '');
      if (asked.method === 'GET' && isAsked && hit && now - hit.at < 600)
        return { ...hit.reply, headers: { age: String(now - hit.at + 1), 'x-cache': 'HIT' } };
      const reply = origin.reply(asked);
      if (asked.method === 'GET') kept.set(key, { reply, at: now });
      return { ...reply, headers: { 'x-cache': 'MISS' } };
    },
  };
};

/** Each region has pages of its own, and who comes is led to the nearest. */
export const regions = (): Framework => {
  let region = 'en';
  const site = framework((asked, store) => {
    const { path, cookies, method } = asked;
    const isIn = store.alive.has(cookies.sid ?? '');
    if (path === '/login')
      return method === 'POST' && isRight(asked)
        ? { to: '/', cookies: [`sid=${issue(store)}; Path=/; HttpOnly`] }
        : { body: page('Sign in', form('/login')) };
    if (path === '/') return { to: `/${region}/` };
    if (path === '/en/')
      return { body: page('Bank', isIn ? inside() : '<h1>Bank</h1><p>Money matters</p><a href="/login">Log in</a>') };
    if (path === '/de/')
      return {
        body: page(
          'Bank',
          isIn
            ? '<h1>Guten Tag, Ada</h1><a href="/out">Abmelden</a>'
            : '<h1>Bank</h1><p>Geld ist wichtig</p><a href="/login">Anmelden</a>',
        ),
      };
    return NOT_FOUND;
  });
  return {
    ...site,
    later: () => {
      region = 'de';
    },
  };
};

/** No id is told from another: all that a page has differs at each visit, but who is there. */
export const noise = (): Framework =>
  framework((asked, store) => {
    const { path, cookies, method } = asked;
    if (method === 'POST' && path === '/in' && isRight(asked))
      return { to: '/', cookies: [`q=${issue(store)}; Path=/`] };
    if (path !== '/') return NOT_FOUND;
    const isIn = store.alive.has(cookies.q ?? '');
    const rows = Array.from({ length: 20 }, () => `<p data-k="${random(4)}">${random(6)}</p>`).join('\n');
    const who = isIn
      ? '<a href="/out">Log out</a>'
      : `<form method="post" action="/in"><input type="hidden" name="t" value="${random()}">${fields()}</form>`;
    return { body: page(`Board ${random(3)}`, `${rows}${who}${rows}`, `<meta name="csrf" content="${random()}">`) };
  });

/** One address for sessions: another one ends them. */
export const anonymousCart = (): Framework =>
  framework((asked, store) => {
    const { path, cookies, method } = asked;
    const cart = cookies.cart ?? random();
    const mine = cookies.cart === undefined ? [`cart=${cart}; Path=/; Max-Age=86400`] : [];
    if (path === '/login') {
      if (method === 'POST' && isRight(asked)) {
        issue(store, cart);
        return { to: '/', cookies: mine };
      }
      return { body: page('Sign in', form('/login')), cookies: mine };
    }
    if (path !== '/') return NOT_FOUND;
    const isIn = store.alive.has(cart);
    const basket =
      cookies.cart === undefined ? '<p>Cookies?</p>' : '<p>Your basket: 2 spades</p><p>Go on where you were</p>';
    return { body: page('Shop', `${basket}${isIn ? inside() : '<a href="/login">Sign in</a>'}`), cookies: mine };
  });

/** The same cache; it keeps its pages whoever asks for another one, and lets calls through. */
export const stubbornCache = (): Framework => {
  const kept = new Map<string, Reply>();
  const origin = framework((asked, store) => {
    const { path, cookies, method } = asked;
    const isIn = store.alive.has(cookies.sid ?? '');
    if (path === '/login')
      return method === 'POST' && isRight(asked)
        ? { to: '/me', cookies: [`sid=${issue(store)}; Path=/; HttpOnly`] }
        : { body: page('Sign in', form('/login')) };
    if (path === '/') return { body: page('News', '<h1>News</h1><a href="/login">Log in</a>') };
    if (path === '/api/unread.json')
      return isIn ? { json: { unread: 4, long: 'x'.repeat(9_000) } } : { status: 401, json: { error: 'nobody' } };
    if (path !== '/me') return NOT_FOUND;
    return isIn ? { body: page('Me', `${inside()}<script>fetch('/api/unread.json')</script>`) } : { to: '/login' };
  });
  return {
    ...origin,
    reply(asked): Reply {
      const key = `${asked.path} ${asked.headers.cookie ?? ''}`;
      const hit = kept.get(key);
      if (asked.method === 'GET' && hit) return { ...hit, headers: { age: '7' } };
      const reply = origin.reply(asked);
      if (asked.method === 'GET' && asked.path === '/me') kept.set(key, reply);
      return reply;
    },
  };
};
