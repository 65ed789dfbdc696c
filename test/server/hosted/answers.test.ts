import type { Page, Request } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import { hashOfSealed } from '../../../contract/invocation/entitlement.js';
import { openText } from '../../../contract/sealing/seal.js';
import { variants } from '../../support/variants.js';
import { CODE } from './fake-api.js';
import { agree, eventually, hostedPage } from './harness.js';
import { field, INVOCATION_ID, makeKey, password, STATES, type StateName } from './states.js';

const hosted = hostedPage();

afterEach(() => expect(hosted.complaints).toEqual([]));

async function openAt(name: StateName): Promise<Page> {
  hosted.api.reset(name);
  const page = await hosted.open(hosted.api.link());
  await agree(page);
  return page;
}

const passwordInput = (page: Page) => page.getByLabel('Password', { exact: true });
const submit = (page: Page) => page.locator('form button[type=submit]').click();
const submitted = () => eventually(() => hosted.api.submissions.length, 1);

/** Everything that a request carries. */
async function carried(request: Request): Promise<string> {
  return `${request.url()}\n${JSON.stringify(await request.allHeaders())}\n${request.postData() ?? ''}`;
}

/** The answer that the code of the link entitles to, by the last submission. */
async function entitled(): Promise<unknown> {
  const { key, submissions } = hosted.api;
  const { entitlement, question } = submissions.at(-1)!;
  const place = { purpose: 'entitlement', invocation: INVOCATION_ID, step: question! } as const;
  const { link_code, answer } = JSON.parse(await openText(entitlement!, key.privateKey, key.kid, place));
  expect(link_code).toBe(CODE);
  return answer;
}

/** The ways in which a value could be seen on the line. */
const disguises = (value: string): string[] => [
  value,
  encodeURIComponent(value),
  JSON.stringify(value).slice(1, -1),
  Buffer.from(value).toString('base64').replace(/=+$/, ''),
  Buffer.from(value).toString('base64url'),
  Buffer.from(value).toString('hex'),
];

describe('values', () => {
  const secret = 'Canary "9f3c" päss wörd & more';

  test('are sealed before they leave the page: the traffic holds none of them', async () => {
    const { api } = hosted;
    const page = await openAt('form-password');
    const requests: Request[] = [];
    page.on('request', (request) => requests.push(request));
    await passwordInput(page).fill(secret);
    await page.getByRole('button', { name: 'Show password' }).click();
    await submit(page);
    await submitted();
    await page.getByRole('heading', { name: 'Signing in' }).waitFor();

    const traffic = (await Promise.all(requests.map(carried))).join('\n');
    expect(traffic).toContain('/submit');
    for (const disguise of disguises(secret)) expect(traffic).not.toContain(disguise);
    const stored = await page.evaluate(() => JSON.stringify([sessionStorage, localStorage, document.body.outerHTML]));
    expect(stored).not.toContain('Canary');

    const { question, kid, sealed_values } = api.submissions[0]!;
    expect({ question, kid, names: Object.keys(sealed_values ?? {}) }).toEqual({
      question: 1,
      kid: api.key.kid,
      names: ['password'],
    });
    const place = { purpose: 'answer', invocation: INVOCATION_ID, step: 1, field: 'password' } as const;
    expect(await openText(sealed_values!.password!, api.key.privateKey, api.key.kid, place)).toBe(secret);
    // Not for another question, and not for another field.
    for (const other of [
      { ...place, step: 2 },
      { ...place, field: 'email' },
    ])
      await expect(openText(sealed_values!.password!, api.key.privateKey, api.key.kid, other)).rejects.toThrow();
    expect(await entitled()).toEqual({ field_values: { password: await hashOfSealed(sealed_values!.password!) } });
  });

  test('of different length look the same', async () => {
    const lengths: number[] = [];
    for (const value of ['a', 'a-much-longer-password-of-48-characters-in-total']) {
      const page = await openAt('form-password');
      await passwordInput(page).fill(value);
      await submit(page);
      await submitted();
      lengths.push(hosted.api.submissions[0]!.sealed_values!.password!.length);
    }
    expect(new Set(lengths).size).toBe(1);
  });

  test('are not sent when the key was exchanged for one that the vault did not sign', async () => {
    const { api } = hosted;
    const page = await openAt('form-password');
    const [header, , signature] = api.key.published.split('.');
    const stranger = await makeKey();
    const swapped = [header, stranger.published.split('.')[1], signature].join('.');
    api.show({ ...STATES['form-password'], sealing_key: swapped });
    await page.reload();
    await passwordInput(page).fill(secret);
    await submit(page);
    await page.getByRole('alert').getByText('Something failed on our side.').waitFor();
    expect(api.submissions).toEqual([]);
  });

  test('several go together; one that may stay empty is left out; codes lose their spaces, passwords nothing', async () => {
    const { api } = hosted;
    hosted.api.reset();
    api.show({
      ...STATES['form-several'],
      pending_fields: [...STATES['form-several'].pending_fields!, field('code', 'code', { label: 'Code' })],
    });
    const page = await hosted.open(api.link());
    await agree(page);
    await page.getByLabel('E-mail address').fill(' ada@example.com ');
    await passwordInput(page).fill(' p w ');
    await page.getByLabel('Region').selectOption('us');
    await page.getByLabel('Code').fill('123 456');
    await page.getByLabel('Code').press('Enter');
    await submitted();
    const { sealed_values, question } = api.submissions[0]!;
    const opened: Record<string, string> = {};
    for (const [name, sealed] of Object.entries(sealed_values!)) {
      const place = { purpose: 'answer', invocation: INVOCATION_ID, step: question!, field: name } as const;
      opened[name] = await openText(sealed, api.key.privateKey, api.key.kid, place);
    }
    expect(opened).toEqual({ email: 'ada@example.com', password: ' p w ', region: 'us', code: '123456' });
  });
});

describe('the form', () => {
  test('says what is missing beside the field, and sends nothing', async () => {
    const page = await openAt('form-several');
    await submit(page);
    const email = page.getByLabel('E-mail address');
    await eventually(() => email.getAttribute('aria-invalid'), 'true');
    await eventually(() => page.evaluate(() => document.activeElement?.id), 'field-email');
    await eventually(() => page.locator('#field-email-error').textContent(), 'Please fill this in.');
    expect(await page.getByLabel('Company ID').getAttribute('aria-invalid')).toBe('false');
    expect(hosted.api.submissions).toEqual([]);
  });

  test("shows the site's refusal beside the field that it refused, as its description", async () => {
    const page = await openAt('refused');
    const input = passwordInput(page);
    expect(await input.getAttribute('aria-invalid')).toBe('true');
    const described = (await input.getAttribute('aria-describedby'))!.split(' ');
    const words = await page.locator(`#${described[0]}`).textContent();
    expect(words).toContain('accounts.example.co.uk says: “Wrong password. You have 4 attempts left.”');
    await eventually(() => page.evaluate(() => document.activeElement?.id), 'field-password');
    expect(await input.inputValue()).toBe('');
  });

  test('words of the site that belong to no field stand above all', async () => {
    hosted.api.reset();
    hosted.api.show({ ...STATES.mfa, website_error: 'Text messages are not available.' });
    const page = await hosted.open(hosted.api.link());
    await agree(page);
    await page.getByRole('alert').getByText('Text messages are not available.').waitFor();
  });

  test('a password is shown by hand, and hidden when it is sent', async () => {
    hosted.api.reset('form-password');
    hosted.api.behaviour = { refuseSubmit: { status: 503, code: 'worker_unavailable' } };
    const page = await hosted.open(hosted.api.link());
    await agree(page);
    const input = passwordInput(page);
    await input.fill('secret');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await input.getAttribute('type')).toBe('text');
    await page.getByRole('button', { name: 'Hide password' }).waitFor();
    await input.press('Enter');
    await eventually(() => input.getAttribute('type'), 'password');
  });

  test('can be filled in by keyboard alone', async () => {
    hosted.api.reset('form-and-sso');
    const page = await hosted.open(hosted.api.link());
    await page.locator('.facts').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await eventually(() => page.evaluate(() => document.activeElement?.id), 'field-password');
    await page.keyboard.type('secret');
    for (let tabs = 0; tabs < 3; tabs += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await submitted();
    expect(hosted.api.submissions).toMatchObject([{ sso_button: '//button[1]' }]);
  });
});

describe('choices', () => {
  test.each(
    variants(1, [
      ['sso', 'Continue with Microsoft', { sso_button: '//button[2]' }],
      ['mfa', 'Text message to •••• ••42', { selected_mfa_type: 'sms' }],
      ['mfa', 'Try another way', { selected_mfa_type: 'switch' }],
      ['accounts', 'Example Marketing', { sign_in_option_id: 'a2' }],
    ] as const),
  )('%s: %s', async (name, label, sent) => {
    const page = await openAt(name);
    await page.getByRole('button', { name: label.split(' to ')[0]! }).click();
    await submitted();
    expect(hosted.api.submissions[0]).toMatchObject({ question: 1, kid: hosted.api.key.kid, ...sent });
    expect(await entitled()).toEqual(sent);
    await page.getByRole('heading', { name: 'Signing in' }).waitFor();
  });

  test('"use another method" comes last', async () => {
    const page = await openAt('mfa');
    expect(await page.locator('.choices li:last-child').textContent()).toContain('Try another way');
  });
});

describe('an answer that does not arrive', () => {
  test.each(
    variants(1, [
      ['too many requests', { status: 429, code: 'too_many_requests' }, 'Too many requests'],
      ['no worker', { status: 503, code: 'worker_unavailable' }, 'Too many requests'],
      ['a failure', { status: 500, code: 'internal_error' }, 'Something failed on our side'],
      ['a question of before', { status: 409, code: 'stale_step' }, 'The site has moved on'],
      ['a refusal', { status: 422, code: 'unknown_field' }, 'That was not accepted'],
    ]),
  )('%s: says so and keeps what was typed', async (_, refuseSubmit, words) => {
    const page = await openAt('form-password');
    hosted.api.behaviour = { refuseSubmit };
    await passwordInput(page).fill('typed once');
    await submit(page);
    await page.getByRole('alert').getByText(words).waitFor();
    expect(await passwordInput(page).inputValue()).toBe('typed once');
    hosted.api.behaviour = {};
    await submit(page);
    await submitted();
  });

  test('without a network', async () => {
    const page = await openAt('form-password');
    await passwordInput(page).fill('typed once');
    await page.context().setOffline(true);
    await submit(page);
    await page.getByRole('alert').getByText('No connection.').waitFor();
    expect(await passwordInput(page).inputValue()).toBe('typed once');
    await page.context().setOffline(false);
    await submit(page);
    await submitted();
  });

  test('after the link has ended', async () => {
    const page = await openAt('form-password');
    hosted.api.behaviour = { refuseSubmit: { status: 401, code: 'unauthorized' } };
    await passwordInput(page).fill('typed once');
    await submit(page);
    await page.getByRole('heading', { name: 'This link no longer works' }).waitFor();
  });

  test('that nothing entitled to: the link is of no use any more', async () => {
    const { api } = hosted;
    const page = await openAt('form-password');
    await passwordInput(page).fill('typed once');
    await submit(page);
    await page.getByRole('heading', { name: 'Signing in' }).waitFor();
    const last_rejected = { code: 'not_entitled', at: '2026-01-05T10:00:00.000Z' } as const;
    api.show({ ...STATES['form-password'], question: 2, last_rejected });
    await page.getByRole('heading', { name: 'This link no longer works' }).waitFor();
  });

  test('an accepted answer is not asked for again while the state lags behind', async () => {
    const { api } = hosted;
    const page = await openAt('form-password');
    await passwordInput(page).fill('typed once');
    await submit(page);
    await page.getByRole('heading', { name: 'Signing in' }).waitFor();
    // The same state once more, as a poll that was on its way brings it.
    api.breakStreams();
    await eventually(() => api.requests.filter((path) => path.endsWith('/events')).length > 1, true);
    expect(await passwordInput(page).count()).toBe(0);
    api.show({ ...STATES.refused, pending_fields: [password({ reason: 'rejected' })] });
    await page.getByRole('heading', { name: 'Please try again' }).waitFor();
  });
});
