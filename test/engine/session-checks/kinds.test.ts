/** Whether a look tells the truth, on sites as the usual frameworks make them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { TIMEOUTS } from '../../../activities/login/index.js';
import * as kinds from '../../sites/flows/session-kinds.js';
import { jealous } from '../../sites/frameworks/habits.js';
import { keepsPages } from '../../sites/frameworks/keeps-pages.js';
import { serveFramework } from '../../sites/frameworks/serve.js';
import { variants } from '../../support/variants.js';
import { bench, testPages } from '../login/harness.js';
import { onFlow } from '../login/on-flow.js';
import { toTheEnd } from '../login/to-the-end.js';
import type { FakeChecks } from './fake-checks.js';
import { inWords, logIn } from './log-in.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const QUICK = { ...TIMEOUTS, settleMs: 4_000, undecidedMs: 300 };

interface Story {
  readonly site: kinds.Site;
  readonly checks: FakeChecks;
  readonly requests: () => number;
  look(): Promise<string>;
}

/** Logs in, and lets it be found out how the session can be looked at. */
async function on(site: kinds.Site, run: (story: Story) => Promise<void>): Promise<void> {
  let requests = 0;
  const answer: kinds.Site['answer'] = (visit) => {
    requests += 1;
    return site.answer(visit);
  };
  await onFlow(pages, answer, async (b, { host }) => {
    const { checks, look } = await logIn(b, pages, host, { timeouts: QUICK });
    await run({ site, checks, requests: () => requests, look: async () => inWords(await look()) });
  });
}

it('where requests without a browser cost the session, it is seen at once, and only a browser looks from then on', async () => {
  const site = jealous();
  const served = await serveFramework(site);
  const b = bench(pages, served.host, { login: { timeouts: QUICK } });
  try {
    const { checks } = await logIn(b, pages, served.host, { timeouts: QUICK });
    expect(checks.ends.map(({ looked }) => looked && inWords(looked))).toEqual(['out by browser']);
    expect(checks.ways).toMatchObject({ probe: null, browser_only: true, refused: { times: 1 } });
  } finally {
    await served.stop();
    b.clean();
  }
});

it('what a cache has kept is no sign that a session works, whoever looks, and no sign that it is over', async () => {
  const site = keepsPages();
  const served = await serveFramework(site);
  const b = bench(pages, served.host, { login: { timeouts: QUICK } });
  try {
    const { look } = await logIn(b, pages, served.host, { timeouts: QUICK });
    expect(inWords(await look())).toBe('in by probe');
    site.keep(true);
    expect(inWords(await look())).toBe('in by probe');
    expect(await look()).toMatchObject({ answer: 'inconclusive', by: 'browser', why: 'not_reached' });
    site.end();
    expect(await look()).toMatchObject({ answer: 'inconclusive', by: 'browser', why: 'not_reached' });
    site.keep(false);
    expect((await look()).answer).toBe('out');
    expect(site.logins()).toBe(1);
  } finally {
    await served.stop();
    b.clean();
  }
});

it('a site that answers no more once it has let somebody in is left alone: no value and no session is blamed for that', async () => {
  const site = kinds.redirecting();
  let posts = 0;
  let visits = 0;
  const answer: kinds.Site['answer'] = (visit) => {
    if (visit.form !== null) posts += 1;
    if (posts > 0 && visit.path === '/') visits += 1;
    return visits > 1 ? { status: 429, body: 'Too many requests' } : site.answer(visit);
  };
  await onFlow(pages, answer, async (b) => {
    expect((await toTheEnd(b)).came).toMatchObject({ kind: 'failed', code: 'rate_limited' });
    expect(posts).toBe(1);
  });
});

it('a token that has run out is renewed by the browser, once; then the request tells again', async () => {
  let now = Date.now();
  const lives = 60_000;
  await on(
    kinds.rotatingTokens(lives, () => now),
    async ({ site, look, checks }) => {
      expect(await look()).toBe('in by probe');
      now += lives;
      const before = JSON.stringify(checks.session);
      expect(await look()).toBe('in by browser');
      expect(JSON.stringify(checks.session)).not.toBe(before);
      expect(await look()).toBe('in by probe');
      site.end();
      expect(await look()).toBe('out by browser');
      expect(site.logins()).toBe(1);
    },
  );
});

const ALL: Readonly<Record<string, { readonly make: () => kinds.Site; readonly by: 'probe' | 'browser' }>> = {
  'a home page for everybody': { make: kinds.openHome, by: 'probe' },
  'an interface that turns strangers down with 200': { make: kinds.politeInterface, by: 'probe' },
  'an application that only posts': { make: kinds.postsOnly, by: 'browser' },
  'a token in memory, and a cookie that is good for one use': { make: kinds.inMemory, by: 'browser' },
};

describe.each(variants(2, Object.entries(ALL)))('%s', (_, { make, by }) => {
  it('says that a session works on another day, says nothing while the site is in trouble, and finds its end', () =>
    on(make(), async ({ site, look, requests }) => {
      expect(await look()).toBe(`in by ${by}`);
      site.nextDay();
      const before = requests();
      expect(await look()).toBe(`in by ${by}`);
      if (by === 'probe') expect(requests() - before).toBe(1);
      for (const trouble of [
        { body: 'Down for maintenance. Please come back later.' },
        { body: 'Oops', status: 502 },
        { body: 'Who are you?', status: 403 },
      ]) {
        site.trouble = trouble;
        expect(await look()).toMatch(/^inconclusive/);
      }
      site.trouble = null;
      expect(await look()).toMatch(/^in /);
      site.end();
      expect(await look()).toMatch(/^out /);
      expect(site.logins()).toBe(1);
    }));
});
