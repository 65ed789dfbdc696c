/** A session that still works is renewed: the login begins without it, and with what the site knows the device by. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { type Bench, fieldNames, inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const VALUES = { email: 'me@example.com', password: 'a good passphrase' };
const LOGIN = `<h1>Sign in</h1><form method="post" action="/password"><label>Email <input type="email" name="email"></label>
  <label>Password <input type="password" name="password"></label><button>Sign in</button></form>`;

/** Each login is another session, and all of them work. */
function site() {
  const seen = { logins: 0, devices: [] as string[] };
  const answer = (visit: Visit): Answer => {
    const isIn = /^s\d+$/.test(visit.cookies.get('sid') ?? '');
    if (visit.path === '/password') {
      seen.logins += 1;
      seen.devices.push(visit.cookies.get('device_id') ?? 'new');
      return { to: '/', cookies: [`sid=s${seen.logins}; HttpOnly`, 'device_id=known; Max-Age=31536000'] };
    }
    return isIn ? '<h1>Your orders</h1><p>me@example.com</p><a href="/logout">Log out</a>' : LOGIN;
  };
  return { seen, answer };
}

const saved = async (b: Bench, page: Parameters<Bench['fill']>[0]): Promise<string[]> => {
  expect(await b.activities.saveSession({ ...b.ref, page })).toMatchObject({ kind: 'saved' });
  const loaded = await b.vault.loadProfile(b.ref);
  if (loaded.kind !== 'loaded') throw new Error(loaded.kind);
  return (loaded.profile?.storage_state.cookies ?? []).map(({ name, value }) => `${name}=${value}`).sort();
};

it('it types, is known to the site, and saves another session; without that the old one is found to work', async () => {
  const { seen, answer } = site();
  await onFlow(pages, answer, async (b) => {
    const first = await b.open();
    expect(await b.fill(first.page, inputOf(first.outcome), VALUES)).toMatchObject({ kind: 'authenticated' });
    expect(await saved(b, first.page)).toEqual(['device_id=known', 'sid=s1']);

    // The login has ended.
    b.vault.checkpoint = null;
    const again = await b.open();
    expect(again.outcome).toMatchObject({ kind: 'authenticated' });
    await b.activities.closePage({ ...b.ref, page: again.page });

    b.vault.checkpoint = null;
    b.vault.renews = true;
    const renewal = await b.open();
    expect(fieldNames(inputOf(renewal.outcome))).toEqual(['email', 'password']);
    expect(await b.fill(renewal.page, inputOf(renewal.outcome), VALUES)).toMatchObject({ kind: 'authenticated' });
    expect(await saved(b, renewal.page)).toEqual(['device_id=known', 'sid=s2']);
    expect(seen).toEqual({ logins: 2, devices: ['new', 'known'] });
  });
});
