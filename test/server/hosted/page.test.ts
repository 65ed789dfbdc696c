import type { Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import { variants } from '../../support/variants.js';
import { CODE } from './fake-api.js';
import { agree, eventually, hostedPage } from './harness.js';
import { password, STATES } from './states.js';

const hosted = hostedPage();
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

afterEach(() => expect(hosted.complaints).toEqual([]));

describe('the link', () => {
  test('the code leaves the address bar at once, and no other request than the exchange carries it', async () => {
    const { api } = hosted;
    const page = await hosted.open(api.link({ lang: 'en' }));
    await heading(page, 'Sign in to this site?').waitFor();
    expect(page.url()).toBe(`${api.origin}/agents/auth/invocations/${api.state.invocation_id}?lang=en`);
    expect(api.requests.filter((path) => path.includes('code='))).toHaveLength(1);
    expect(await page.evaluate(() => JSON.stringify([localStorage, document.cookie]))).toBe('[{},""]');
  });

  test('a reload goes on where the person was; another tab does not', async () => {
    const { api } = hosted;
    api.reset('form-password');
    const page = await hosted.open(api.link());
    await agree(page);
    await page.reload();
    await heading(page, 'Enter your password').waitFor();
    const other = await page.context().newPage();
    await other.goto(page.url());
    await heading(other, 'This link no longer works').waitFor();
  });

  test('its code is kept in the tab until the login has ended, and no longer', async () => {
    const { api } = hosted;
    api.reset('form-password');
    const page = await hosted.open(api.link());
    await agree(page);
    const kept = () => page.evaluate(() => Object.values({ ...sessionStorage }));
    expect(await kept()).toContain(CODE);
    api.show(STATES.success);
    await heading(page, 'You are signed in').waitFor();
    await eventually(async () => (await kept()).includes(CODE), false);
    await page.reload();
    await heading(page, 'You are signed in').waitFor();
  });

  test('works once', async () => {
    await (await hosted.open(hosted.api.link())).locator('.facts').waitFor();
    const second = await hosted.open(hosted.api.link());
    await heading(second, 'This link no longer works').waitFor();
  });

  test('back to the used link in the same tab goes on', async () => {
    const page = await hosted.open(hosted.api.link());
    await page.locator('.facts').waitFor();
    await page.goto(hosted.api.link());
    await heading(page, 'Sign in to this site?').waitFor();
  });

  test('a browser that can not seal is told so before the link is used up', async () => {
    const { api } = hosted;
    const page = await hosted.open('about:blank');
    await page.addInitScript(() => {
      const { generateKey } = SubtleCrypto.prototype;
      SubtleCrypto.prototype.generateKey = function (this: SubtleCrypto, ...args: Parameters<typeof generateKey>) {
        return args[0] === 'X25519' ? Promise.reject(new Error('unknown')) : generateKey.apply(this, args);
      } as typeof generateKey;
    });
    await page.goto(api.link());
    await heading(page, 'This browser cannot encrypt safely').waitFor();
    expect(api.requests.some((path) => path.includes('/exchange'))).toBe(false);
  });
});

describe('live state', () => {
  test('goes on by itself, with the focus where the person has to go on', async () => {
    const { api } = hosted;
    const page = await hosted.open(api.link());
    await agree(page);
    await heading(page, 'Opening the sign-in page').waitFor();
    await eventually(() => page.evaluate(() => document.activeElement?.tagName), 'H1');
    api.show('form-password');
    await heading(page, 'Enter your password').waitFor();
    await eventually(() => page.evaluate(() => document.activeElement?.id), 'field-password');
    expect(await page.title()).toBe('Enter your password – accounts.example.co.uk');
    api.show('external');
    await page.getByText('then choose 42').waitFor();
    api.show('success');
    await heading(page, 'You are signed in').waitFor();
  });

  test('a stream that breaks is taken up again', async () => {
    const { api } = hosted;
    const page = await hosted.open(api.link());
    await agree(page);
    api.breakStreams();
    api.show('form-password');
    await heading(page, 'Enter your password').waitFor();
    api.show('success');
    await heading(page, 'You are signed in').waitFor();
  });

  test('polls where no stream gets through', async () => {
    const { api } = hosted;
    api.behaviour = { stream: false };
    const page = await hosted.open(api.link());
    await agree(page);
    api.show('form-password');
    await heading(page, 'Enter your password').waitFor();
  });

  test('says that the connection is lost, and keeps what was typed until it is back', async () => {
    const { api } = hosted;
    api.reset('form-password');
    const page = await hosted.open(api.link());
    await agree(page);
    await page.getByLabel('Password', { exact: true }).fill('kept');
    api.behaviour = { refuseRead: 503 };
    api.breakStreams();
    await page.getByText('Connection lost').waitFor();
    expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('kept');
    api.behaviour = {};
    await page.getByText('Connection lost').waitFor({ state: 'detached' });
    expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('kept');
  });

  test('a token that is no longer good ends the visit, and nothing stays in the tab', async () => {
    const { api } = hosted;
    const page = await hosted.open(api.link());
    await page.locator('.facts').waitFor();
    api.behaviour = { refuseRead: 401 };
    api.breakStreams();
    await heading(page, 'This link no longer works').waitFor();
    expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
  });

  test('a server that does not answer leaves the link good for another try', async () => {
    const { api } = hosted;
    const page = await hosted.open('about:blank');
    await page.route('**/exchange', (route) => route.abort());
    await page.goto(api.link());
    await heading(page, 'No connection').waitFor();
    await page.unroute('**/exchange');
    await page.getByRole('button', { name: 'Try again' }).click();
    await heading(page, 'Sign in to this site?').waitFor();
  });
});

describe('where it ends', () => {
  const target = 'http://localhost:9/done?from=app';

  test('an allowed address gets the outcome', async () => {
    const { api } = hosted;
    api.reset('success');
    api.behaviour = { allowedReturnUrls: ['http://localhost:9'] };
    const page = await hosted.open(api.link({ success_url: target }));
    const link = page.getByRole('link', { name: 'Go on to localhost:9' });
    expect(await link.getAttribute('href')).toBe(`${target}&profile_name=marketing&domain=accounts.example.co.uk`);
    const left = page.waitForRequest((request) => request.isNavigationRequest() && request.url().startsWith(target));
    await left;
    hosted.complaints.length = 0;
  });

  test('a failure says its code, and waits for the person', async () => {
    const { api } = hosted;
    api.reset('failed');
    api.behaviour = { allowedReturnUrls: ['http://localhost:9'] };
    const page = await hosted.open(api.link({ error_url: target }));
    const href = await page.getByRole('link', { name: 'Back to localhost:9' }).getAttribute('href');
    expect(new URL(href ?? '').searchParams.get('code')).toBe('account_locked');
    await page.getByText('Unlock it on the site itself.').waitFor();
  });

  test.each(
    variants(1, [
      'javascript:alert(1)',
      'http://localhost:9.evil.net/',
      'https://localhost:9/',
      'http://user@localhost:9/',
      'data:text/html,hello',
      '//localhost:9/',
    ]),
  )('nobody is sent to %s', async (success_url) => {
    const { api } = hosted;
    api.reset('success');
    api.behaviour = { allowedReturnUrls: ['http://localhost:9'] };
    const page = await hosted.open(api.link({ success_url }));
    await page.getByText('You can close this page.').waitFor();
    expect(await page.getByRole('link').count()).toBe(0);
  });
});

describe('what the site says', () => {
  const markup = '<img src="https://evil.example/x.png" onerror="alert(1)"><b>bold</b>';

  test('is text and nothing else', async () => {
    const { api } = hosted;
    api.reset();
    api.show({
      ...STATES.refused,
      website_error: markup,
      pending_fields: [password({ label: markup, hint: markup, placeholder: markup, reason: 'rejected' })],
    });
    const page = await hosted.open(api.link());
    await agree(page);
    await page.getByText(markup).first().waitFor();
    expect(await page.locator('img, b').count()).toBe(0);
  });
});

describe('languages', () => {
  test('by the browser, by the link, and by hand', async () => {
    const page = await hosted.open(hosted.api.link(), { locale: 'de-AT' });
    await heading(page, 'Bei dieser Website anmelden?').waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('de');
    await page.getByRole('button', { name: 'English' }).click();
    await heading(page, 'Sign in to this site?').waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('en');
    hosted.api.reset();
    const wanted = await hosted.open(hosted.api.link({ lang: 'de' }), { locale: 'en-GB' });
    await heading(wanted, 'Bei dieser Website anmelden?').waitFor();
  });
});
