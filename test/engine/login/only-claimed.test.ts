/** A login that finds a page which says who is logged in, of an earlier login: that is no session where the server gives nothing for it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { CLAIMING, type Claiming, DEAD, GOOD } from '../../sites/flows/claims.js';
import { serveFlow } from '../../sites/flows/serve.js';
import { variant, variants } from '../../support/variants.js';
import { type Bench, bench, inputOf, QUICK, testPages } from './harness.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

/** Begins with what an earlier login has left. */
async function keeping(site: Claiming, token: string, run: (b: Bench, sent: () => number) => Promise<void>) {
  const served = await serveFlow((visit) => site.answer(visit));
  const b = bench(pages, served.host, { login: { timeouts: QUICK } });
  const localStorage = Object.entries(site.kept(token)).map(([name, value]) => ({ name, value }));
  await b.vault.saveProfile({
    ...b.ref,
    opening: 'o',
    storage_state: { cookies: [], origins: [{ origin: served.origin, localStorage }] },
    session_storage: null,
    post_login_url: null,
    shown_url: null,
    session_expires_at: null,
    base_version: null,
  });
  try {
    await run(b, () => served.posts.length);
  } finally {
    await served.stop();
    b.clean();
  }
}

describe.each(variants(1, CLAIMING))('%s', (_, site) => {
  it('a session that is over is none: the login asks for what it needs, and sends it once', () =>
    keeping(site, DEAD, async (b, sent) => {
      const { page, outcome } = await b.open();
      expect(outcome.kind).toBe('authenticated');
      const left = await b.activities.saveSession({ ...b.ref, page });
      if (left.kind !== 'step_left') throw new Error(left.kind);
      const values = { username: 'ada', password: 'a good passphrase' };
      expect(await b.fill(page, inputOf(left.outcome), values)).toMatchObject({ kind: 'authenticated' });
      expect(await b.activities.saveSession({ ...b.ref, page })).toMatchObject({ kind: 'saved' });
      expect(sent()).toBe(1);
      expect(JSON.stringify(b.vault.saved.at(-1)?.storage_state)).toContain(GOOD);
    }));

  variant('one that works is one, and nothing is typed', () =>
    keeping(site, GOOD, async (b, sent) => {
      const { page, outcome } = await b.open();
      expect(outcome.kind).toBe('authenticated');
      expect(await b.activities.saveSession({ ...b.ref, page })).toMatchObject({ kind: 'saved' });
      expect(sent()).toBe(0);
    }),
  );
});
