import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { AbortReason } from '../../../activities/login/index.js';
import { letIn, members, PASSWORD_PAGE } from '../../sites/flows/members.js';
import type { Answer, FlowSite, Visit } from '../../sites/flows/serve.js';
import { type Bench, inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const VALUES = { email: 'me@example.com', password: 'a good passphrase' };
const FRONT = '<a href="/login">Log in</a>';
const SSO_FRONT = `<h1>Sign in</h1><button onclick="location.href='/google'">Continue with Google</button>`;

/** A moment that a test waits for. */
function moment(): { readonly come: Promise<void>; readonly reach: () => void } {
  let reach = (): void => undefined;
  const come = new Promise<void>((resolve) => {
    reach = resolve;
  });
  return { come, reach };
}

/** An answer that never comes. It says when it was asked for. */
const never = (asked: () => void): Promise<undefined> => {
  asked();
  return new Promise(() => undefined);
};

const usual = (visit: Visit): Answer | undefined => {
  if (visit.path === '/') return FRONT;
  if (visit.path === '/login') return PASSWORD_PAGE;
  return visit.path === '/password' ? letIn : members(visit);
};

/** Ends a step at a moment, and answers the error that it ended with. */
async function abortedAt(b: Bench, at: Promise<void>, step: Promise<unknown>, reason: AbortReason = 'cancel') {
  const ended = step.then(
    () => 'the step was not aborted',
    (error: unknown) => error,
  );
  await Promise.race([at, ended]);
  b.abortWith(reason);
  return ended;
}

const stepAborted = (reason: AbortReason = 'cancel') => expect.objectContaining({ name: 'StepAborted', reason });

/** No step left anything behind: no page, no context of Chromium. */
const nothingLeft = async (b: Bench, page?: Parameters<Bench['activities']['closePage']>[0]['page']): Promise<void> => {
  if (page !== undefined) await b.activities.closePage({ ...b.ref, page });
  expect(pages.size).toBe(0);
  expect(pages.places.free).toBe(4);
};

const statesOf = (b: Bench): string[] => [...b.vault.attempts.values()].map(({ state }) => state);

const opened = async (b: Bench) => {
  const { page, outcome } = await b.open();
  return { page, seen: inputOf(outcome) };
};

describe('a login that is opened, aborted', () => {
  it.each(['cancel', 'shutdown'] as const)("while it waits for the site's first answer (%s)", async (reason) => {
    const { come, reach } = moment();
    await onFlow(
      pages,
      () => never(reach),
      async (b) => {
        expect(await abortedAt(b, come, b.open(), reason)).toEqual(stepAborted(reason));
        await nothingLeft(b);
      },
    );
  });

  it('while it waits for an application to start', async () => {
    const { come, reach } = moment();
    await onFlow(
      pages,
      (visit) => (visit.path === '/' ? `Loading<script>fetch('/app.json')</script>` : never(reach)),
      async (b) => {
        expect(await abortedAt(b, come, b.open())).toEqual(stepAborted());
        await nothingLeft(b);
      },
    );
  });

  it('while it follows a link', async () => {
    const { come, reach } = moment();
    await onFlow(
      pages,
      (visit) => (visit.path === '/' ? FRONT : never(reach)),
      async (b) => {
        expect(await abortedAt(b, come, b.open())).toEqual(stepAborted());
        await nothingLeft(b);
      },
    );
  });

  it('while a script of the page never ends', async () => {
    const { come, reach } = moment();
    await onFlow(
      pages,
      (visit) => {
        if (visit.path === '/') return `<script src="/now.js"></script><script>for (;;) {}</script>`;
        reach();
        return { body: '', script: true };
      },
      async (b) => {
        expect(await abortedAt(b, come, b.open())).toEqual(stepAborted());
        await nothingLeft(b);
      },
    );
  });

  it('before it began', () =>
    onFlow(pages, usual, async (b) => {
      b.abortWith('shutdown');
      await expect(b.open()).rejects.toEqual(stepAborted('shutdown'));
      await nothingLeft(b);
    }));
});

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
    await nothingLeft(b, page);
  }

  /** What stands in the fields of a page. */
  const typedOn = (id: string): Promise<string> =>
    pages.use(id, ({ page }) =>
      page.evaluate(() => [...document.querySelectorAll('input')].map(({ value }) => value).join('')),
    );

  it.each([
    ['while its values are opened', 'openGiven', []],
    ['while its attempt is written down', 'prepareAttempt', ['prepared']],
    ['right when its attempt is armed', 'armAttempt', ['armed']],
  ] as const)('%s: nothing is typed', (_, call, states) =>
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
        await nothingLeft(b, page);
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
        await nothingLeft(b, page);
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
        await nothingLeft(b, page);
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
        await nothingLeft(b, page);
      },
    );
  });
});

describe('other steps, aborted', () => {
  it('a choice, while the page that it leads to does not come', async () => {
    const { come, reach } = moment();
    await onFlow(
      pages,
      (visit) => (visit.path === '/' ? SSO_FRONT : never(reach)),
      async (b) => {
        const { page, seen } = await opened(b);
        const choice = { sso_button: seen.sso_buttons[0]?.selector ?? '' };
        const step = b.activities.chooseOption({ ...b.ref, page, signature: seen.signature, choice });
        expect(await abortedAt(b, come, step)).toEqual(stepAborted());
        expect(b.vault.checkpoint).toBeNull();
        await nothingLeft(b, page);
      },
    );
  });

  it('a look that watches for an approval on another device', async () => {
    const { come, reach } = moment();
    const waiting = '<h1>Check your phone</h1><p>Approve the notification that we sent to your phone.</p>';
    await onFlow(
      pages,
      (visit) => (visit.path === '/' ? waiting : undefined),
      async (b) => {
        const { page, outcome } = await b.open();
        expect(outcome.kind).toBe('external_action');
        setTimeout(reach, 300);
        const step = b.activities.lookAtPage({ ...b.ref, page, watch_seconds: 60 });
        expect(await abortedAt(b, come, step)).toEqual(stepAborted());
        await nothingLeft(b, page);
      },
    );
  });

  it('a save, while it proves the session: nothing is saved', async () => {
    const { come, reach } = moment();
    let holds = false;
    await onFlow(
      pages,
      (visit) => (holds ? never(reach) : usual(visit)),
      async (b) => {
        const { page, seen } = await opened(b);
        expect(await b.fill(page, seen, VALUES)).toMatchObject({ kind: 'authenticated' });
        holds = true;
        const step = b.activities.saveSession({ ...b.ref, page });
        expect(await abortedAt(b, come, step)).toEqual(stepAborted());
        expect(b.vault.saved).toEqual([]);
        expect(b.vault.learned).toEqual([]);
        await nothingLeft(b, page);
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
          .chooseOption({ ...b.ref, page, signature: seen.signature, choice })
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
});
