import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { PASSWORD_PAGE } from '../../sites/flows/members.js';
import type { FlowSite } from '../../sites/flows/serve.js';
import { variants } from '../../support/variants.js';
import {
  abortedAt,
  moment,
  never,
  nothingLeft,
  opened,
  SSO_FRONT,
  statesOf,
  stepAborted,
  usual,
  VALUES,
} from './aborting.js';
import { ANSWER, type Bench, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

describe('a fill, aborted', () => {
  /** Aborts when the vault is asked something, and answers what became of it. */
  async function abortedIn(b: Bench, call: 'openGiven' | 'prepareAttempt' | 'armAttempt', site: FlowSite) {
    const { page, seen } = await opened(b);
    const real = b.vault[call] as (...about: unknown[]) => Promise<unknown>;
    const vault = b.vault as unknown as Record<string, (...about: unknown[]) => Promise<unknown>>;
    vault[call] = async (...about) => {
      const answer = await real(...about);
      b.abortWith('cancel');
      return answer;
    };
    await expect(b.fill(page, seen, VALUES)).rejects.toEqual(stepAborted());
    expect(await typedOn(page.page_id)).toBe('');
    expect(site.posts).toEqual([]);
    await nothingLeft(pages, b, page);
  }

  /** What stands in the fields of a page. */
  const typedOn = (id: string): Promise<string> =>
    pages.use(id, ({ page }) =>
      page.evaluate(() => [...document.querySelectorAll('input')].map(({ value }) => value).join('')),
    );

  it.each(
    variants(1, [
      ['right when its attempt is armed', 'armAttempt', ['armed']],
      ['while its values are opened', 'openGiven', []],
      ['while its attempt is written down', 'prepareAttempt', ['prepared']],
    ] as const),
  )('%s: nothing is typed', (_, call, states) =>
    onFlow(pages, usual, async (b, site) => {
      await abortedIn(b, call, site);
      expect(statesOf(b)).toEqual(states);
    }),
  );

  it('between two keystrokes: the rest is not typed, the attempt stays armed, nobody judges it', async () => {
    const { come, reach } = moment();
    const boxes = [1, 2, 3, 4, 5, 6].map(
      (n) => `<input aria-label="Digit ${n}" name="c${n}" maxlength="1" inputmode="numeric">`,
    );
    const code = `<h1>Enter the code</h1><p>Enter the 6-digit code from your authenticator app</p>
      <form method="post" action="/code">${boxes.join('')}<button>Verify</button></form>
      <script>const all = [...document.querySelectorAll('input')];
        all.forEach((box, at) => box.addEventListener('input', () => {
          if (at === 2) { fetch('/third'); for (const end = Date.now() + 1500; Date.now() < end;); }
          all[at + 1]?.focus();
        }));</script>`;
    await onFlow(
      pages,
      (visit) => {
        if (visit.path === '/third') reach();
        return visit.path === '/' ? code : usual(visit);
      },
      async (b, site) => {
        const { page, seen } = await opened(b);
        const fill = b.fill(page, seen, { [seen.fields[0]?.name ?? '']: '123456' });
        expect(await abortedAt(b, come, fill)).toEqual(stepAborted());
        expect('123456'.startsWith(await typedOn(page.page_id))).toBe(true);
        expect((await typedOn(page.page_id)).length).toBeLessThan(6);
        expect(statesOf(b)).toEqual(['armed']);
        expect(site.posts).toEqual([]);
        await nothingLeft(pages, b, page);
      },
    );
  });

  it('while something lies over the form: it is not pressed later', async () => {
    const { come, reach } = moment();
    const cover = `<div id="over" style="position:fixed;inset:0;background:#fff">One moment</div>
      <script>onload = () => { fetch('/covered'); setTimeout(() => over.remove(), 1500); }</script>`;
    await onFlow(
      pages,
      (visit) => {
        if (visit.path === '/covered') reach();
        return visit.path === '/' ? PASSWORD_PAGE + cover : usual(visit);
      },
      async (b, site) => {
        const { page, seen } = await opened(b);
        expect(await abortedAt(b, come, b.fill(page, seen, VALUES))).toEqual(stepAborted());
        expect(site.posts).toEqual([]);
        await nothingLeft(pages, b, page);
      },
    );
  });

  it('while the site answers what was submitted: the attempt stays armed', async () => {
    const { come, reach } = moment();
    await onFlow(
      pages,
      (visit) => (visit.path === '/password' ? never(reach) : usual(visit)),
      async (b, site) => {
        const { page, seen } = await opened(b);
        expect(await abortedAt(b, come, b.fill(page, seen, VALUES))).toEqual(stepAborted());
        expect(statesOf(b)).toEqual(['armed']);
        expect(b.vault.checkpoint).toBeNull();
        expect(site.posts).toHaveLength(1);
        await nothingLeft(pages, b, page);
      },
    );
  });

  it('while a script that its typing has started never ends', async () => {
    const { come, reach } = moment();
    const endless = `${PASSWORD_PAGE}<script>document.querySelector('#email').addEventListener('input', () => {
      const told = new XMLHttpRequest();
      told.open('GET', '/typed', false);
      told.send();
      for (;;) {}
    });</script>`;
    await onFlow(
      pages,
      (visit) => {
        if (visit.path === '/typed') reach();
        return visit.path === '/' ? endless : usual(visit);
      },
      async (b, site) => {
        const { page, seen } = await opened(b);
        expect(await abortedAt(b, come, b.fill(page, seen, VALUES))).toEqual(stepAborted());
        expect(statesOf(b)).toEqual(['armed']);
        expect(site.posts).toEqual([]);
        await nothingLeft(pages, b, page);
      },
    );
  });

  it('while it waits for the step before it', async () => {
    const { come, reach } = moment();
    await onFlow(
      pages,
      (visit) => (visit.path === '/password' ? never(reach) : usual(visit)),
      async (b, site) => {
        const { page, seen } = await opened(b);
        const first = b.fill(page, seen, VALUES).catch((error: unknown) => error);
        await come;
        expect(await abortedAt(b, Promise.resolve(), b.fill(page, seen, VALUES))).toEqual(stepAborted());
        expect(await first).toEqual(stepAborted());
        expect(site.posts).toHaveLength(1);
        await nothingLeft(pages, b, page);
      },
    );
  });
});

describe('a page that is closed under the hands of a step', () => {
  it('is lost, whatever the browser calls it', async () => {
    const { come, reach } = moment();
    await onFlow(
      pages,
      (visit) => (visit.path === '/' ? SSO_FRONT : never(reach)),
      async (b) => {
        const { page, seen } = await opened(b);
        const choice = { sso_button: seen.sso_buttons[0]?.selector ?? '' };
        const step = b.activities
          .chooseOption({ ...b.ref, page, signature: seen.signature, choice, answer: ANSWER })
          .catch((error: unknown) => error);
        await come;
        await b.activities.closePage({ ...b.ref, page });
        expect(await step).toMatchObject({ type: 'PageLost' });
      },
    );
  });

  it('is more than lost where something was typed', async () => {
    const { come, reach } = moment();
    await onFlow(
      pages,
      (visit) => (visit.path === '/password' ? never(reach) : usual(visit)),
      async (b) => {
        const { page, seen } = await opened(b);
        const step = b.fill(page, seen, VALUES).catch((error: unknown) => error);
        await come;
        await b.activities.closePage({ ...b.ref, page });
        expect(await step).toMatchObject({ type: 'browser_error' });
        expect(statesOf(b)).toEqual(['armed']);
      },
    );
  });

  it('is more than lost where what came of a submit is being written down', () =>
    onFlow(pages, usual, async (b) => {
      const { page, seen } = await opened(b);
      await pages.use(page.page_id, async ({ context, page: shown }) => {
        // An origin with a database takes the long way.
        await shown.evaluate(
          () => new Promise((made) => indexedDB.open('notes').addEventListener('success', () => made(null))),
        );
        const real = context.storageState.bind(context);
        context.storageState = async (options) => {
          await b.activities.closePage({ ...b.ref, page });
          return real(options);
        };
      });
      await expect(b.fill(page, seen, VALUES)).rejects.toMatchObject({ type: 'browser_error' });
      expect(statesOf(b)).toEqual(['armed']);
      expect(b.vault.checkpoint).toBeNull();
    }));

  it('is more than lost where the form that was learned is not believed any more', () => {
    const form = (name: string): string => `<section><h2>${name}</h2><form method="post">
      <label>E-mail<input id="${name}-mail" name="mail" type="email"></label>
      <label>Password<input id="${name}-pw" name="pw" type="password"></label><button>Sign in</button></form></section>`;
    const both = form('Customers') + form('Staff');
    return onFlow(
      pages,
      (visit) => (visit.form === null ? both : `<p role="alert">Wrong password.</p>${both}`),
      async (b, site) => {
        const fields = { email: ['#Staff-mail'], password: ['#Staff-pw'] };
        const learned = { category: 'account-login', fields } as const;
        const recipes = [{ host: site.host, paths: ['/'], forms: [learned] }];
        b.vault.learned.push({ login_url: null, session_url: null, recipes });
        const { page, seen } = await opened(b);
        b.vault.forgetRecipe = () => b.activities.closePage({ ...b.ref, page });
        await expect(b.fill(page, seen, VALUES)).rejects.toMatchObject({ type: 'browser_error' });
        expect(statesOf(b)).toEqual(['armed']);
      },
    );
  });
});
