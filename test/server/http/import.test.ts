import { afterAll, beforeAll, expect, it } from 'vitest';
import { MAX_ENVELOPE_BYTES } from '../../../contract/index.js';
import { joinTestStack, type TestStack } from '../../support/stack.js';
import { type Ask, adminKey, asker, keyWith, startTestServer, type TestServer } from './support.js';

const VALUE = 'canary-5d7a';
const IN_AN_HOUR = Math.floor(Date.now() / 1000) + 3600;

let stack: TestStack;
let server: TestServer;
let ask: Ask;
let key: string;
beforeAll(async () => {
  stack = await joinTestStack();
  server = await startTestServer(stack);
  ask = asker(server.url);
  key = await adminKey(stack);
});
afterAll(async () => {
  await server?.stop();
  await stack?.stop();
});

const importInto = (profile: string, storage_state: unknown, domain: string | undefined = 'shop.example', as = key) =>
  ask('POST', `/profiles/${profile}/import`, as, { domain, storage_state });
const cookiesIn = async (profile: string): Promise<string[]> =>
  (await stack.auth.profiles.storageState(profile)).cookies.map(({ name, domain }) => `${name} ${domain}`);

const sid = { name: 'sid', value: VALUE, domain: '.shop.example' };
const unfit = { name: '__Host-x', value: VALUE, domain: 'shop.example', path: '/', secure: false };
const stranger = { name: 'other', value: VALUE, domain: '.bank.example' };

it.each<[string, unknown]>([
  [
    "Playwright's storage state",
    { cookies: [sid, unfit, stranger].map((one) => ({ sameSite: 'Lax', ...one })), origins: [] },
  ],
  ['without origins', { cookies: [sid, unfit, stranger] }],
  [
    'a list of EditThisCookie',
    [sid, unfit, stranger].map((one) => ({ ...one, expirationDate: IN_AN_HOUR, storeId: '0' })),
  ],
  [
    'the text of a cookies.txt',
    [sid, unfit, stranger]
      .map(({ name, domain }) => [domain, 'FALSE', '/', 'FALSE', IN_AN_HOUR, name, VALUE].join('\t'))
      .join('\r\n'),
  ],
  ['its JSON as one text', JSON.stringify([sid, unfit, stranger])],
])('%s is taken, of one site, and what a browser would not take is named', async (_, storage_state) => {
  const profile = `import-${Math.random().toString(36).slice(2)}`;
  const { status, text, body } = await importInto(profile, storage_state);
  expect({ status, ...(body as object) }).toMatchObject({
    status: 200,
    name: profile,
    domains: ['shop.example'],
    left_out: [{ name: '__Host-x', domain: 'shop.example', reason: 'host_prefix' }],
    replaced: [],
    logins_running: [],
  });
  expect(text).not.toContain(VALUE);
  expect((await cookiesIn(profile)).map((one) => one.replace(' .', ' '))).toEqual(['sid shop.example']);
});

it('goes into the profile whose id is given, and takes the place of what it held of the site', async () => {
  await importInto('by-id', [sid]);
  // Of the stack that files share: the first version of a profile is past those of deleted ones that somebody still goes on from.
  const { id, version } = await stack.auth.profiles.retrieve('by-id');
  const again = await importInto(id, [{ ...sid, name: 'newer' }]);
  expect(again.body).toMatchObject({
    id,
    name: 'by-id',
    version: version + 1,
    replaced: [{ domain: 'shop.example', proven_at: null }],
  });
  expect(await cookiesIn('by-id')).toEqual(['newer .shop.example']);
});

it('may be as large as a session: more than other bodies, and not more than that', async () => {
  const large = { ...sid, value: VALUE };
  const origin = (length: number) => ({
    cookies: [large],
    origins: [{ origin: 'https://shop.example', localStorage: [{ name: 'cache', value: 'x'.repeat(length) }] }],
  });
  expect(await importInto('large', origin(2_000_000))).toMatchObject({ status: 200 });
  const refused = await importInto('large', origin(MAX_ENVELOPE_BYTES));
  expect(refused).toMatchObject({ status: 413, body: { code: 'session_too_large' } });
  expect(refused.text).toContain('leave out what the site keeps in localStorage');
});

it.each<[string, unknown, string]>([
  ['a number', 5, 'storage_state: must be a storage state, a list of cookies, or the text of a cookies.txt'],
  ['nothing', undefined, 'storage_state: is missing'],
  ['an object of something else', { canary: VALUE }, "Playwright's storage state, a JSON list of cookies"],
  ['a line that is no cookie', `${VALUE} and more`, 'seven parts between tabs'],
  ['JSON that was cut', `[{"name": "${VALUE}`, 'JSON that is whole'],
  ['another site', [stranger], 'something of shop.example'],
])('says what is wrong with %s, and never what is in it', async (_, storage_state, problem) => {
  const { status, text, body } = await importInto('odd', storage_state);
  expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_input' });
  expect(text).toContain(problem);
  expect(text + server.log.join('')).not.toContain(VALUE);
  await expect(stack.auth.profiles.retrieve('odd')).rejects.toMatchObject({ code: 'profile_not_found' });
});

it('is for keys with the scope admin', async () => {
  const answer = await importInto('mine', [sid], undefined, await keyWith(stack, 'orchestrate'));
  expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  expect(await importInto('...%20', [sid])).toMatchObject({ status: 400, body: { code: 'invalid_name' } });
});
