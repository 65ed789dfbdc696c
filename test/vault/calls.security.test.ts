import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  agentId,
  encodeEnvelope,
  readPublishedKey,
  type Scope,
  seal,
  type VaultCallInput,
  type VaultOperation,
} from '../../contract/index.js';
import { beginning, codeOf, createCaller, grant, newCallId, openTestVault, sealRequest } from './support/vault.js';

const CREATE = { name: 'shop', domain: 'example.com', values: { password: 'canary-7f3b' } } as const;

/** Scope of each operation, and parameters that are at least well-formed. */
const NEEDS: { readonly [Op in VaultOperation]: readonly [Scope | 'any', unknown] } = {
  'credentials.create': ['admin', CREATE],
  'credentials.retrieve': ['orchestrate', { id_or_name: 'shop' }],
  'credentials.list': ['orchestrate', {}],
  'credentials.update': ['admin', { id_or_name: 'shop' }],
  'credentials.delete': ['admin', { id_or_name: 'shop' }],
  'credentials.totpCode': ['admin', { id_or_name: 'shop' }],
  'credentials.import': ['admin', { items: [{ domain: 'example.com', values: {} }] }],
  'agents.grant': ['orchestrate', { id: agentId('example.com', 'p'), domain: 'example.com', profile_name: 'p' }],
  'agents.retrieve': ['orchestrate', { id: agentId('example.com', 'p') }],
  'agents.list': ['orchestrate', {}],
  'agents.update': ['orchestrate', { id: agentId('example.com', 'p') }],
  'agents.pause': ['admin', { of: { id: agentId('example.com', 'p') }, reason: 'r' }],
  'agents.resume': ['admin', { of: { domain: 'example.com' } }],
  'agents.pauses': ['orchestrate', {}],
  'agents.circuits': ['admin', {}],
  'agents.revoke': ['admin', { id: agentId('example.com', 'p') }],
  'agents.resetAttempts': ['admin', { id: agentId('example.com', 'p') }],
  'agents.timeline': ['orchestrate', { id: agentId('example.com', 'p') }],
  'invocations.retrieve': ['answer', { invocation_id: 'inv_x' }],
  'invocations.list': ['answer', {}],
  'invocations.link': ['any', { invocation_id: `inv_${'x'.repeat(16)}`, link_hash: 'a'.repeat(64) }],
  'invocations.openLink': [
    'any',
    { invocation_id: `inv_${'x'.repeat(16)}`, link_hash: 'a'.repeat(64), browser_hash: 'b'.repeat(64) },
  ],
  'invocations.resendLink': ['any', { invocation_id: `inv_${'x'.repeat(16)}`, link_hash: 'a'.repeat(64) }],
  'invocations.checkLink': ['any', { invocation_id: `inv_${'x'.repeat(16)}`, link_hash: 'a'.repeat(64) }],
  'invocations.picture': ['admin', { invocation_id: 'inv_x' }],
  'invocations.viewKey': ['any', { invocation_id: `inv_${'x'.repeat(16)}` }],
  'invocations.trace': ['answer', { invocation_id: 'inv_x' }],
  'profiles.create': ['orchestrate', { name: 'p' }],
  'profiles.list': ['orchestrate', {}],
  'profiles.retrieve': ['orchestrate', { id_or_name: 'p' }],
  'profiles.storageState': ['orchestrate', { id_or_name: 'p' }],
  'profiles.session': ['orchestrate', { id_or_name: 'p' }],
  'profiles.save': [
    'orchestrate',
    {
      ...{ id_or_name: 'p', domain: null, version: 1, base: null, handed_out: {} },
      ...{ storage_state: { cookies: [], origins: [] }, session_storage: null },
    },
  ],
  'profiles.import': ['admin', { name: 'p', domain: 'example.com', storage_state: { cookies: [], origins: [] } }],
  'leases.renew': ['orchestrate', { id: `lease_${'l'.repeat(22)}`, lease_seconds: 60 }],
  'leases.release': ['orchestrate', { id: `lease_${'l'.repeat(22)}` }],
  'profiles.versions': ['orchestrate', { id_or_name: 'p' }],
  'profiles.rollback': ['admin', { id_or_name: 'p', version: 1 }],
  'profiles.delete': ['admin', { id_or_name: 'p' }],
  'recipes.list': ['orchestrate', {}],
  'recipes.forget': ['orchestrate', { id: agentId('example.com', 'p') }],
  'pieces.put': ['any', { id: 'x'.repeat(16), at: 0, data: 'AA==' }],
  'pieces.get': ['any', { id: 'y'.repeat(16), at: 0 }],
  'pieces.delete': ['any', { id: 'y'.repeat(16) }],
  'providers.create': [
    'admin',
    { name: 'p', provider_type: 'command', token: 'canary-token', settings: { command: 'c' } },
  ],
  'providers.retrieve': ['orchestrate', { id_or_name: 'p' }],
  'providers.list': ['orchestrate', {}],
  'providers.update': ['admin', { id_or_name: 'p' }],
  'providers.delete': ['admin', { id_or_name: 'p' }],
  'providers.test': ['admin', { id_or_name: 'p' }],
  'providers.items': ['admin', { id_or_name: 'p' }],
  'providers.match': ['admin', { domain: 'example.com' }],
  'providers.audit': ['admin', {}],
  'events.list': ['orchestrate', {}],
  'webhooks.create': ['admin', { url: 'https://hooks.example.com/' }],
  'webhooks.list': ['admin', {}],
  'webhooks.retrieve': ['admin', { id: 'wh_unknown' }],
  'webhooks.update': ['admin', { id: 'wh_unknown' }],
  'webhooks.rotate': ['admin', { id: 'wh_unknown' }],
  'webhooks.delete': ['admin', { id: 'wh_unknown' }],
  'webhooks.test': ['admin', { id: 'wh_unknown' }],
  'webhooks.deliveries': ['admin', { id: 'wh_unknown' }],
  'keys.check': ['any', {}],
  'keys.create': ['admin', { name: 'k', scopes: ['answer'] }],
  'keys.list': ['admin', {}],
  'keys.revoke': ['admin', { id: 'ak_unknown' }],
};
const OPERATIONS = Object.keys(NEEDS) as VaultOperation[];
const SCOPES: readonly Scope[] = ['admin', 'orchestrate', 'answer'];

describe('a caller with access to Temporal only', () => {
  it('gets nothing without an access key, whatever it asks for', async () => {
    const { vault } = await openTestVault();
    const secret = randomBytes(32).toString('base64url');
    for (const access_key of ['', 'aak', `aak.ak_unknown0.${secret}.${secret}`]) {
      const stranger = async (op: VaultOperation) => {
        const callId = newCallId();
        const { input } = await sealRequest(vault, { access_key, params: NEEDS[op][1], op, callId });
        return vault.callVault(input, callId);
      };
      for (const op of OPERATIONS) expect(await codeOf(stranger(op))).toBe('unauthorized');
    }
  });

  it('gets nothing with the id of a key and another secret', async () => {
    const { vault, admin } = await openTestVault();
    await admin('credentials.create', CREATE);
    const [, id, , pin] = (await vault.createAccessKey({ name: 'x', scopes: ['admin'] })).split('.');
    const forged = createCaller(() => vault, ['aak', id, randomBytes(32).toString('base64url'), pin].join('.'));
    expect(await codeOf(forged('credentials.retrieve', { id_or_name: 'shop' }))).toBe('unauthorized');
  });

  it('can not use a sealed call as another one', async () => {
    const { vault, stateDir, admin } = await openTestVault();
    await admin('credentials.create', CREATE);
    const access_key = await vault.createAccessKey({ name: 'x', scopes: ['admin'] });
    const callId = newCallId();
    const { input } = await sealRequest(vault, {
      access_key,
      params: { id_or_name: 'shop' },
      op: 'credentials.retrieve',
      callId,
    });
    const as = (change: object): VaultCallInput => ({ request: { ...input.request!, ...change } });

    expect(await codeOf(vault.callVault(input, newCallId()))).toBe('unreadable_value');
    expect(await codeOf(vault.callVault(as({ op: 'credentials.delete' }), callId))).toBe('unreadable_value');
    expect(await codeOf(vault.callVault(as({ kid: 'vk_other' }), callId))).toBe('wrong_key');
    expect(await codeOf(vault.callVault(as({ op: 'toString' }), callId))).toBe('invalid_input');
    expect(await codeOf(vault.callVault(as({ surplus: stateDir }), callId))).toBe('invalid_input');
    expect(await codeOf(vault.callVault(as({ sealed: 'a.b.c.d.e' }), callId))).toBe('unreadable_value');
    expect(await admin('credentials.retrieve', { id_or_name: 'shop' })).toMatchObject({ name: 'shop' });
  });

  it('can not read a reply that is sealed to the caller', async () => {
    const { vault } = await openTestVault();
    const access_key = await vault.createAccessKey({ name: 'x', scopes: ['admin'] });
    const callId = newCallId();
    const { input } = await sealRequest(vault, { access_key, params: CREATE, op: 'credentials.create', callId });
    const reply = await vault.callVault(input, callId);
    const other = await sealRequest(vault, { access_key, params: CREATE, op: 'credentials.create', callId });
    expect(await codeOf(other.openReply(reply))).toBe('unreadable_value');
  });

  it('can not pass off an invocation as another owner of keys', async () => {
    const { vault, admin } = await openTestVault();
    const { id } = await grant(admin, 'example.com');
    const forged = beginning({ invocation_id: 'vault', auth_agent_id: id });
    expect(await codeOf(vault.beginInvocation(forged))).toBe('invalid_input');
  });
});

describe('an access key', () => {
  it('needs the right scope for every call', async () => {
    const { callerWith } = await openTestVault();
    for (const scope of SCOPES) {
      const call = await callerWith([scope]);
      const refused = (op: VaultOperation) =>
        call(op, NEEDS[op][1] as never).then(
          () => false,
          (error) => error.code === 'forbidden',
        );
      for (const op of OPERATIONS) {
        const [needed] = NEEDS[op];
        expect(await refused(op), `${op} by ${scope}`).toBe(needed !== 'any' && scope !== needed && scope !== 'admin');
      }
    }
  });

  it('is not in the database', async () => {
    const t = await openTestVault();
    const key = await t.vault.createAccessKey({ name: 'x', scopes: ['answer'] });
    await t.reopen();
    const again = createCaller(() => t.vault, key);
    expect(await again('invocations.list', {})).toEqual({ items: [], has_more: false });
  });
});

describe('a call that is repeated', () => {
  it('is carried out once and answers the same', async () => {
    const { vault, admin, clock } = await openTestVault();
    const access_key = await vault.createAccessKey({ name: 'x', scopes: ['admin'] });
    const callId = newCallId();
    const params = { ...CREATE, totp_secret: 'JBSWY3DPEHPK3PXP' };
    const { input, openReply } = await sealRequest(vault, { access_key, params, op: 'credentials.create', callId });
    const first = await openReply(await vault.callVault(input, callId));
    clock.now += 60_000;
    expect(await openReply(await vault.callVault(input, callId))).toEqual(first);
    expect((await admin('credentials.list', {})).items).toHaveLength(1);
  });

  it('is carried out once when both come at the same time', async () => {
    const { vault, admin } = await openTestVault();
    const access_key = await vault.createAccessKey({ name: 'x', scopes: ['admin'] });
    const callId = newCallId();
    const { input, openReply } = await sealRequest(vault, {
      access_key,
      params: CREATE,
      op: 'credentials.create',
      callId,
    });
    const [one, two] = await Promise.all([vault.callVault(input, callId), vault.callVault(input, callId)]);
    expect(await openReply(one)).toEqual(await openReply(two));
    expect((await admin('credentials.list', {})).items).toHaveLength(1);
  });

  it('with the id of a write does not stand in for another operation', async () => {
    const { admin } = await openTestVault();
    const callId = newCallId();
    await admin('credentials.create', CREATE, callId);
    expect(await codeOf(admin('credentials.delete', { id_or_name: 'shop' }, callId))).toBe('vault_unavailable');
    expect((await admin('credentials.list', {})).items).toHaveLength(1);
  });

  it('that failed changes nothing', async () => {
    const { admin } = await openTestVault();
    await admin('credentials.create', CREATE);
    const twice = { id_or_name: 'shop', values: { email: 'x' }, totp_secret: 'no' };
    expect(await codeOf(admin('credentials.update', twice))).toBe('invalid_totp_secret');
    expect(await admin('credentials.retrieve', { id_or_name: 'shop' })).toMatchObject({ value_keys: ['password'] });
  });
});

describe('an answer to bad input', () => {
  it('names members, never what stands in them or was pasted in their place', async () => {
    const { admin } = await openTestVault();
    const canary = 'Canary-Password-5d1e';
    const bad = { ...CREATE, name: 'n', values: { [canary]: canary, ok: 7 }, surplus: canary, [canary]: 1 } as never;
    const error = await admin('credentials.create', bad).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'invalid_input' });
    expect(JSON.stringify(error)).toContain('surplus');
    expect(JSON.stringify(error)).toContain('values.ok');
    expect(JSON.stringify(error)).not.toContain(canary);
  });

  it.each([null, 5, 'text', [], {}, { access_key: 1 }])('is a code, when the request is %j', async (plain) => {
    const { vault } = await openTestVault();
    const key = await readPublishedKey(await vault.publishVaultKey(), 'vault', null);
    const callId = newCallId();
    const place = { purpose: 'call', op: 'credentials.list', call: callId } as const;
    const sealed = await seal(encodeEnvelope(plain), key, place);
    const input = { request: { op: 'credentials.list', sealed, kid: key.kid } } as const;
    expect(await codeOf(vault.callVault(input, callId))).toBe('invalid_input');
  });
});
