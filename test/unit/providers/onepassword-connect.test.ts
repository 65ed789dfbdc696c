import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onepasswordConnect } from '../../../activities/providers/onepassword-connect/index.js';
import { itemValuesOf } from '../../../activities/providers/onepassword-connect/item.js';
import { FULL_ITEM } from '../../../activities/providers/onepassword-connect/schemas.js';
import { serverAddress } from '../../../activities/providers/shared/settings.js';
import { connectBench } from './benches/onepassword-connect.js';
import { sendJson, serve } from './benches/serve.js';
import { WORLD } from './world.js';

const place = { folder: '/nowhere', timeoutMs: 10_000 };

describe('a server that has just started', () => {
  let bench: Awaited<ReturnType<typeof connectBench>>;
  beforeAll(async () => {
    bench = await connectBench();
    await bench.fill(WORLD);
  });
  afterAll(() => bench.close());

  it('is asked once again when it refuses its first request', async () => {
    expect(await bench.open().check()).toHaveLength(2);
    expect(bench.requests.splice(0)).toHaveLength(2);
  });

  it('is believed when it refuses later, or twice', async () => {
    await bench.fail('token');
    await expect(bench.open().check()).rejects.toMatchObject({ code: 'provider_token_invalid' });
    expect(bench.requests.splice(0)).toHaveLength(2);
    await bench.fail(null);
    const provider = bench.open();
    await provider.check();
    bench.restart();
    bench.requests.length = 0;
    await expect(provider.check()).rejects.toMatchObject({ code: 'provider_token_invalid' });
    expect(bench.requests).toHaveLength(1);
  });
});

it('never follows a redirect with the token', async () => {
  const seen: unknown[] = [];
  const elsewhere = await serve(
    (request, response) => {
      seen.push(request.headers.authorization);
      sendJson(response, 200, []);
    },
    () => '',
  );
  const server = await serve(
    (_, response) => response.writeHead(302, { location: `${elsewhere.address}/v1/vaults` }).end(),
    () => '',
  );
  const provider = onepasswordConnect.open({ token: 't', settings: { host: server.address } }, place);
  await expect(provider.check()).rejects.toMatchObject({
    code: 'provider_answer_invalid',
    details: { reason: 'redirect' },
  });
  expect(seen).toEqual([]);
  await server.close();
  await elsewhere.close();
});

it('escapes the ids that it is given', async () => {
  const paths: (string | undefined)[] = [];
  const server = await serve(
    (request, response) => {
      paths.push(request.url);
      sendJson(response, 404, {});
    },
    () => '',
  );
  const provider = onepasswordConnect.open({ token: 't', settings: { host: `${server.address}/base` } }, place);
  await expect(provider.read({ vault_id: '../../admin', item_id: 'a?b#c' })).rejects.toMatchObject({
    code: 'provider_item_not_found',
  });
  expect(paths).toEqual(['/base/v1/vaults/..%2F..%2Fadmin/items/a%3Fb%23c']);
  await server.close();
});

it.each([
  ['https://connect.example.com', true],
  ['http://connect:8080', true],
  ['http://10.1.2.3:8080', true],
  ['http://connect.svc.cluster.local', true],
  ['http://connect.example.com', false],
  ['http://8.8.8.8', false],
  ['https://user:pw@connect.example.com', false],
  ['https://connect.example.com/?a=1', false],
  ['file:///etc/passwd', false],
  ['connect', false],
])('takes %s for an address of a server: %s', (address, fits) => {
  expect(serverAddress.safeParse(address).success).toBe(fits);
});

const login = (fields: readonly unknown[]) =>
  itemValuesOf(FULL_ITEM.parse({ id: 'i', vault: { id: 'v' }, category: 'LOGIN', fields }));

describe('fields of an item', () => {
  it('are told apart by their purpose, and without one by what they are', () => {
    const user = { id: 'x', type: 'STRING', purpose: 'USERNAME', label: 'whatever', value: 'u' };
    const mail = { id: 'm', type: 'EMAIL', label: 'contact', value: 'm@x.example' };
    expect(login([mail, user]).values).toEqual({ username: 'u', contact: 'm@x.example' });
    expect(login([mail]).values).toEqual({ username: 'm@x.example' });
    expect(login([{ id: 'y', type: 'STRING', label: 'Benutzername', value: 'b' }]).values).toEqual({ username: 'b' });
  });

  it('give the code that stands with the login, in both spellings', () => {
    const other = { id: 'a', section: { id: 's' }, type: 'OTP', value: 'otpauth://totp/other' };
    const own = { id: 'b', type: 'TOTP', value: 'otpauth://totp/own' };
    expect(login([other, own]).totp).toBe('otpauth://totp/own');
    expect(login([other, { ...own, value: '' }]).totp).toBe('otpauth://totp/other');
  });

  it('without a value, of files and of notes are none', () => {
    const fields = [
      { id: 'password', type: 'CONCEALED', purpose: 'PASSWORD', value: '' },
      { id: 'n', type: 'STRING', purpose: 'NOTES', label: 'notes', value: 'n' },
      { id: 'r', type: 'REFERENCE', label: 'linked', value: 'r' },
      { id: 'p', type: 'CONCEALED', label: '__proto__', value: 'p' },
    ];
    const { values } = login(fields);
    expect(values).toEqual({ proto: 'p' });
  });
});
