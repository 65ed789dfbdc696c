import { afterEach, describe, expect, test, vi } from 'vitest';
import { codeAt } from '../../sites/sample/totp.js';
import { SAMPLE_USER, type SampleSite, type SampleSiteOptions, startSampleSite } from '../../sites/sample.js';
import { fieldNames, Visitor } from './visitor.js';

let site: SampleSite;
const start = async (options: SampleSiteOptions = {}): Promise<Visitor> => {
  site = await startSampleSite({ seed: 7, ...options });
  return new Visitor();
};
afterEach(async () => {
  vi.useRealTimers();
  await site.stop();
});

const { email, password, totpSecret } = SAMPLE_USER;
const stepNow = () => Math.floor(Date.now() / 30_000);
const codeNow = () => codeAt(totpSecret, stepNow());

/** Up to the code page. */
async function provePassword(visitor: Visitor): Promise<void> {
  await visitor.open(site.loginUrl);
  await visitor.submit(email);
  await visitor.submit(password);
}

describe('the login', () => {
  test('leads over e-mail, password and code to the members page', async () => {
    const visitor = await start();
    await visitor.open(site.url);
    expect(visitor.page.html).toContain(new URL(site.loginUrl).pathname);
    await provePassword(visitor);
    await visitor.submit(codeNow());
    expect(visitor.page.url).toBe(site.membersUrl);
    expect(visitor.page.html).toContain(email);
    expect(site.counts()).toEqual({
      pages: { home: 1, login: 1, password: 1, code: 1, members: 1 },
      identifierSubmits: 1,
      wrongIdentifiers: 0,
      passwordSubmits: 1,
      wrongPasswords: 0,
      codeSubmits: 1,
      wrongCodes: 0,
      reusedCodes: 0,
      sessionsCreated: 1,
      sessionsSeen: 1,
    });
  });

  test('refuses what is wrong with an alert, on the page where it was typed', async () => {
    const visitor = await start();
    await visitor.open(site.loginUrl);
    expect((await visitor.submit('other@example.com')).alert).toContain('e-mail');
    await visitor.submit(email);
    expect((await visitor.submit('wrong')).alert).toContain('password');
    await visitor.submit(password);
    const ahead = codeAt(totpSecret, stepNow() + 2);
    expect((await visitor.submit(ahead)).alert).toContain('code');
    expect(visitor.page.url).toBe(`${site.loginUrl}/code`);
    expect(site.counts()).toMatchObject({ wrongIdentifiers: 1, wrongPasswords: 1, wrongCodes: 1, sessionsCreated: 0 });
  });

  test('takes a code once only', async () => {
    const visitor = await start();
    await provePassword(visitor);
    const code = codeNow();
    await visitor.submit(code);
    const second = new Visitor();
    await provePassword(second);
    expect((await second.submit(code)).alert).toContain('used already');
    expect(site.counts()).toMatchObject({ reusedCodes: 1, sessionsCreated: 1 });
  });

  test('can not be entered half-way', async () => {
    const visitor = await start();
    await visitor.open(`${site.loginUrl}/code`);
    expect(visitor.page.url).toBe(site.loginUrl);
  });

  test('needs no code from a user without a secret', async () => {
    const visitor = await start({ users: [{ email, password }] });
    await provePassword(visitor);
    expect(visitor.page.url).toBe(site.membersUrl);
  });
});

describe('the session', () => {
  const logIn = async (visitor: Visitor) => {
    await provePassword(visitor);
    await visitor.submit(codeNow());
  };

  test('sends anonymous visitors to the login', async () => {
    const visitor = await start();
    await visitor.open(site.membersUrl);
    expect(visitor.page.url).toBe(site.loginUrl);
    expect(site.counts().sessionsSeen).toBe(0);
  });

  test('has a cookie that scripts can not read and that says when it ends', async () => {
    const visitor = await start({ sessionSeconds: 90 });
    await logIn(visitor);
    const cookie = visitor.setCookieHeaders.at(-1) ?? '';
    const expires = Date.parse(/Expires=([^;]*)/.exec(cookie)?.[1] ?? '');
    expect(cookie).toContain('HttpOnly');
    expect(Math.abs(expires - Date.now() - 90_000)).toBeLessThan(10_000);
  });

  test('ends on the clock of the site, whatever cookie the visitor keeps', async () => {
    const visitor = await start({ sessionSeconds: 20 });
    vi.useFakeTimers({ toFake: ['Date'] });
    await logIn(visitor);
    vi.setSystemTime(Date.now() + 19_000);
    expect((await visitor.open(site.membersUrl)).url).toBe(site.membersUrl);
    vi.setSystemTime(Date.now() + 1_000);
    expect((await visitor.open(site.membersUrl)).url).toBe(site.loginUrl);
  });

  test('ends on request, and from another process by address', async () => {
    const visitor = await start();
    await logIn(visitor);
    await fetch(new URL('/__expire', site.url), { method: 'POST' });
    expect((await visitor.open(site.membersUrl)).url).toBe(site.loginUrl);
  });

  test('ends with the sign-out button', async () => {
    const visitor = await start();
    await logIn(visitor);
    await fetch(new URL('/logout', site.url), {
      method: 'POST',
      headers: { cookie: [...visitor.cookies].map((pair) => pair.join('=')).join('; ') },
    });
    expect((await visitor.open(site.membersUrl)).url).toBe(site.loginUrl);
  });
});

describe('what it tells about what it received', () => {
  test('are names and numbers, never values', async () => {
    const visitor = await start();
    await provePassword(visitor);
    const told = await (await fetch(new URL('/__counts', site.url))).text();
    expect(JSON.parse(told)).toEqual({ ...site.counts(), received: site.received() });
    expect(site.received().map((form) => form.page)).toEqual(['login', 'password']);
    expect(told).not.toContain(email);
    expect(told).not.toContain(password);
  });
});

describe('variants', () => {
  test('onePage asks for e-mail and password at once', async () => {
    const visitor = await start({ variant: { onePage: true } });
    await visitor.open(site.loginUrl);
    expect(fieldNames(visitor.page.html)).toHaveLength(2);
    expect((await visitor.submit(email, 'wrong')).alert).toContain('password');
    await visitor.submit(email, password);
    expect(visitor.page.url).toBe(`${site.loginUrl}/code`);
  });

  test('noSession greets the user and forgets him', async () => {
    const visitor = await start({ variant: { noSession: true } });
    await provePassword(visitor);
    expect((await visitor.submit(codeNow())).html).toContain(email);
    expect((await visitor.open(site.membersUrl)).url).toBe(site.loginUrl);
    expect(site.counts().sessionsCreated).toBe(0);
  });

  test('http500 and noForm have no login', async () => {
    const visitor = await start({ variant: { http500: true } });
    expect((await visitor.open(site.loginUrl)).status).toBe(500);
    await site.stop();
    await start({ variant: { noForm: true } });
    expect((await visitor.open(site.loginUrl)).html).not.toContain('<form');
  });

  test('hang never answers, and can be stopped all the same', async () => {
    const visitor = await start({ variant: { hang: true } });
    const answer = visitor.open(site.loginUrl).then(
      () => 'answered',
      () => 'cut off',
    );
    expect((await visitor.open(site.url)).status).toBe(200);
    await site.stop();
    expect(await answer).toBe('cut off');
    site = await startSampleSite({ seed: 7 });
  });

  test('echo repeats values in text, title and address, refused or not', async () => {
    const visitor = await start({ variant: { echo: true } });
    await visitor.open(site.loginUrl);
    await visitor.submit(email);
    const page = await visitor.submit('canary value');
    expect(page.title).toContain('canary value');
    expect(page.html).toContain('You sent: canary value');
    expect(page.url).toContain('canary%20value');
    expect(page.alert).toContain('password');
    expect((await visitor.submit(password)).url).toContain(encodeURIComponent(password));
  });

  test('lockout refuses the right password too, after three wrong ones', async () => {
    const visitor = await start({ variant: { lockout: true } });
    await visitor.open(site.loginUrl);
    await visitor.submit(email);
    for (const wrong of ['1', '2', '3']) await visitor.submit(wrong);
    expect((await visitor.submit(password)).alert).toContain('locked');
    expect(site.counts()).toMatchObject({ passwordSubmits: 4, wrongPasswords: 3 });
  });

  test.each(['always', 'typing', 'rerender'] as const)('disabledField %s puts its script on the page', async (mode) => {
    const visitor = await start({ variant: { disabledField: mode } });
    await visitor.open(site.loginUrl);
    await visitor.submit(email);
    expect(visitor.page.html).toMatch(/<script>.*getElementById/s);
  });
});

test('the same seed serves the same pages, another seed others', async () => {
  const visitor = await start();
  const first = (await visitor.open(site.loginUrl)).html;
  await site.stop();
  await start();
  const again = (await visitor.open(site.loginUrl)).html;
  await site.stop();
  await start({ seed: 8 });
  expect(again).toBe(first);
  expect((await visitor.open(site.loginUrl)).html).not.toBe(first);
});

test('answers on both loopback addresses, as localhost means either', async () => {
  await start();
  const port = new URL(site.url).port;
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  expect((await fetch(site.url)).status).toBe(200);
});
