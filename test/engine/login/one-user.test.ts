/** Sites that bear one user of a session: a login ends with a session that lives, or says that none can be kept; it never goes on and on. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { Outcome, PageHandle, SaveResult, SeenPage } from '../../../contract/steps.js';
import { PASSWORD_PAGE } from '../../sites/flows/members.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { type Bench, inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const INSIDE = '<h1>Your account</h1><p>Balance 1704.</p><a href="/logout">Log out</a>';
const OVER = '<h1>Session closed</h1><p>It was opened in a second window. For your safety both were closed.</p>';

/** A bank: which sessions live, and in which window each is. */
class Bank {
  readonly live = new Set<string>();
  readonly windowOf = new Map<string, string>();
  #last = 0;

  letIn(): Answer {
    this.#last += 1;
    const sid = `s${this.#last}`;
    this.live.add(sid);
    return { to: '/in', cookies: [`sid=${sid}`] };
  }

  /** Takes the place of a session, which ends. */
  renew(sid: string): string[] {
    this.live.delete(sid);
    this.#last += 1;
    this.live.add(`s${this.#last}`);
    return [`sid=s${this.#last}`];
  }

  /** Whether a session may be in this window. */
  admits(sid: string, window: string): boolean {
    const first = this.windowOf.get(sid) ?? window;
    this.windowOf.set(sid, first);
    if (first !== window) this.live.delete(sid);
    return this.live.has(sid);
  }
}

type Site = (bank: Bank, visit: Visit, sid: string) => Answer | undefined;

/** Runs logins against a bank, and tells what became of what they saved. */
const atBank = (site: Site, run: (b: Bench, bank: Bank, posts: readonly unknown[]) => Promise<void>): Promise<void> => {
  const bank = new Bank();
  return onFlow(
    pages,
    (visit) => (visit.path === '/password' ? bank.letIn() : site(bank, visit, visit.cookies.get('sid') ?? '')),
    (b, { posts }) => run(b, bank, posts),
  );
};

const VALUES = { email: 'me@example.com', password: 'a good passphrase' };

interface End {
  readonly page: PageHandle;
  readonly came: Outcome | SaveResult;
}

/** Fills what is asked for, and saves the session. */
async function fillAndSave(b: Bench, page: PageHandle, seen: SeenPage): Promise<End> {
  const done = (await b.fill(page, seen, VALUES)) as Outcome;
  if (done.kind !== 'authenticated') return { page, came: done };
  const result = await b.activities.saveSession({ ...b.ref, page });
  return { page, came: result.kind === 'step_left' ? result.outcome : result };
}

async function toTheEnd(b: Bench): Promise<End> {
  const { page, outcome } = await b.open();
  return fillAndSave(b, page, inputOf(outcome));
}

const savedSid = (b: Bench): string | undefined =>
  b.vault.saved.at(-1)?.storage_state.cookies.find(({ name }) => name === 'sid')?.value;

/** Logs in once more, as the agent does when its session is over. */
async function again(b: Bench, bank: Bank): Promise<End> {
  bank.live.clear();
  b.vault.attempts.clear();
  return toTheEnd(b);
}

/** What a login saved is logged in. */
function expectLive(b: Bench, bank: Bank, { came }: End): void {
  expect(came).toMatchObject({ kind: 'saved' });
  expect([...bank.live]).toEqual([savedSid(b)]);
}

/** Its home page is that of the login: who opens it is logged out. */
const homeEnds =
  (over: string): Site =>
  (bank, { path }, sid) => {
    if (path === '/') {
      bank.live.delete(sid);
      return sid === '' || over === '' ? PASSWORD_PAGE : { body: PASSWORD_PAGE, cookies: ['seen=1'] };
    }
    if (path !== '/in') return undefined;
    if (bank.live.has(sid)) return INSIDE;
    return over === '' || sid === '' ? { to: '/' } : over;
  };

/** A script tells the bank which window it is in. */
const inWindow =
  (find: string): Site =>
  (bank, { path, query }, sid) => {
    if (path === '/') return PASSWORD_PAGE;
    if (path === '/data') return bank.admits(sid, query.get('w') ?? '') ? INSIDE : { body: OVER, status: 403 };
    if (path !== '/in') return undefined;
    if (!bank.live.has(sid)) return { to: '/' };
    return `<main></main><script>${find}
      fetch('/data?w=' + w).then((found) => found.text()).then((text) => {
        document.querySelector('main').innerHTML = new DOMParser().parseFromString(text, 'text/html').body.innerHTML;
      });</script>`;
  };

const MADE_UP = "'w' + Math.random().toString(36).slice(2)";

describe('a site with one session for each user', () => {
  it('that ends it at its second visit is asked once more, and is visited once from then on', () =>
    atBank(homeEnds(''), async (b, bank, posts) => {
      const first = await toTheEnd(b);
      // The proof has ended it: the login goes on where it is asked to log in.
      expect([b.vault.saved, b.vault.grant.single_visit]).toEqual([[], true]);
      expectLive(b, bank, await fillAndSave(b, first.page, inputOf(first.came as Outcome)));
      expect(posts).toHaveLength(2);
      expectLive(b, bank, await again(b, bank));
      expect(posts).toHaveLength(3);
    }));

  it('that closes it with words of its own ends the login with them, and the next one keeps its session', () =>
    atBank(homeEnds(OVER), async (b, bank, posts) => {
      expect((await toTheEnd(b)).came).toMatchObject({ kind: 'failed', code: 'session_not_kept' });
      expect([b.vault.saved, b.vault.grant.single_visit, posts.length]).toEqual([[], true, 1]);
      expectLive(b, bank, await again(b, bank));
      expect(posts).toHaveLength(2);
    }));

  it('that knows a window by its session storage keeps it', () =>
    atBank(inWindow(`const w = sessionStorage.w ??= ${MADE_UP};`), async (b, bank, posts) => {
      expectLive(b, bank, await toTheEnd(b));
      expect(b.vault.grant.single_visit).toBe(false);
      expect(posts).toHaveLength(1);
    }));

  it('that ends both windows, and knows them by what no session holds, is not kept, and does not go on and on', () =>
    atBank(inWindow(`const w = window.name ||= ${MADE_UP};`), async (b, bank, posts) => {
      // Its first visit finds both closed, which the page says: nothing is left to try with the password.
      expect((await toTheEnd(b)).came).toMatchObject({ kind: 'not_kept' });
      expect((await again(b, bank)).came).toMatchObject({ kind: 'not_kept' });
      expect([b.vault.saved, b.vault.grant.single_visit, posts.length]).toEqual([[], false, 2]);
    }));

  it('that logs the first window out when another one comes keeps that of the last', () =>
    atBank(
      (bank, { path, cookies }, sid) => {
        if (path === '/') return bank.live.has(sid) ? { to: '/in' } : PASSWORD_PAGE;
        if (path !== '/in') return undefined;
        if (!bank.live.has(sid)) return { to: '/' };
        // Each browser that comes with the session takes it over.
        return cookies.get('at') === sid ? INSIDE : { body: INSIDE, cookies: bank.renew(sid) };
      },
      async (b, bank, posts) => {
        expectLive(b, bank, await toTheEnd(b));
        expect(posts).toHaveLength(1);
      },
    ));
});

it('a site in trouble when it is looked at once more has ended nothing', () => {
  let shown = 0;
  return atBank(
    (bank, { path }, sid) => {
      if (path === '/') return '<h1>Welcome</h1><p>Banking for everybody.</p><a href="/start">Sign in</a>';
      if (path === '/start') return PASSWORD_PAGE;
      if (path !== '/in') return undefined;
      if (!bank.live.has(sid)) return { to: '/start' };
      shown += 1;
      return shown < 3 ? INSIDE : { body: '<h1>Sorry</h1>', status: 503 };
    },
    async (b) => {
      expect((await toTheEnd(b)).came).toMatchObject({ kind: 'saved' });
      expect([shown, b.vault.grant.single_visit]).toEqual([3, false]);
    },
  );
});
