import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Pages } from '../../activities/browser/index.js';
import { needTool } from '../../worker/need-tool.js';
import { bench, inputOf, ownPages, QUICK } from '../engine/login/harness.js';
import { loginForm, serveHostile, WELCOME } from '../sites/hostile/serve.js';

const PASSWORD = 'correct horse 99';

let pages: Pages;
beforeAll(async () => {
  const browser = await needTool('chromium');
  pages = await ownPages({ browser: { ...browser, args: [...browser.args, '--ignore-certificate-errors'] } });
});
afterAll(() => pages.closeAll());

/** Another site by HTTP/2, without which no browser sends a body as it is written. */
async function serveTaker() {
  const pem = (name: string) => readFileSync(new URL(`../support/postgres/tls/${name}.pem`, import.meta.url));
  const server = createSecureServer({ key: pem('key'), cert: pem('certificate') });
  const taken: string[] = [];
  server.on('sessionError', () => undefined);
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined).on('data', (bytes: Buffer) => taken.push(bytes.toString()));
    const any = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };
    stream.respond({ ':status': 200, ...any }, { endStream: headers[':method'] === 'OPTIONS' });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { taken, server, origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

it('a request to another site that was begun before the first key takes along nothing that is typed', async () => {
  const { taken, server, origin } = await serveTaker();
  const site = await serveHostile(() => ({
    '/': `${loginForm()}<script>
      const write = (text) => body.enqueue(new TextEncoder().encode(text));
      let body;
      fetch('${origin}', { method: 'POST', duplex: 'half', body: new ReadableStream({ start(own) { body = own; write('begun'); } }) }).catch(() => 0);
      password.oninput = () => write(password.value);
    </script>`,
    'POST /login': { html: WELCOME, afterMs: 500 },
  }));
  const b = bench(pages, site.host, { login: { timeouts: QUICK } });
  try {
    const { page, outcome } = await b.open();
    await expect.poll(() => taken).toEqual(['begun']);
    const values = { email: 'anna@example.com', password: PASSWORD };
    expect(await b.fill(page, inputOf(outcome), values)).toMatchObject({ kind: 'authenticated' });
    await b.activities.closePage({ ...b.ref, page });
    expect(taken).toEqual(['begun']);
  } finally {
    await site.stop();
    server.close();
    b.clean();
  }
});
