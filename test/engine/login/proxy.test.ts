import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Pages } from '../../../activities/browser/index.js';
import type { AgentProxy } from '../../../contract/address/proxy.js';
import { letIn, members } from '../../sites/flows/members.js';
import { type FlowSite, serveFlow } from '../../sites/flows/serve.js';
import { badProxy, httpProxy, socksProxy, type TestProxy } from '../../support/proxies.js';
import { variant, variants } from '../../support/variants.js';
import { type Bench, bench, inputOf, QUICK, testPages } from './harness.js';
import { PASSWORD, toTheEnd } from './to-the-end.js';

const ACCOUNT = { username: 'ada', password: 'proxy-pässword' };

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const FORM = `<h1>Sign in</h1><form method="post" action="/password">
  <label>User name <input name="user" autocomplete="username"></label>
  <label>Password <input name="password" type="password"></label><button>Sign in</button></form>`;

/** A site that logs anybody in, and asks a script of itself and a socket. */
async function shop(): Promise<FlowSite> {
  const site = await serveFlow((visit) => {
    if (visit.path === '/') return `${FORM}<script src="/app.js"></script>`;
    if (visit.path === '/app.js') return { body: 'new WebSocket("/live")', script: true };
    return visit.path === '/password' ? letIn : members(visit);
  });
  ends.push(() => site.stop());
  return site;
}

async function started(start: typeof httpProxy): Promise<TestProxy> {
  const proxy = await start(ACCOUNT);
  ends.push(() => proxy.stop());
  return proxy;
}

function benchOf(domain: string, proxy: AgentProxy | null, of = pages): Bench {
  const b = bench(of, domain, { login: { timeouts: QUICK } });
  b.vault.proxy = proxy;
  ends.push(() => b.clean());
  return b;
}

describe('logins of agents with proxies', () => {
  variant('go out by their own alone, at the same time, with all that they do', async () => {
    const [one, other, direct] = [await shop(), await shop(), await shop()];
    const [http, socks] = [await started(httpProxy), await started(socksProxy)];
    const all = [
      benchOf(one.host, { server: http.server, ...ACCOUNT }),
      benchOf(other.host, { server: socks.server, ...ACCOUNT }),
      benchOf(direct.host, null),
    ];
    const results = await Promise.all(all.map(toTheEnd));
    expect(results.map(({ came }) => came.kind)).toEqual(['saved', 'saved', 'saved']);
    expect(new Set(http.seen)).toEqual(new Set([one.host]));
    expect(new Set(socks.seen)).toEqual(new Set([other.host]));
    expect([one, other, direct].map(({ posts }) => posts.length)).toEqual([1, 1, 1]);
    expect([http.refusals, socks.refusals]).toEqual([0, 0]);
    expect(JSON.stringify(all.map(({ vault }) => vault.trace))).not.toContain(ACCOUNT.password);
  });

  it.each(
    variants(1, [
      ['http', httpProxy],
      ['socks5', socksProxy],
    ] as const),
  )('say that a password is refused, and reach nothing: %s', async (_, start) => {
    const site = await shop();
    const proxy = await started(start);
    const b = benchOf(site.host, { server: proxy.server, username: 'ada', password: 'wrong' });
    const { outcome } = await b.open();
    expect(outcome).toMatchObject({ code: 'proxy_unavailable', details: { why: 'credentials_refused' } });
    expect([proxy.seen, b.vault.attempts.size]).toEqual([[], 0]);
    expect(pages.size).toBe(0);
  });

  it.each(variants(1, ['socks5', 'http']))('say that a proxy is down, and go no other way: %s', async (scheme) => {
    const site = await shop();
    const gone = await badProxy(() => undefined);
    await gone.stop();
    const b = benchOf(site.host, { server: `${scheme}://127.0.0.1:${gone.port}`, ...ACCOUNT });
    const { outcome } = await b.open();
    expect(outcome).toMatchObject({ kind: 'failed', code: 'proxy_unavailable', details: { why: 'unreachable' } });
  });

  it('say that a proxy drops what it has taken', async () => {
    const site = await shop();
    const drops = await badProxy((socket) =>
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        socket.once('data', () => socket.destroy());
      }),
    );
    ends.push(() => drops.stop());
    const { outcome } = await benchOf(site.host, { server: `http://127.0.0.1:${drops.port}` }).open();
    expect(outcome).toMatchObject({ kind: 'failed', code: 'proxy_unavailable', details: { why: 'closed' } });
  });

  it('end where the proxy goes away before the form is sent, as one whose page was lost', async () => {
    const site = await shop();
    const proxy = await started(socksProxy);
    const b = benchOf(site.host, { server: proxy.server, ...ACCOUNT });
    const { page, outcome } = await b.open();
    await proxy.stop();
    proxy.stop = async () => undefined;
    const seen = inputOf(outcome);
    const values = seen.fields.map(({ name, role }) => [name, role === 'password' ? PASSWORD : 'ada']);
    const end = await b.fill(page, seen, Object.fromEntries(values));
    expect(end).toMatchObject({ kind: 'failed', code: 'proxy_unavailable' });
    expect(site.posts).toEqual([]);
    expect([...b.vault.attempts.values()]).toEqual([{ state: 'judged', refused: [] }]);
    await b.activities.closePage({ ...b.ref, page });
  });

  it('have none where the browser runs elsewhere', async () => {
    const site = await shop();
    const proxy = await started(httpProxy);
    const elsewhere = new Pages({ browser: { cdpUrl: 'http://127.0.0.1:1' } });
    const b = benchOf(site.host, { server: proxy.server, ...ACCOUNT }, elsewhere);
    await expect(b.open()).rejects.toThrow();
    await elsewhere.closeAll();
    expect(proxy.seen).toEqual([]);
  });
});
