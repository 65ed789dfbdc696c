/** Sites that know, after a session is over, whose it was, and change something of it with each answer: what they show to it is like no stranger's page. */
import { type Asked, type Framework, isRight, page, type Reply, random } from '../frameworks/serve.js';
import { fields, framework, inside, issue, type Store } from '../frameworks/store.js';

const YEAR = 'Max-Age=31536000';
/** Made anew with each answer, as what is encrypted is. */
const named = (): string => `name=ada.${random(30)}; Path=/; HttpOnly; ${YEAR}`;
const isNamed = ({ cookies }: Asked): boolean => cookies.name?.startsWith('ada.') ?? false;
const isIn = ({ cookies }: Asked, { alive }: Store): boolean => alive.has(cookies.ticket ?? '');
const enter = (store: Store): string[] => [`ticket=${issue(store)}; Path=/; HttpOnly`, named()];

/** One address for all, with 200: the form has the name in it that was there last, and says so. */
const nameInForm = (): Framework =>
  framework((asked, store) => {
    if (asked.method === 'POST' && isRight(asked)) return { to: '/', cookies: enter(store) };
    if (isIn(asked, store)) return { body: page('Tables', inside()), cookies: [named()] };
    const last = isNamed(asked)
      ? '<p>Last here: ada</p><input type="hidden" name="last" value="ada">'
      : '<p>New here? Ask Bob</p>';
    const tongue =
      '<form action="/"><select name="tongue"><option>English</option><option>Dansk</option></select></form>';
    return { body: page('Tables', `<h1>Tables</h1>${tongue}<form method="post">${fields()}${last}</form>`) };
  });

const MENUS = ['File', 'Edit', 'View', 'Run', 'Kernel', 'Tabs', 'Settings', 'Tools', 'Help']
  .map((name) => `<button>${name}</button>`)
  .join('');

/** A password without a name. What scripts ask for is refused with 403 to everybody who is not in. */
const passwordAlone = (): Framework =>
  framework((asked, store) => {
    const isRightOne = isRight({ ...asked, sent: { ...asked.sent, name: 'ada' } });
    if (asked.path === '/enter') {
      if (asked.method === 'POST' && isRightOne) return { to: '/lab', cookies: enter(store) };
      const form =
        '<form method="post"><label>Password <input name="password" type="password"></label><button>Log in</button></form>';
      return { body: page('Notebooks', `<h1>Notebooks</h1>${form}`) };
    }
    if (asked.path === '/api/kernels')
      return isIn(asked, store) ? { json: [], cookies: [named()] } : { status: 403, json: { message: 'Forbidden' } };
    if (!isIn(asked, store)) return { to: '/enter', cookies: ['name=; Path=/; Max-Age=0'] };
    const script = "<script>fetch('/api/kernels').then((r) => r.json())</script>";
    return {
      body: page('Lab', `<h1>Lab</h1><p>No notebooks yet</p>${MENUS}${script}`),
      cookies: [named()],
    };
  });

/** Who was there is greeted, and asked for the password alone. */
const greeting = (): Framework =>
  framework((asked, store) => {
    if (asked.path === '/enter' && asked.method === 'POST') {
      const isRightOne = isRight(isNamed(asked) ? { ...asked, sent: { ...asked.sent, name: 'ada' } } : asked);
      return isRightOne ? { to: '/', cookies: enter(store) } : { to: '/' };
    }
    if (isIn(asked, store)) return { body: page('Mail', inside()), cookies: [named()] };
    const password = '<label>Password <input name="password" type="password"></label><button>Sign in</button>';
    const asks = isNamed(asked) ? `<h1>Welcome back, ada</h1>${password}` : `<h1>Sign in</h1>${fields()}`;
    return { body: page('Mail', `<form method="post" action="/enter">${asks}</form>`) };
  });

/** A script asks who is there, and is told who was. */
const toldToScripts = (): Framework => {
  const index: Reply = {
    body: page(
      'Board',
      `<div id="root"></div><script>
fetch('/api/me').then((r) => r.json()).then(({ name, active }) => {
  root.innerHTML = active ? '<h1>Board of ' + name + '</h1><p>Three cards</p><button>Log out</button>'
    : '<h1>Sign in</h1><form method="post" action="/enter">${fields().replaceAll('\n', '')}</form>';
});</script>`,
    ),
  };
  return framework((asked, store) => {
    if (asked.path === '/enter' && isRight(asked)) return { to: '/', cookies: enter(store) };
    if (asked.path !== '/api/me') return index;
    if (isIn(asked, store)) return { json: { name: 'ada', active: true }, cookies: [named()] };
    return { json: isNamed(asked) ? { name: 'ada', active: false } : {} };
  });
};

export const REMEMBERING = Object.entries({ nameInForm, greeting, passwordAlone, toldToScripts });

/** Members who are still logged in are asked for their password again in one place, and known in the others. */
export const confirming = (): Framework & { later(): void } => {
  let confirms = false;
  const site = framework((asked, store) => {
    if (asked.path === '/enter' && isRight(asked)) return { to: '/desk', cookies: enter(store) };
    const form = `<form method="post" action="/enter">${fields()}</form>`;
    if (asked.path === '/')
      return { body: page('Acme', isIn(asked, store) ? inside() : '<h1>Acme</h1><a href="/enter">Sign in</a>') };
    if (asked.path !== '/desk' || !isIn(asked, store)) return { body: page('Sign in', `<h1>Sign in</h1>${form}`) };
    const again =
      '<h1>Confirm your password to go on</h1><form method="post" action="/confirm"><label>Password <input name="password" type="password"></label><button>Confirm</button></form>';
    return { body: page('Desk', confirms ? again : inside()) };
  });
  return Object.assign(site, {
    later: () => {
      confirms = true;
    },
  });
};
