import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../../../worker/launch-chromium.js';
import { serveFlow } from '../../sites/flows/serve.js';
import { byCookie, USER } from '../../sites/flows/silent-ends.js';
import { startReceiver } from '../../support/receiver.js';
import { joinTestStack, type TestStack } from '../../support/stack.js';
import { agree } from './harness.js';

let stack: TestStack;
let browser: Browser;

beforeAll(async () => {
  stack = await joinTestStack();
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

test('a session ends, the password is not stored: the re-login waits without a page, and the link that a webhook sent lets a person finish it', async () => {
  const { auth } = stack;
  const silent = byCookie({ sameAddress: true, rotates: true });
  const site = await serveFlow((visit) => silent.answer(visit));
  const { url, until, received } = await startReceiver();
  const webhook = await auth.webhooks.create({ url, types: ['reauth.needs_human'] });
  const named = { name: 'parked', domain: site.host };
  await auth.credentials.create({ ...named, values: USER });
  const { auth_agent } = await auth.agents.auth.ensure({
    domain: site.host,
    profile_name: 'parked',
    credential_name: 'parked',
  });
  await auth.credentials.update('parked', { remove_value_keys: ['password'] });
  silent.end();
  await auth.agents.auth.checkNow(auth_agent.id);

  const isOwn = ({ data }: { readonly data: Readonly<Record<string, unknown>> }) =>
    data.auth_agent_id === auth_agent.id;
  await until((all) => all.some(isOwn));
  const { data } = received.find(isOwn)!;
  const invocation_id = String(data.invocation_id);
  const logins = auth.agents.auth.invocations;
  for await (const state of logins.follow(invocation_id)) if (state.parked_since) break;
  const waits = await logins.retrieve(invocation_id);
  expect(waits.pending_fields.map(({ name }) => name)).toEqual(['password']);
  expect(waits.timeline.at(-1)).toMatchObject({ event: 'parked' });
  expect(Date.parse(waits.expires_at) - Date.now()).toBeGreaterThan(6 * 24 * 3_600_000);
  expect((await auth.agents.auth.retrieve(auth_agent.id)).reauth_wait).toMatchObject({
    invocation_id,
    missing: ['password'],
  });
  expect(data.text).toContain('The site asks for the password.');
  const listed = JSON.stringify((await auth.events.list({ auth_agent_id: auth_agent.id, limit: 100 })).items);
  expect(listed).not.toContain('link=');

  const link = String(data.hosted_url);
  for (const method of ['GET', 'HEAD']) await fetch(link, { method, headers: { accept: 'text/html' } });
  const page = await (await browser.newContext({ locale: 'en-US' })).newPage();
  await page.goto(link);
  await page.getByRole('button', { name: 'Open the request' }).click();
  const other = await (await browser.newContext({ locale: 'en-US' })).newPage();
  await agree(page);
  await other.goto(link);
  await other.getByRole('button', { name: 'Open the request' }).click();
  await other.getByRole('heading', { name: 'This link is open in another browser' }).waitFor();
  await page.locator('input[type=password]').fill(USER.password);
  await page.locator('form button[type=submit]').click();
  await page.getByRole('heading', { name: 'You are signed in' }).waitFor({ timeout: 120_000 });
  expect(await logins.wait(invocation_id, { timeout: 60 })).toMatchObject({ status: 'SUCCESS', type: 'reauth' });
  expect((await auth.agents.auth.retrieve(auth_agent.id)).reauth_wait).toBeNull();

  await other.goto(link);
  await other.getByRole('button', { name: 'Open the request' }).click();
  await other.getByRole('heading', { name: 'There is nothing left to do' }).waitFor();
  await auth.webhooks.delete(webhook.id);
  await site.stop();
}, 300_000);
