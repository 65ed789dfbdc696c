import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { createProviders, PROVIDER_KINDS } from '../../activities/providers/index.js';
import { OPERATIONS } from '../../activities/vault/calls/operations.js';
import { AgentAuthError, agentId, type ErrorCode, type VaultOperation } from '../../contract/index.js';
import { runs } from '../support/variants.js';
import { grant, openTestVault } from './support/vault.js';

/** Codes that say that the vault failed, not the caller. */
const OURS: readonly ErrorCode[] = ['vault_unavailable', 'internal_error', 'state_dir_invalid', 'state_dir_unwritable'];

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    'shop',
    'default',
    'example.com',
    '\0',
    'a\0b',
    '\ud800',
    '__proto__',
    'constructor',
    "'; drop table x; --",
  ),
  fc.constantFrom('localhost:4000', '[::1]:80', '..', '.', 'xn--', 'https://example.com', 'IN_PROGRESS'),
);
const anything = fc.oneof(
  { weight: 3, arbitrary: text },
  fc.jsonValue(),
  fc.constantFrom(-1, 0, 1.5, 101, 1e300, null),
);

const leaseId = fc.constant(`lease_${'f'.repeat(22)}`);
const leaseSeconds = fc.oneof(anything, fc.integer({ min: 0, max: 86_401 }));

/** Members that operations know, with anything in them. */
const members = {
  id_or_name: anything,
  base: fc.oneof(anything, fc.constantFrom(null, `base_${'f'.repeat(22)}`)),
  name: anything,
  domain: anything,
  values: fc.oneof(anything, fc.dictionary(text, anything, { maxKeys: 3 })),
  remove_value_keys: fc.oneof(anything, fc.array(text, { maxLength: 3 })),
  totp_secret: anything,
  sso_provider: anything,
  items: fc.oneof(
    anything,
    fc.array(
      fc.record(
        { domain: text, values: fc.dictionary(text, text, { maxKeys: 2 }), totp_secret: text },
        { requiredKeys: ['domain', 'values'], noNullPrototype: true },
      ),
      { maxLength: 3 },
    ),
    fc.constant([{ domain: 'example.com', values: { username: 'u', password: 'p' } }]),
  ),
  apply: fc.boolean(),
  id: fc.oneof(anything, leaseId, fc.constant(agentId('example.com', 'default'))),
  of: fc.oneof(anything, fc.record({ domain: text }), fc.constant({ id: agentId('example.com', 'default') })),
  reason: anything,
  save_credential_as: anything,
  profile_name: anything,
  credential_name: anything,
  login_url: anything,
  allowed_domains: fc.oneof(anything, fc.array(text, { maxLength: 3 })),
  send_to: fc.oneof(anything, fc.array(text, { maxLength: 3 })),
  proxy: fc.oneof(
    anything,
    fc.record(
      { server: fc.oneof(text, fc.constantFrom('a.example:1', 'socks5://[::1]:1')), username: text, password: text },
      { requiredKeys: [], noNullPrototype: true },
    ),
  ),
  proxy_id: anything,
  stay_signed_in: fc.oneof(anything, fc.boolean()),
  health_checks: fc.oneof(anything, fc.boolean()),
  health_check_interval: fc.oneof(anything, fc.integer({ min: 299, max: 86_401 })),
  auto_reauth: fc.oneof(anything, fc.boolean()),
  keep_alive: fc.oneof(anything, fc.boolean()),
  lease: fc.oneof(anything, fc.record({ id: leaseId, lease_seconds: leaseSeconds }, { noNullPrototype: true })),
  lease_seconds: leaseSeconds,
  invocation_id: fc.oneof(anything, fc.constant(`inv_${'x'.repeat(16)}`)),
  browser_hash: fc.oneof(anything, fc.constant('b'.repeat(64))),
  reauth_wait_seconds: fc.oneof(anything, fc.integer({ min: 60, max: 2_592_000 })),
  link_hash: fc.oneof(anything, fc.constant('a'.repeat(64))),
  auth_agent_id: anything,
  scopes: fc.oneof(anything, fc.array(text, { maxLength: 3 })),
  status: anything,
  limit: anything,
  at: fc.oneof(anything, fc.constant(0)),
  data: fc.oneof(anything, fc.base64String({ maxLength: 40 })),
  version: fc.oneof(anything, fc.constant(1)),
  handed_out: fc.oneof(anything, fc.dictionary(text, text, { maxKeys: 3 })),
  when_free: fc.boolean(),
  new_sites: fc.boolean(),
  session_storage: fc.oneof(
    anything,
    fc.dictionary(fc.oneof(text, fc.webUrl()), fc.dictionary(text, text, { maxKeys: 2 }), { maxKeys: 2 }),
  ),
  type: fc.oneof(anything, fc.constantFrom('login', 'reauth')),
  after: fc.oneof(anything, fc.constant(`evt_${'0'.repeat(14)}1_${'a'.repeat(12)}`)),
  event_id: fc.oneof(anything, fc.constant(`evt_${'0'.repeat(14)}1_${'a'.repeat(12)}`)),
  url: fc.oneof(anything, fc.webUrl()),
  types: fc.oneof(anything, fc.array(fc.oneof(text, fc.constant('session.expired')), { maxLength: 3 })),
  state: fc.oneof(anything, fc.constant('failed')),
  offset: anything,
  credential: fc.oneof(
    anything,
    fc.record({ name: anything }),
    fc.record({ provider: fc.oneof(anything, fc.constant('op')), path: text }),
    fc.record({ provider: fc.oneof(anything, fc.constant('op')), auto: fc.constant(true) }),
  ),
  provider_type: fc.oneof(anything, fc.constantFrom(...Object.keys(PROVIDER_KINDS))),
  token: anything,
  settings: fc.oneof(anything, fc.dictionary(fc.constantFrom('host', 'url', 'file', 'command', 'x'), anything)),
  enabled: fc.oneof(anything, fc.boolean()),
  priority: anything,
  cache_ttl_seconds: anything,
  auto: fc.oneof(anything, fc.boolean()),
  vaults: fc.oneof(anything, fc.array(text, { maxLength: 3 })),
  domains: fc.oneof(anything, fc.array(text, { maxLength: 3 })),
  query: anything,
  storage_state: fc.oneof(
    fc.record({
      cookies: fc.array(
        fc.record({
          name: text,
          value: text,
          domain: text,
          path: text,
          expires: fc.double(),
          httpOnly: fc.boolean(),
          secure: fc.boolean(),
          sameSite: fc.constantFrom('Strict', 'Lax', 'None'),
        }),
        { maxLength: 2 },
      ),
      origins: fc.array(fc.record({ origin: fc.oneof(text, fc.webUrl()), localStorage: fc.constant([]) }), {
        maxLength: 2,
      }),
    }),
    anything,
    fc.array(fc.dictionary(fc.constantFrom('name', 'value', 'domain', 'expiry', 'partitionKey', 'url'), anything), {
      maxLength: 3,
    }),
  ),
} as const;
/** The parameters of an operation. */
function takes(op: VaultOperation): string[] {
  const { params } = OPERATIONS[op];
  if (!(params instanceof z.ZodObject)) throw new Error('not an object');
  return Object.keys(params.shape);
}

it('every parameter of every operation has a generator', () => {
  const known = new Set(Object.keys(OPERATIONS).flatMap((op) => takes(op as VaultOperation)));
  expect([...known].sort()).toEqual(Object.keys(members).sort());
});

it('parameters of any kind end in an answer or in a code for the caller, of every operation', async () => {
  const { admin, vault } = await openTestVault({ providers: createProviders({ folder: '/nowhere' }) });
  // One operation may delete what the next one is asked about.
  const thereIs = (call: Promise<unknown>) => call.catch(() => undefined);
  for (const op of Object.keys(OPERATIONS) as VaultOperation[]) {
    await thereIs(admin('providers.create', { name: 'op', provider_type: 'command', settings: { command: 'none' } }));
    await thereIs(admin('credentials.create', { name: 'shop', domain: 'example.com', values: { email: 'x' } }));
    const { id } = await grant(admin, 'example.com', { credential_name: 'shop' });
    await thereIs(admin('profiles.create', { name: 'default' }));
    const params = fc.record(
      Object.fromEntries(takes(op).map((name) => [name, members[name as keyof typeof members]])),
      { requiredKeys: [], noNullPrototype: true },
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof({ weight: 5, arbitrary: params }, fc.jsonValue()), async (given) => {
        try {
          await admin(op, given as never);
        } catch (error) {
          expect(error, op).toBeInstanceOf(AgentAuthError);
          expect(OURS, op).not.toContain((error as AgentAuthError).code);
        }
      }),
      { numRuns: runs(2, 25) },
    );
    // The vault has not suffered.
    expect((await vault.publishVaultKey()).length).toBeGreaterThan(100);
    if (op !== 'agents.revoke') expect((await vault.grantOf(id)).domain, op).toBe('example.com');
  }
});
