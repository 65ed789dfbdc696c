import type { IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { BrowserIdentity } from '../../../contract/index.js';
import { letIn, members, PASSWORD_PAGE } from '../../sites/flows/members.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { type Bench, inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const VALUES = { email: 'me@example.com', password: 'a good passphrase' };

async function logIn(b: Bench) {
  const { page, outcome } = await b.open();
  expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'authenticated' });
  return b.activities.saveSession({ ...b.ref, page });
}

describe('an application that shows nothing before its service worker controls it', () => {
  const WORKER = `addEventListener('install', (event) => event.waitUntil(skipWaiting()));
    addEventListener('activate', (event) => event.waitUntil(clients.claim()));`;
  const inside = (html: string): string => `document.getElementById('app').innerHTML = ${JSON.stringify(html)}`;
  /** Reloads once it is controlled. */
  const reloads = (html: string): string => `<div id="app"></div><script>
    if (navigator.serviceWorker.controller) ${inside(html)};
    else {
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());
      navigator.serviceWorker.register('/worker.js');
    }</script>`;
  /** Goes on where it is, and says that it loads until then. */
  const waits = (html: string): string => `<div id="app"><p>Loading…</p></div><script>
    navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready).then(() => { ${inside(html)} });
    </script>`;

  it.each([
    ['reloads then', reloads],
    ['waits for it', waits],
  ])('and %s is logged in to, and proved', (_, app) =>
    onFlow(
      pages,
      (visit: Visit): Answer | undefined => {
        if (visit.path === '/worker.js') return { body: WORKER, script: true };
        if (visit.path === '/') return app(PASSWORD_PAGE);
        if (visit.path === '/password') return letIn;
        const found = members(visit);
        return typeof found === 'string' ? app(found) : found;
      },
      async (b, { posts }) => {
        expect(await logIn(b)).toMatchObject({ kind: 'saved' });
        expect(posts).toHaveLength(1);
      },
    ),
  );
});

describe('the browser that a profile is known by', () => {
  const seen: IncomingHttpHeaders[] = [];
  const site = (visit: Visit): Answer | undefined => {
    seen.push(visit.headers);
    if (visit.path === '/password') return letIn;
    if (visit.path !== '/') return members(visit);
    return `${PASSWORD_PAGE}<script>for (const [name, value] of Object.entries({
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone, language: navigator.language, agent: navigator.userAgent,
      version: navigator.userAgentData?.brands.map(({ version }) => version).join() ?? '',
    })) { const field = document.createElement('input'); Object.assign(field, { type: 'hidden', name, value });
      document.forms[0].append(field); }</script>`;
  };

  it('is the one that logged in first', () =>
    onFlow(pages, site, async (b) => {
      seen.length = 0;
      await logIn(b);
      const browser = b.vault.saved[0]?.browser;
      expect(browser).toMatchObject({ user_agent: seen[0]?.['user-agent'], client_hints: { platform: 'Linux' } });
      expect(browser?.languages[0]).toMatch(/^[a-z]{2}/);
      expect(browser?.time_zone).not.toBe('');
    }));

  it('is what all that a login opens passes for, on a worker with another one', () =>
    onFlow(pages, site, async (b, { posts }) => {
      seen.length = 0;
      const brands = [
        { brand: 'Chromium', version: '131' },
        { brand: 'Not A;Brand', version: '24' },
      ];
      const browser: BrowserIdentity = {
        user_agent:
          'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
        client_hints: {
          brands,
          fullVersionList: brands,
          platform: 'Linux',
          platformVersion: '',
          architecture: 'x86',
          bitness: '64',
          model: '',
          mobile: false,
          wow64: false,
        },
        languages: ['de-DE', 'de'],
        time_zone: 'America/Lima',
      };
      const load = b.vault.loadProfile;
      const profile = {
        storage_state: { cookies: [], origins: [] },
        session_storage: null,
        facts: { post_login_url: null, session_expires_at: null },
        version: 1,
        browser,
      };
      Object.assign(b.vault, {
        loadProfile: async (...given: Parameters<typeof load>) => ({ ...(await load(...given)), profile }),
      });
      expect(await logIn(b)).toMatchObject({ kind: 'saved' });
      expect(posts[0]?.fields).toMatchObject({
        zone: 'America/Lima',
        language: 'de-DE',
        agent: browser.user_agent,
        version: '131,24',
      });
      // The login, what it is proved with, and the stranger that it is compared with.
      expect(seen.length).toBeGreaterThan(4);
      for (const headers of seen) {
        expect(headers['user-agent']).toBe(browser.user_agent);
        expect(headers['accept-language']).toMatch(/^de-DE/);
        expect(headers['sec-ch-ua'] ?? '"131"').toContain('131');
        expect(headers['sec-ch-ua'] ?? '').not.toMatch(/Headless/);
      }
      expect(b.vault.saved[0]?.browser).toEqual(browser);
    }));
});

describe('a session that the site ties to a device', () => {
  it.each(['Secure-Session-Registration', 'Sec-Session-Registration'])('by %s is kept, and the login says so', (name) =>
    onFlow(
      pages,
      (visit) => {
        if (visit.path === '/') return PASSWORD_PAGE;
        const bind = { body: '<script>location.href = "/members"</script>', cookies: ['sid=member'] };
        if (visit.path === '/password') return { ...bind, headers: { [name]: '(ES256);path="/bind";challenge="c"' } };
        return members(visit);
      },
      async (b) => {
        expect(await logIn(b)).toMatchObject({ kind: 'saved', notice: 'session_device_bound' });
      },
    ),
  );
});
