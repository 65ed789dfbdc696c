import { describe, expect, it } from 'vitest';
import { readPublishedKey } from '../../contract/index.js';
import {
  begin,
  cases,
  codeOf,
  grant,
  newInvocationId,
  openTestVault,
  prove,
  rule,
  type TestVault,
} from './support/vault.js';

const VALUES = { email: 'user@example.com' };

async function withCredential(t: TestVault): Promise<string> {
  await t.admin('credentials.create', {
    name: 'shop',
    domain: 'example.com',
    values: VALUES,
    totp_secret: 'JBSWY3DPEHPK3PXP',
  });
  return (await grant(t.admin, 'example.com', { credential_name: 'shop' })).id;
}

/** A login that its caller started with a key, and whose session was saved. */
async function succeeding(t: TestVault, id: string, save_credential_as: string | null) {
  const login = await begin(t.vault, id, newInvocationId(), { access_key: t.accessKey, save_credential_as });
  await prove(t.vault, login.ref);
  return login;
}

const ended = { status: 'SUCCESS', error_code: null, save_credential_as: null, given: {} } as const;

describe('an invocation that begins', () => {
  it('gets a key that the identity of the access key signed, and learns what is stored', async () => {
    const t = await openTestVault();
    const id = await withCredential(t);
    const { ref, begun } = await begin(t.vault, id);
    const [, , , pin] = (await t.vault.createAccessKey({ name: 'x', scopes: [] })).split('.');
    const key = await readPublishedKey(begun.sealing_key, ref.invocation_id, pin!);
    expect(key).toMatchObject({ kid: begun.kid, subject: ref.invocation_id, not_after: '2026-04-01T12:00:00.000Z' });
    expect(key.jwk).toEqual({ kty: 'OKP', crv: 'X25519', x: expect.any(String) });
    expect(begun).toMatchObject({ stored: ['email'], refused: [], has_totp: true, sso_provider: null });
    expect(await codeOf(readPublishedKey(begun.sealing_key, 'inv_other', pin!))).toBe('untrusted_vault');
  });

  rule('gets the same key when the activity runs again', async () => {
    const t = await openTestVault();
    const id = await withCredential(t);
    const { ref, begun } = await begin(t.vault, id);
    expect((await begin(t.vault, id, ref.invocation_id)).begun).toEqual(begun);
    expect((await t.admin('invocations.list', {})).items).toHaveLength(1);
  });

  rule('is refused for an unknown agent, for the id of another agent, and after its end', async () => {
    const t = await openTestVault();
    const id = await withCredential(t);
    const other = await grant(t.admin, 'other.example');
    const { ref } = await begin(t.vault, id);
    expect(await codeOf(begin(t.vault, 'agent_none.example_x'))).toBe('agent_not_found');
    expect(await codeOf(begin(t.vault, other.id, ref.invocation_id))).toBe('invalid_input');
    await t.vault.closeInvocation({ ...ref, ...ended });
    expect(await codeOf(begin(t.vault, id, ref.invocation_id))).toBe('invocation_ended');
  });
});

describe('a given value', () => {
  it('opens in its place only', async () => {
    const t = await openTestVault();
    const id = await withCredential(t);
    const [one, two] = [await begin(t.vault, id), await begin(t.vault, id)];
    const given = await one.give('password', 'correct horse', 2);
    expect(await t.vault.openGiven({ ...one.ref, ...given })).toBe('correct horse');
    // Whoever may answer says that it is a value of this field; what it was sealed for says that it is not.
    const moved = { ...given, ...(await one.entitle({ field_values: { email: given.sealed } }, 2)), field: 'email' };
    expect(await codeOf(t.vault.openGiven({ ...one.ref, ...moved }))).toBe('unreadable_value');
    const later = { ...given, ...(await one.entitle({ field_values: { password: given.sealed } }, 3)) };
    expect(await codeOf(t.vault.openGiven({ ...one.ref, ...later }))).toBe('unreadable_value');
    expect(await codeOf(t.vault.openGiven({ ...two.ref, ...given }))).toBe('wrong_key');
    const elsewhere = { ...given, ...(await two.entitle({ field_values: { password: given.sealed } }, 2)) };
    expect(await codeOf(t.vault.openGiven({ ...two.ref, ...elsewhere }))).toBe('unreadable_value');
    const unknown = { ...one.ref, invocation_id: newInvocationId() };
    expect(await codeOf(t.vault.openGiven({ ...unknown, ...given }))).toBe('invocation_not_found');
  });
});

describe('an invocation that ends well', () => {
  it('merges what was given into the credential, codes never', async () => {
    const t = await openTestVault();
    const id = await withCredential(t);
    const { ref, give } = await succeeding(t, id, 'shop');
    const given = { password: await give('password', 'p1'), code: await give('code', '123456') };
    const closing = { ...ref, ...ended, given };
    expect(await t.vault.closeInvocation(closing)).toEqual({ credential_name: 'shop' });
    expect(await t.admin('credentials.retrieve', { id_or_name: 'shop' })).toMatchObject({
      value_keys: ['email', 'password'],
      has_totp_secret: true,
    });
    expect(await t.vault.openStored(id, 'password')).toBe('p1');

    // The activity runs again after a crash: by now nobody can open what was given.
    await t.admin('credentials.update', { id_or_name: 'shop', values: { password: 'p2' } });
    expect(await t.vault.closeInvocation(closing)).toEqual({ credential_name: 'shop' });
    expect(await t.vault.openStored(id, 'password')).toBe('p2');
  });

  rule(
    'is not saved by a login whose session the vault does not have: that one has failed, and hears so each time',
    async () => {
      const t = await openTestVault();
      const id = await withCredential(t);
      const { ref, give } = await begin(t.vault, id);
      const closing = {
        ...ref,
        ...ended,
        save_credential_as: 'shop',
        given: { password: await give('password', 'p1') },
      };
      for (let n = 0; n < 2; n += 1)
        expect(await t.vault.closeInvocation(closing)).toEqual({ credential_name: null, session_lost: true });
      const [login] = (await t.admin('invocations.list', {})).items;
      expect(login).toMatchObject({ status: 'FAILED' });
    },
  );

  rule('makes the credential and links it, when there was none', async () => {
    const t = await openTestVault();
    const { id } = await grant(t.admin, 'login.example.com');
    const { ref, give } = await succeeding(t, id, 'new');
    const given = { email: await give('email', 'e'), password: await give('password', 'p') };
    await t.vault.closeInvocation({ ...ref, ...ended, given });
    expect(await t.admin('agents.retrieve', { id })).toMatchObject({ credential_name: 'new' });
    expect(await t.admin('credentials.retrieve', { id_or_name: 'new' })).toMatchObject({
      domain: 'login.example.com',
      value_keys: ['email', 'password'],
    });
    expect(await t.vault.openStored(id, 'password')).toBe('p');
  });

  rule('makes a new credential of all that the login used, so that the next one needs nobody', async () => {
    const t = await openTestVault();
    const id = await withCredential(t);
    const { ref, give } = await succeeding(t, id, 'second');
    const given = { password: await give('password', 'p'), email: await give('email', 'new@example.com') };
    await t.vault.closeInvocation({ ...ref, ...ended, given });
    expect((await t.vault.grantOf(id)).credential).toMatchObject({
      name: 'second',
      value_keys: ['email', 'password'],
      has_totp: true,
    });
    expect(await t.vault.openStored(id, 'email')).toBe('new@example.com');
    expect(await t.vault.claimTotp(id, t.clock.now + 60_000)).toMatchObject({ kind: 'code' });
    expect(await t.admin('credentials.retrieve', { id_or_name: 'shop' })).toMatchObject({ value_keys: ['email'] });
  });

  it('saves nothing without a name, or into the credential of another site', async () => {
    const t = await openTestVault();
    const id = await withCredential(t);
    await t.admin('credentials.create', { name: 'foreign', domain: 'other.example', values: VALUES });
    for (const save_credential_as of [null, 'foreign']) {
      const { ref, give } = await succeeding(t, id, save_credential_as);
      const given = { password: await give('password', 'p') };
      const closed = await t.vault.closeInvocation({ ...ref, ...ended, given });
      const said = save_credential_as === null ? {} : { not_saved: [save_credential_as] };
      expect(closed).toEqual({ credential_name: null, ...said });
      // The activity runs again after a crash.
      expect(await t.vault.closeInvocation({ ...ref, ...ended, given })).toEqual(closed);
    }
    expect((await t.admin('credentials.list', {})).items.map(({ value_keys }) => value_keys)).toEqual([
      ['email'],
      ['email'],
    ]);
  });

  rule('saves what can be read when one value can not', async () => {
    const t = await openTestVault();
    const id = await withCredential(t);
    const { ref, give, entitle } = await succeeding(t, id, 'shop');
    const email = await give('email', 'e');
    const moved = { ...email, ...(await entitle({ field_values: { phone: email.sealed } })), field: 'phone' };
    const given = { password: await give('password', 'p'), phone: moved };
    await t.vault.closeInvocation({ ...ref, ...ended, given });
    expect((await t.vault.grantOf(id)).credential?.value_keys).toEqual(['email', 'password']);
  });

  rule('ends although its agent was revoked meanwhile', async () => {
    const t = await openTestVault();
    const id = await withCredential(t);
    const { ref, give } = await succeeding(t, id, 'shop');
    await t.admin('agents.revoke', { id });
    const given = { password: await give('password', 'p') };
    const closed = await t.vault.closeInvocation({ ...ref, ...ended, given });
    expect(closed).toEqual({ credential_name: null });
    const { invocation_id } = ref;
    expect(await t.admin('invocations.retrieve', { invocation_id })).toMatchObject({ status: 'SUCCESS' });
  });
});

describe('an invocation that ends otherwise', () => {
  it.each(cases(1, ['FAILED', 'EXPIRED', 'CANCELED'] as const))('saves nothing when %s', async (status) => {
    const t = await openTestVault();
    const id = await withCredential(t);
    const { ref, give } = await succeeding(t, id, 'shop');
    const given = { password: await give('password', 'p') };
    const closing = { ...ref, status, error_code: null, save_credential_as: null, given };
    expect(await t.vault.closeInvocation(closing)).toEqual({ credential_name: null });
    expect((await t.vault.grantOf(id)).credential?.value_keys).toEqual(['email']);
  });

  rule('is recorded, and saves nothing, when it never began', async () => {
    const t = await openTestVault();
    const ref = { invocation_id: newInvocationId(), auth_agent_id: await withCredential(t) };
    expect(await t.vault.closeInvocation({ ...ref, ...ended, status: 'CANCELED' })).toEqual({ credential_name: null });
    // Its agent reads that it ended, and so does everybody else.
    expect(await t.vault.readEnd({ ...ref, run_id: 'any' })).toMatchObject({ status: 'CANCELED' });
    expect(await codeOf(begin(t.vault, ref.auth_agent_id, ref.invocation_id))).toBe('invalid_input');
  });
});

describe('the index of invocations', () => {
  it('lists newest first, by agent and status', async () => {
    const t = await openTestVault();
    const id = await withCredential(t);
    const other = (await grant(t.admin, 'other.example')).id;
    const first = await begin(t.vault, id);
    t.clock.now += 1000;
    const second = await begin(t.vault, other);
    t.clock.now += 1000;
    await t.vault.closeInvocation({ ...first.ref, ...ended, status: 'FAILED', error_code: 'captcha_blocked' });

    const idsOf = async (filter: object) =>
      (await t.admin('invocations.list', filter)).items.map(({ invocation_id }) => invocation_id);
    const [a, b] = [first.ref.invocation_id, second.ref.invocation_id];
    expect(await idsOf({})).toEqual([b, a]);
    expect(await idsOf({ auth_agent_id: id })).toEqual([a]);
    expect(await idsOf({ status: 'IN_PROGRESS' })).toEqual([b]);
    expect(await t.admin('invocations.list', { limit: 1 })).toMatchObject({ has_more: true });
    expect(await t.admin('invocations.retrieve', { invocation_id: a })).toEqual({
      invocation_id: a,
      auth_agent_id: id,
      type: 'reauth',
      domain: 'example.com',
      profile_name: 'default',
      status: 'FAILED',
      error_code: 'captcha_blocked',
      started_at: '2026-03-01T12:00:00.000Z',
      ended_at: '2026-03-01T12:00:02.000Z',
    });
    expect(await codeOf(t.admin('invocations.retrieve', { invocation_id: 'inv_none' }))).toBe('invocation_not_found');
  });
});

describe('what more there is to say about an end', () => {
  const HOST = { host: 'idp.example:8443', how: 'script', add: 'send_to' } as const;
  const LOCKED = { why: 'locked', until: '2026-03-01T13:00:00.000Z' } as const;

  it('is kept, and told as long as the invocation is', async () => {
    const t = await openTestVault();
    const { ref } = await begin(t.vault, await withCredential(t));
    const { invocation_id } = ref;
    const end = { ...ended, status: 'FAILED', error_code: 'domain_not_allowed' } as const;
    await t.vault.closeInvocation({ ...ref, ...end, error_details: HOST, stopped: LOCKED });
    await t.reopen();
    const told = { invocation_id, error_details: HOST, stopped: LOCKED };
    expect(await t.admin('invocations.retrieve', { invocation_id })).toMatchObject(told);
    expect((await t.admin('invocations.list', {})).items).toMatchObject([told]);
  });

  rule.each([
    { error_details: { ...HOST, host: 'evil.example/\u001b[2J' } },
    { error_details: { ...HOST, more: 'hunter2' } },
    { error_details: { ...HOST, how: 'elsewise' } },
    { stopped: { why: 'whim', until: null } },
    { stopped: { ...LOCKED, until: 'soon' } },
    { error_details: 'evil.example', stopped: null },
  ])('is nothing that a workflow makes up: %j', async (made) => {
    const t = await openTestVault();
    const { ref } = await begin(t.vault, await withCredential(t));
    await t.vault.closeInvocation({ ...ref, ...ended, status: 'FAILED', ...(made as object) });
    const told = await t.admin('invocations.retrieve', { invocation_id: ref.invocation_id });
    expect(told).not.toHaveProperty('error_details');
    expect(told).not.toHaveProperty('stopped');
  });
});
