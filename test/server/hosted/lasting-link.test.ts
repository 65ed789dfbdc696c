import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BEGIN_AGAIN } from '../../../contract/agent/reauth-wait.js';
import { CODE } from './fake-api.js';
import { agree, eventually, hostedPage } from './harness.js';

const hosted = hostedPage();
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
const exchanges = () => hosted.api.requests.filter((path) => path.includes('/exchange')).length;
const open = (page: Page) => page.getByRole('button', { name: 'Open the request' }).click();

beforeEach(() => {
  hosted.api.reset('form-password');
  hosted.api.behaviour = { lasting: true };
});
afterEach(() => expect(hosted.complaints).toEqual([]));

describe('a link that lives as long as its login waits', () => {
  test('is opened by a click alone: neither a fetch nor a program that runs its script opens it', async () => {
    const { api } = hosted;
    for (const method of ['GET', 'HEAD'])
      expect((await fetch(api.lastingLink(), { method, headers: { accept: 'text/html' } })).ok).toBe(true);
    const scanner = await hosted.open(api.lastingLink());
    await heading(scanner, 'A sign-in needs you').waitFor();
    await scanner.reload();
    expect(exchanges()).toBe(0);

    const page = await hosted.open(api.lastingLink({ lang: 'en' }));
    await heading(page, 'A sign-in needs you').waitFor();
    expect(page.url()).not.toContain(CODE);
    await open(page);
    await agree(page);
    await heading(page, 'Enter your password').waitFor();
    expect(exchanges()).toBe(1);
    expect(await page.evaluate(() => document.cookie)).toBe('');
  });

  test('opens again in its browser, also in another tab; another browser is told, and can have a new one sent', async () => {
    const { api } = hosted;
    const page = await hosted.open(api.lastingLink());
    await open(page);
    await page.locator('.facts').waitFor();
    const tab = await page.context().newPage();
    await tab.goto(api.lastingLink());
    await open(tab);
    await tab.locator('.facts').waitFor();

    const other = await hosted.open(api.lastingLink());
    await open(other);
    await heading(other, 'This link is open in another browser').waitFor();
    await other.getByRole('button', { name: 'Send a new link' }).click();
    await other.getByText('A new link is on its way').waitFor();
    expect(api.requests.filter((path) => path.endsWith('/resend'))).toHaveLength(1);
  });

  test('gets another token when one runs out, and what was typed stays', async () => {
    const { api } = hosted;
    const page = await hosted.open(api.lastingLink());
    await open(page);
    await agree(page);
    await page.getByLabel('Password', { exact: true }).fill('kept');
    api.endTokens();
    await eventually(exchanges, 2);
    expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('kept');
    await page.locator('form button[type=submit]').click();
    await eventually(() => api.submissions.length, 1);
  });

  test('says later that there is nothing left to do', async () => {
    const { api } = hosted;
    api.show('success');
    const page = await hosted.open(api.lastingLink());
    await open(page);
    await heading(page, 'There is nothing left to do').waitFor();
  });

  test('of a login that waits for presence alone has one button, which begins it again', async () => {
    const { api } = hosted;
    api.show('presence');
    const page = await hosted.open(api.lastingLink());
    await open(page);
    await agree(page);
    await heading(page, 'Continue when you are ready').waitFor();
    await page.getByRole('button', { name: 'I am here, go on' }).click();
    await eventually(() => api.submissions[0]?.sign_in_option_id, BEGIN_AGAIN);
  });
});
