import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PageLost, type Pages } from '../../../activities/browser/index.js';
import { TIMEOUTS } from '../../../activities/login/index.js';
import { SAMPLE_USER, type SampleSite, startSampleSite } from '../../sites/sample.js';
import { type Bench, bench, fieldNames, inputOf, openedLogin, ownPages } from './harness.js';

/** A login has its part of the profile for itself as long as its page is open, and no longer. */
let pages: Pages;
let site: SampleSite;
let b: Bench;
let waits: boolean;
const timeouts = { ...TIMEOUTS, holdMs: 50 };
beforeAll(async () => {
  pages = await ownPages({ waitsForPerson: async () => waits });
  site = await startSampleSite({ seed: 7, sessionSeconds: 600 });
});
afterAll(() => Promise.all([pages.closeAll(), site.stop()]));
beforeEach(() => {
  waits = false;
  b = bench(pages, site.host, { totpSecret: SAMPLE_USER.totpSecret, login: { timeouts } });
});
afterEach(() => b.clean());

const gone = async (): Promise<void> => {
  while (pages.size > 0 || b.vault.released.length === 0) await sleep(20);
};

describe('the hold of a login', () => {
  it('is given back with its page: closed, or let go while it waits for a person', async () => {
    const { page } = await b.open();
    expect(b.vault.released).toEqual([]);
    await b.activities.closePage({ ...b.ref, page });
    await gone();
  });

  it('that is somebody else’s now closes the page, and the login opens another one', async () => {
    const { page } = await b.open();
    b.vault.hold = 'lost';
    await gone();
    await expect(b.activities.lookAtPage({ ...b.ref, page })).rejects.toThrow(PageLost);
  });

  it('is given up for another login where it waits for a person, and not in the middle of its steps', async () => {
    const { page } = await b.open();
    b.vault.hold = 'wanted';
    await sleep(300);
    expect(await b.activities.lookAtPage({ ...b.ref, page })).toMatchObject({ kind: 'input' });
    waits = true;
    await gone();
  });

  it('that can not be had leaves no page open', async () => {
    b.vault.inUse = true;
    expect(await b.activities.openLogin(b.ref)).toEqual({ kind: 'profile_in_use' });
    expect(pages.size).toBe(0);
  });

  it('that waits for a turn on the site leaves no page open, and says so', async () => {
    b.vault.siteIsFull = () => true;
    expect(await b.activities.openLogin({ ...b.ref, is_watched: true })).toEqual({
      kind: 'site_full',
      ask_again_ms: 2_000,
    });
    expect(b.vault.watched).toEqual([true]);
    expect(pages.size).toBe(0);
  });

  it('makes way on a full site where it waits for a person, and not in the middle of its steps', async () => {
    const { page } = await b.open();
    b.vault.siteIsFull = () => b.vault.released.length === 0;
    const other = { ...b.ref, invocation_id: 'inv_other000000000' };
    expect(await b.activities.openLogin(other)).toMatchObject({ kind: 'site_full' });
    waits = true;
    const { page: opened } = openedLogin(await b.activities.openLogin(other));
    expect(pages.size).toBe(1);
    await expect(b.activities.lookAtPage({ ...b.ref, page })).rejects.toThrow(PageLost);
    await b.activities.closePage({ ...other, page: opened });
  });

  it('is awaited where its page is on its way out', async () => {
    const { page } = await b.open();
    b.vault.siteIsFull = () => b.vault.released.length === 0;
    const { releaseProfile } = b.vault;
    b.vault.releaseProfile = async (hold) => {
      await sleep(200);
      await releaseProfile(hold);
    };
    const closing = b.activities.closePage({ ...b.ref, page });
    const next = openedLogin(await b.activities.openLogin(b.ref));
    await closing;
    await b.activities.closePage({ ...b.ref, page: next.page });
  });

  it('that another login took before the save ends in no save: it is loaded again', async () => {
    b.vault.saveProfile = async () => null;
    const { page, outcome } = await b.open();
    const [name = ''] = fieldNames(inputOf(outcome));
    const coded = inputOf(await b.fill(page, inputOf(outcome), { [name]: SAMPLE_USER.email }));
    expect(fieldNames(coded)).toEqual(['password']);
    const last = inputOf(await b.fill(page, coded, { password: SAMPLE_USER.password }));
    const [code = ''] = fieldNames(last);
    expect(await b.fill(page, last, { [code]: { from: 'totp' } })).toMatchObject({ kind: 'authenticated' });
    await expect(b.activities.saveSession({ ...b.ref, page })).rejects.toThrow(PageLost);
    await gone();
  });
});
