import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  type Ask,
  adminKey,
  asker,
  keyWith,
  startTestServer,
  storePartial,
  type TestServer,
  waitingLogin,
} from '../server/http/support.js';
import { joinTestStack, type TestStack } from '../support/stack.js';
import { variant } from '../support/variants.js';

const MINUTE = 60_000;

let stack: TestStack;
let server: TestServer;
let ask: Ask;
let login: string;
beforeAll(async () => {
  stack = await joinTestStack();
  server = await startTestServer(stack);
  ask = asker(server.url);
  await storePartial(stack);
  login = `/agents/auth/invocations/${(await waitingLogin(stack.auth, stack.domain, 'authority')).invocation_id}`;
});
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  await server?.stop();
  await stack?.stop();
});

/** The server's clock goes on by a minute, after which it asks the vault about a key again. */
function aMinuteLater(): void {
  const { now } = Date;
  vi.spyOn(Date, 'now').mockImplementation(() => now() + MINUTE + 1);
}

async function revoke(key: string): Promise<void> {
  const [, id = ''] = key.split('.');
  await stack.auth.keys.revoke(id);
}

describe('a key that is revoked', () => {
  it('ends the streams that it has opened', async () => {
    const key = await keyWith(stack, 'answer');
    const { body } = await fetch(`${server.url}${login}/events`, { headers: { authorization: `Bearer ${key}` } });
    const reader = body!.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toContain('event: state');
    await revoke(key);
    aMinuteLater();
    let part = await reader.read();
    while (!part.done) part = await reader.read();
    expect((await ask('GET', login, key)).status).toBe(401);
  });

  variant('ends the hosted pages of the links that it has made', async () => {
    const key = await keyWith(stack, 'orchestrate');
    const { body: link } = await ask('POST', `${login}/handoff`, key);
    const { body: opened } = await ask('POST', `${login}/exchange`, null, { code: link.handoff_code });
    const { body } = await fetch(`${server.url}${login}/events`, {
      headers: { authorization: `Bearer ${opened.jwt}` },
    });
    const reader = body!.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toContain('event: state');
    await revoke(key);
    aMinuteLater();
    let part = await reader.read();
    while (!part.done) part = await reader.read();
    expect((await ask('GET', login, opened.jwt)).status).toBe(401);
    expect((await ask('POST', `${login}/exchange`, null, { code: link.handoff_code })).body.code).toBe(
      'handoff_expired',
    );
  });

  it('ends whoever waits for a session, before there is one', async () => {
    const key = await keyWith(stack, 'orchestrate');
    // A site that takes its time: nothing is asked, and nothing ends.
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void silent.close().closeAllConnections());
    const domain = `localhost:${(silent.address() as AddressInfo).port}`;
    const { id } = await stack.auth.agents.auth.create({ domain, profile_name: 'silent' });
    const waiting = ask('POST', `/agents/auth/${id}/ensure`, key, { timeout: 600 });
    await expect.poll(async () => (await stack.auth.agents.auth.retrieve(id)).invocation_id).not.toBeNull();
    await revoke(key);
    aMinuteLater();
    expect(await waiting).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
  });

  it('ends the browsers that it has started, and whoever drives them', async () => {
    const key = await keyWith(stack, 'admin');
    const started = await ask('POST', '/browsers', key, { timeout_seconds: 600 });
    expect(started.status).toBe(200);
    const browser = await chromium.connectOverCDP(String(started.body.cdp_ws_url));
    const gone = new Promise<void>((resolve) => browser.once('disconnected', () => resolve()));
    await revoke(key);
    aMinuteLater();
    await gone;
  });
});

describe('a browser that was started', () => {
  /** @returns the browser of a profile that an agent has, and when it is gone */
  async function driven(name: string) {
    await stack.auth.profiles.create(name);
    const { id } = await stack.auth.agents.auth.create({ domain: `${name}.example`, profile_name: name });
    const body = { profile: { name, save_changes: true }, timeout_seconds: 600 };
    const started = await ask('POST', '/browsers', await adminKey(stack), body);
    const browser = await chromium.connectOverCDP(String(started.body.cdp_ws_url));
    const gone = new Promise<void>((resolve) => browser.once('disconnected', () => resolve()));
    const cookie = { name: 'sid', value: 'changed', domain: `${name}.example`, path: '/' };
    await browser.contexts()[0]!.addCookies([cookie]);
    return { id, gone };
  }

  it('ends with its profile, which nothing brings back', async () => {
    const { gone } = await driven('deleted');
    await stack.auth.profiles.delete('deleted');
    aMinuteLater();
    await gone;
    expect((await stack.auth.profiles.list()).items.map(({ name }) => name)).not.toContain('deleted');
  });

  it('ends where an agent of its profile gets a proxy, and what it has changed is saved', async () => {
    const { id, gone } = await driven('behind');
    await stack.auth.agents.auth.update(id, { proxy: { server: 'http://127.0.0.1:1' } });
    aMinuteLater();
    await gone;
    expect((await stack.auth.profiles.storageState('behind')).cookies).toMatchObject([{ value: 'changed' }]);
  });
});

describe('whoever guesses', () => {
  it('at one link is slowed down there, and nowhere else', async () => {
    const { body } = await ask('POST', `${login}/handoff`, await adminKey(stack));
    const another = '/agents/auth/invocations/inv_0123456789abcdef0123';
    const wrong = 'x'.repeat(44);
    const flood = await Promise.all(
      Array.from({ length: 130 }, (_, at) =>
        ask('POST', `${another}/exchange`, null, { code: at % 8 ? 'no code' : wrong }),
      ),
    );
    expect(new Set(flood.map(({ status }) => status))).not.toContain(200);
    expect((await ask('POST', `${login}/exchange`, null, { code: body.handoff_code })).status).toBe(200);
  });

  it('with what can be no code is refused, and counts against nobody', async () => {
    const { body } = await ask('POST', `${login}/handoff`, await adminKey(stack));
    for (let at = 0; at < 130; at += 1) {
      const { body: refused } = await ask('POST', `${login}/exchange`, null, { code: `guess ${at}` });
      expect(refused.code).toBe('handoff_expired');
    }
    expect((await ask('POST', `${login}/exchange`, null, { code: body.handoff_code })).status).toBe(200);
  });

  it('at keys slows down himself: a key that is new to the server is let in from the same address', async () => {
    const good = await keyWith(stack, 'answer');
    const [aak, id, , pin] = (await adminKey(stack)).split('.');
    const guess = (at: number) => [aak, id, String(at).padStart(43, 'A'), pin].join('.');
    const answers = [];
    for (let at = 0; at < 125; at += 1) answers.push(await ask('GET', '/credentials', `guess${at}`));
    expect(answers.at(-1)).toMatchObject({ status: 429 });
    await ask('GET', '/credentials', guess(1));
    expect((await ask('GET', login, good)).status).toBe(200);
  });

  it('leaves the checks of health alone', async () => {
    const answers = await Promise.all(Array.from({ length: 150 }, () => ask('GET', '/healthz')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });
});
