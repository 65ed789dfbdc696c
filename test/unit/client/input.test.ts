import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AuthAgents } from '../../../client/agents/auth-agents.js';
import { Credentials } from '../../../client/credentials.js';
import { limitsOf } from '../../../client/invocations/start.js';
import { Listing } from '../../../client/listing.js';
import { Profiles } from '../../../client/profiles.js';
import { callerOf, fakeVault } from './fake-vault.js';

const credential = { name: 'github', domain: 'github.com', values: { email: 'a@b.c' } };

describe('what a caller gives', () => {
  it.each<[string, unknown, string, string[]]>([
    ['no name', { domain: 'github.com', values: {} }, 'invalid_input', ['name']],
    ['an unusable name', { ...credential, name: 'a b' }, 'invalid_name', ['name']],
    ['an address as domain', { ...credential, domain: 'https://github.com' }, 'invalid_domain', ['domain']],
    ['an empty value', { ...credential, values: { email: '' } }, 'invalid_input', ['values.email']],
    ['an unusable key', { ...credential, values: { 'E-Mail': 'x' } }, 'invalid_input', ['values.E-Mail']],
    ['an unknown member', { ...credential, totp: 'x' }, 'invalid_input', ['totp']],
    ['nothing', undefined, 'invalid_input', []],
  ])('is refused before a call: %s', async (_, input, code, fields) => {
    const vault = await fakeVault(() => null);
    await expect(new Credentials(callerOf(vault)).create(input as never)).rejects.toMatchObject({
      code,
      details: { fields },
    });
    expect(vault.seen).toEqual([]);
  });

  it('never comes back in an error', async () => {
    const { create } = new Credentials(callerOf(await fakeVault(() => null)));
    const secret = fc.string().map((text) => `c4nary ${text}`);
    const wrong = fc.oneof(
      fc.dictionary(secret, secret),
      fc.record({ name: secret, domain: secret, values: fc.dictionary(secret, secret), totp_secret: secret }),
      fc.record({
        name: fc.constant('a'),
        domain: fc.constant('a.com'),
        values: fc.dictionary(secret, secret, { minKeys: 1 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(wrong, async (input) => {
        const error = await create(input as never).then(
          () => 'accepted',
          (thrown) => JSON.stringify(thrown),
        );
        expect(error).not.toBe('accepted');
        expect(error).not.toContain('c4nary');
      }),
    );
  });

  it('is normalised', async () => {
    const seen: unknown[] = [];
    const caller = callerOf(await fakeVault((_, params) => seen.push(params)));
    await new Credentials(caller).create({ ...credential, domain: ' Bücher.example. ' });
    expect(seen).toMatchObject([{ domain: 'xn--bcher-kva.example' }]);
  });

  it('removes an identity provider by an empty text as well as by null', async () => {
    const seen: unknown[] = [];
    const caller = callerOf(await fakeVault((_, params) => seen.push(params)));
    await new Credentials(caller).update('github', { sso_provider: '' });
    await new Credentials(caller).update('github', { name: 'hub' });
    expect(seen).toEqual([
      { id_or_name: 'github', sso_provider: null },
      { id_or_name: 'github', name: 'hub' },
    ]);
  });

  it.each([{ login_url: 'http://example.com' }, { login_url: 'https://user:pw@example.com' }, { login_url: 'x' }])(
    'is no login page: %j',
    async (more) => {
      const caller = callerOf(await fakeVault(() => null));
      await expect(
        new AuthAgents(caller).create({ domain: 'example.com', profile_name: 'p', ...more }),
      ).rejects.toMatchObject({
        code: 'invalid_url',
      });
    },
  );

  it('is no storage state', async () => {
    const caller = callerOf(await fakeVault(() => null));
    for (const storage_state of [7, null, undefined])
      await expect(
        new Profiles(caller).import({ name: 'p', domain: 'example.com', storage_state } as never),
      ).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('limits', () => {
  it.each([
    [undefined, undefined, null],
    [60, undefined, { idle_seconds: 60, overall_seconds: 1200 }],
    [86_400, undefined, { idle_seconds: 86_400, overall_seconds: 86_400 }],
    [undefined, 300, { idle_seconds: 300, overall_seconds: 300 }],
    [undefined, 86_400, { idle_seconds: 600, overall_seconds: 86_400 }],
    [60, 120, { idle_seconds: 60, overall_seconds: 120 }],
  ])('of a question %s and overall %s are %j', (idle, overall, limits) => {
    expect(limitsOf(idle, overall)).toEqual(limits);
  });
});

describe('a list', () => {
  const pageOf = (all: number[]) => {
    const asked: number[] = [];
    const fetch = async ({ limit = 2, offset = 0 }) => {
      asked.push(offset);
      return { items: all.slice(offset, offset + limit), has_more: all.length > offset + limit };
    };
    return { asked, fetch };
  };

  it('is one page when it is awaited', async () => {
    const { fetch, asked } = pageOf([1, 2, 3]);
    await expect(new Listing({}, fetch)).resolves.toEqual({ items: [1, 2], has_more: true });
    expect(asked).toEqual([0]);
  });

  it('is every item from the offset on when it is iterated over', async () => {
    const { fetch, asked } = pageOf([1, 2, 3, 4, 5]);
    const items: number[] = [];
    for await (const item of new Listing({ offset: 1 }, fetch)) items.push(item);
    expect(items).toEqual([2, 3, 4, 5]);
    expect(asked).toEqual([1, 3]);
  });
});
