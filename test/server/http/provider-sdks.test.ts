/** Credential providers as the vendor's own clients call them, under both paths. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinTestStack, type TestStack } from '../../support/stack.js';
import { connectBench } from '../../unit/providers/benches/onepassword-connect.js';
import { idOf, WORLD } from '../../unit/providers/world.js';
import { type Kernel, SDKS } from '../compat/sdks.js';

let stack: TestStack;
let bench: Awaited<ReturnType<typeof connectBench>>;
let apiKey: string;
let baseURL: string;
beforeAll(async () => {
  [stack, bench] = await Promise.all([joinTestStack(), connectBench()]);
  await bench.fill(WORLD);
  apiKey = (await readFile(stack.stack.file.access_key_file, 'utf8')).trim();
  baseURL = stack.stack.file.http_url!;
});
afterAll(async () => {
  await stack.stop();
  await bench.close();
});

const VAULTS = [
  { id: idOf('work'), name: 'work' },
  { id: idOf('other'), name: 'other' },
];

describe.each(SDKS)('@onkernel/sdk $version', ({ version, make }) => {
  /** Its types know no settings. */
  const create = (kernel: Kernel, more: object) =>
    kernel.credentialProviders.create({
      ...{ token: bench.token, settings: { host: bench.address }, cache_ttl_seconds: 60, ...more },
    } as never);

  it('creates, tests, changes and deletes one', async () => {
    const { credentialProviders, ...rest } = make({ baseURL, apiKey });
    const kernel = { ...rest, credentialProviders } as Kernel;
    const name = `sdk-${version}`;
    const made = await create(kernel, { name, provider_type: 'onepassword_connect' });
    expect(made).toMatchObject({ name, provider_type: 'onepassword_connect', enabled: true, priority: 0 });
    expect(await credentialProviders.retrieve(made.id)).toEqual(made);
    const changed = await credentialProviders.update(made.id, { enabled: false, priority: 7, cache_ttl_seconds: 0 });
    expect(changed).toMatchObject({ id: made.id, enabled: false, priority: 7 });
    expect(await credentialProviders.list()).toEqual(expect.arrayContaining([changed]));
    expect(await credentialProviders.test(made.id)).toEqual({ success: true, vaults: VAULTS });
    await bench.fail('token');
    const failing = await credentialProviders.test(made.id);
    await bench.fail(null);
    expect(failing).toMatchObject({ success: false, vaults: [], error: expect.stringContaining('token') });
    expect(JSON.stringify([made, changed, failing])).not.toContain(bench.token);
    await expect(create(kernel, { name, provider_type: 'onepassword_connect' })).rejects.toMatchObject({
      status: 409,
      error: { code: 'already_exists' },
    });
    await credentialProviders.delete(made.id);
    await expect(credentialProviders.retrieve(made.id)).rejects.toMatchObject({ status: 404 });
  });
});

it.each(['credential_providers', 'credential-providers'])(
  'answers under /org/%s as later clients ask',
  async (path) => {
    const call = async (method: string, at: string, body?: object) => {
      const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
      const answer = await fetch(new URL(`/org/${path}${at}`, baseURL), {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: answer.status, body: answer.status === 204 ? null : await answer.json() };
    };
    const settings = { host: bench.address };
    const wanted = { name: `later-${path}`, provider_type: 'onepassword_connect', token: bench.token, settings };
    const made = await call('POST', '', wanted);
    expect(made.status).toBe(201);
    const { id } = made.body;
    expect(await call('GET', `?limit=5&offset=0`)).toMatchObject({ status: 200, body: [{ id }] });
    expect((await call('GET', `?query=later`)).body).toHaveLength(1);
    expect((await call('GET', `?query=nobody`)).body).toEqual([]);
    const items = await call('GET', `/${id}/items`);
    expect(items.status).toBe(200);
    expect(items.body.items).toHaveLength(7);
    expect(items.body.items[0]).toMatchObject({
      id: expect.any(String),
      title: expect.any(String),
      path: expect.stringContaining('/'),
      vault_id: expect.any(String),
      vault_name: expect.any(String),
      urls: expect.any(Array),
    });
    expect(await call('GET', `/${id}/audit`)).toMatchObject({ status: 200, body: [] });
    expect((await call('DELETE', `/${id}`)).status).toBe(204);
  },
);
