import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch } from '../../../server/browsers/launch.js';
import { type SampleSite, startSampleSite } from '../../sites/sample.js';
import { joinTestStack, type TestStack } from '../../support/stack.js';
import { variant } from '../../support/variants.js';
import { type Ask, adminKey, asker, keyWith, startTestServer, type TestServer } from './support.js';

interface Started {
  readonly session_id: string;
  readonly cdp_ws_url: string;
}

let stack: TestStack;
let server: TestServer;
let site: SampleSite;
let ask: Ask;
let key: string;
beforeAll(async () => {
  site = await startSampleSite({ seed: 1 });
  stack = await joinTestStack();
  server = await startTestServer(stack, { maxBrowsers: 2 });
  ask = asker(server.url);
  key = await adminKey(stack);
});
afterAll(async () => {
  await server?.stop();
  await stack?.stop();
  await site?.stop();
});

async function start(body: object): Promise<Started> {
  const answer = await ask('POST', '/browsers', key, body);
  expect(answer.status, answer.text).toBe(200);
  return answer.body as unknown as Started;
}

/** Notes something in the browser's storage of the site, and answers what stood there. */
async function note(url: string, value: string): Promise<string | null> {
  const browser = await chromium.connectOverCDP(url);
  const [context] = browser.contexts();
  const page = context!.pages()[0] ?? (await context!.newPage());
  await page.goto(site.url);
  const before = await page.evaluate(() => localStorage.getItem('note'));
  await page.evaluate((text) => {
    localStorage.setItem('note', text);
    // biome-ignore lint/suspicious/noDocumentCookie: as old sites do
    document.cookie = `note=${text}; max-age=3600`;
  }, value);
  await browser.close();
  return before;
}

const refused = async (url: string, headers = {}): Promise<boolean> =>
  chromium.connectOverCDP(url, { headers, timeout: 5_000 }).then(
    () => false,
    () => true,
  );

describe('a browser', () => {
  it('keeps what was done in it, with save_changes and when it is deleted; and nothing otherwise', async () => {
    await ask('POST', '/profiles', key, { name: 'notes' });
    const profile = { name: 'notes', save_changes: true };

    const first = await start({ profile });
    expect(await note(first.cdp_ws_url, 'first')).toBeNull();
    expect((await ask('DELETE', `/browsers/${first.session_id}`, key)).status).toBe(204);

    const second = await start({ profile: { name: 'notes' } });
    expect(await note(second.cdp_ws_url, 'second')).toBe('first');
    expect((await ask('DELETE', `/browsers/${second.session_id}`, key)).status).toBe(204);

    const state = await stack.auth.profiles.storageState('notes');
    expect(state.cookies.map(({ name, value }) => [name, value])).toContainEqual(['note', 'first']);
    expect(state.origins[0]!.localStorage).toContainEqual({ name: 'note', value: 'first' });
  });

  it('is refused where an agent of the profile has a proxy: the site would see another address', async () => {
    const proxy = { server: 'http://127.0.0.1:1', username: 'u', password: 'p' };
    await ask('POST', '/profiles', key, { name: 'behind' });
    const agent = await ask('POST', '/agents/auth', key, { domain: site.host, profile_name: 'behind', proxy });
    const answer = await ask('POST', '/browsers', key, { profile: { name: 'behind' } });
    expect([answer.status, answer.body.code]).toEqual([502, 'proxy_unavailable']);
    expect(answer.text).toContain('remote_browser');
    expect(answer.text).toContain(String(agent.body.id));
    expect((await ask('PATCH', `/agents/auth/${agent.body.id}`, key, { proxy: null })).status).toBe(200);
    const { session_id } = await start({ profile: { name: 'behind' } });
    expect((await ask('DELETE', `/browsers/${session_id}`, key)).status).toBe(204);
  });

  it('says that the session is in use while it runs, as whoever fetches it may', async () => {
    await ask('POST', '/profiles', key, { name: 'used' });
    const agent = await ask('POST', '/agents/auth', key, { domain: site.host, profile_name: 'used' });
    const inUse = async () => (await ask('GET', `/agents/auth/${agent.body.id}`, key)).body.in_use_until;
    expect(agent.body).toMatchObject({ in_use_until: null, auto_reauth: true, keep_alive: false });
    const started = await start({ profile: { name: 'used' } });
    expect(Date.parse(String(await inUse()))).toBeGreaterThan(Date.now());
    expect((await ask('DELETE', `/browsers/${started.session_id}`, key)).status).toBe(204);
    await expect.poll(inUse).toBeNull();

    expect((await ask('GET', '/profiles/used/session?lease_seconds=0', key)).status).toBe(400);
    const used = await ask('GET', '/profiles/used/session?lease_seconds=60', key);
    const { lease } = used.body as unknown as { lease: { id: string; expires_at: string } };
    expect(await inUse()).toBe(lease.expires_at);
    const renewed = await ask('POST', `/leases/${lease.id}/renew`, key, { lease_seconds: 86_400 });
    expect(renewed.status).toBe(200);
    expect(await inUse()).toBe(renewed.body.expires_at);
    expect((await ask('DELETE', `/leases/${lease.id}`, key)).status).toBe(204);
    expect(await inUse()).toBeNull();
    expect((await ask('POST', `/leases/${lease.id}/renew`, key, { lease_seconds: 60 })).status).toBe(404);
  });

  it('has the sessionStorage of its profile, in each page, and gives back what it is in open tabs', async () => {
    const { auth } = stack;
    const origin = new URL(site.url).origin;
    const cookie = { name: 'c', value: '1', domain: new URL(site.url).hostname, path: '/', expires: -1 };
    const cookies = [{ ...cookie, httpOnly: false, secure: false, sameSite: 'Lax' as const }];
    await auth.profiles.import({ name: 'tabs', storage_state: { cookies, origins: [] } });
    const session = await auth.profiles.session('tabs');
    await auth.profiles.save('tabs', { ...session, session_storage: { [origin]: { token: 'tab' } } });

    const shown = await ask('GET', '/profiles/tabs/session', key);
    expect(shown.body).toMatchObject({ profile: 'tabs', session_storage: { [origin]: { token: 'tab' } } });
    const { session_id, cdp_ws_url } = await start({ profile: { name: 'tabs', save_changes: true } });
    const browser = await chromium.connectOverCDP(cdp_ws_url);
    const [context] = browser.contexts();
    for (const page of [context!.pages()[0] ?? (await context!.newPage()), await context!.newPage()]) {
      await page.goto(site.url);
      expect(await page.evaluate(() => sessionStorage.getItem('token'))).toBe('tab');
      await page.evaluate(() => sessionStorage.setItem('token', 'renewed'));
    }
    await browser.close();
    expect((await ask('DELETE', `/browsers/${session_id}`, key)).status).toBe(204);
    expect((await auth.profiles.session('tabs')).session_storage).toEqual({ [origin]: { token: 'renewed' } });
  });

  it('passes for the browser that made the session, whoever drives it', async () => {
    const as = { user_agent: 'Mozilla/5.0 Chrome/99.0.0.0', languages: ['de-DE', 'de'], time_zone: 'Asia/Tokyo' };
    const session = { storage_state: { cookies: [], origins: [] }, session_storage: null };
    const of = { ...session, browser: { ...as, client_hints: null } };
    const launched = await launch(stack.stateDir, { headless: true, viewport: null, session: of });
    const { port, path } = launched.debugger;
    const browser = await chromium.connectOverCDP(`ws://127.0.0.1:${port}${path}`);
    const page = await browser.contexts()[0]!.newPage();
    const seen = await page.evaluate(() => [
      navigator.userAgent,
      navigator.language,
      Intl.DateTimeFormat().resolvedOptions().timeZone,
    ]);
    expect(seen).toEqual([as.user_agent, 'de-DE', as.time_zone]);
    await browser.close();
    await launched.close();
  });

  it('opens to its token only, and not to pages of other sites', async () => {
    const { cdp_ws_url, session_id } = await start({});
    expect(cdp_ws_url).toMatch(
      new RegExp(`^${server.url.replace('http', 'ws')}/browsers/${session_id}/cdp\\?token=[\\w-]{43}$`),
    );
    expect(await refused(cdp_ws_url.replace(/token=.{4}/, 'token=AAAA'))).toBe(true);
    expect(await refused(cdp_ws_url.split('?')[0]!)).toBe(true);
    expect(await refused(cdp_ws_url, { origin: 'https://evil.example' })).toBe(true);
    expect(await refused(cdp_ws_url)).toBe(false);
    expect(server.log.join('')).not.toContain(cdp_ws_url.split('token=')[1]);
    await ask('DELETE', `/browsers/${session_id}`, key);
    expect(await refused(cdp_ws_url)).toBe(true);
  });

  it('is seen by the key that started it, and by no other', async () => {
    const { session_id } = await start({});
    const other = await keyWith(stack, 'admin');
    expect((await ask('GET', `/browsers/${session_id}`, key)).body).toMatchObject({ session_id });
    expect((await ask('GET', `/browsers/${session_id}`, other)).body.code).toBe('browser_not_found');
    expect((await ask('DELETE', `/browsers/${session_id}`, other)).body.code).toBe('browser_not_found');
    expect((await ask('GET', '/browsers', other)).body).toEqual([]);
    await ask('DELETE', `/browsers/${session_id}`, key);
  });

  it('is refused beyond the limit, for what is not there, and without the right to everything', async () => {
    const started = [await start({}), await start({})];
    expect((await ask('POST', '/browsers', key, {})).body.code).toBe('too_many_browsers');
    for (const { session_id } of started) await ask('DELETE', `/browsers/${session_id}`, key);
    expect((await ask('POST', '/browsers', key, { profile: { name: 'nobody' } })).body.code).toBe('profile_not_found');
    const orchestrator = await keyWith(stack, 'orchestrate');
    expect((await ask('POST', '/browsers', orchestrator, {})).body.code).toBe('forbidden');
  });

  it('leaves nothing on the disk', async () => {
    const folders = join(stack.stateDir, 'browsers');
    const { session_id } = await start({ profile: { name: 'notes' } });
    expect(await readdir(folders)).toHaveLength(1);
    await ask('DELETE', `/browsers/${session_id}`, key);
    expect(await readdir(folders)).toEqual([]);
  });

  variant('leaves nothing on the disk when the server that ran it was killed', async () => {
    const folders = join(stack.stateDir, 'browsers');
    const { status, body } = await asker(stack.stack.file.http_url!)('POST', '/browsers', key, {
      profile: { name: 'notes' },
    });
    expect(status, body.code).toBe(200);
    const killed = (await stack.pids()).server!;
    expect(await readdir(folders)).toHaveLength(1);
    process.kill(killed, 'SIGKILL');
    await expect.poll(() => readdir(folders), { timeout: 30_000, interval: 200 }).toEqual([]);
    await expect.poll(async () => (await stack.pids()).server, { timeout: 30_000, interval: 200 }).not.toBe(killed);
  });

  it('ends by itself when nobody is connected', async () => {
    const { session_id, cdp_ws_url } = await start({ timeout_seconds: 10 });
    const browser = await chromium.connectOverCDP(cdp_ws_url);
    await browser.close();
    await expect
      .poll(async () => (await ask('GET', `/browsers/${session_id}`, key)).status, { timeout: 30_000, interval: 500 })
      .toBe(404);
  });
});
