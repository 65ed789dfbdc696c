import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../../../worker/launch-chromium.js';
import { SAMPLE_USER } from '../../sites/sample.js';
import { joinTestStack, SAMPLE_TOTP, type TestStack } from '../../support/stack.js';
import { agree } from './harness.js';

const WRONG = 'not the password of the sample user';

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

async function carried(request: Request): Promise<string> {
  return `${request.url()}\n${JSON.stringify(await request.allHeaders())}\n${request.postData() ?? ''}`;
}

async function answer(page: Page, password: string): Promise<void> {
  await page.locator('input[type=password]').fill(password);
  await page.locator('form button[type=submit]').click();
}

test('a stranger completes a login with the link alone, and nobody between the page and the worker sees the password', async () => {
  const { auth, domain } = stack;
  const { email, password, totpSecret } = SAMPLE_USER;
  await auth.credentials.create({ name: 'partial', domain, values: { email }, totp_secret: SAMPLE_TOTP });
  const agent = await auth.agents.auth.create({ domain, profile_name: 'hosted', credential_name: 'partial' });
  const { hosted_url, invocation_id } = await auth.agents.auth.invocations.create({
    auth_agent_id: agent.id,
    save_credential_as: 'partial',
  });

  const page = await (await browser.newContext({ locale: 'en-US' })).newPage();
  const requests: Request[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request));
  page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
  await page.goto(hosted_url ?? '');
  await page.getByText('as “partial”').waitFor();
  expect(page.url()).not.toContain('code=');
  await agree(page);

  await page.getByRole('heading', { name: 'Enter your password' }).waitFor({ timeout: 60_000 });
  await answer(page, WRONG);
  await page.getByRole('heading', { name: 'Please try again' }).waitFor({ timeout: 60_000 });
  expect(await page.locator('#field-password-error').textContent()).toContain(domain);
  await answer(page, password);
  // Two codes of one secret can't lie closer together than a time step of RFC 6238.
  await page.getByRole('heading', { name: 'You are signed in' }).waitFor({ timeout: 120_000 });

  expect((await auth.agents.auth.invocations.retrieve(invocation_id)).status).toBe('SUCCESS');
  const traffic = (await Promise.all(requests.map(carried))).join('\n');
  expect(requests.filter((request) => request.url().endsWith('/submit'))).toHaveLength(2);
  for (const value of [WRONG, password, totpSecret]) {
    expect(traffic).not.toContain(value);
    expect(traffic).not.toContain(encodeURIComponent(value));
    expect(traffic).not.toContain(Buffer.from(value).toString('base64url'));
  }
  expect(new Set(requests.map((request) => new URL(request.url()).host)).size).toBe(1);
  expect(complaints).toEqual([]);

  await page.reload();
  await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
}, 300_000);
