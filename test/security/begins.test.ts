import { describe, expect, it } from 'vitest';
import type { StartAuthorization, StartRequest } from '../../contract/index.js';
import type { LoginRef } from '../../contract/steps.js';
import {
  authorize,
  begin,
  beginning,
  closing,
  codeOf,
  grant,
  NO_SESSION,
  newInvocationId,
  openTestVault,
  prove,
  type TestVault,
} from '../vault/support/vault.js';

/**
 * Whoever has the Temporal namespace starts our workflows with any input. A login has more than its agent's grant only where the holder of an
 * access key sealed that for this login, and it ended well only where the vault itself saved its session.
 */
const VALUES = { email: 'user@example.com', password: 'stored' };

async function shop() {
  const t = await openTestVault();
  for (const name of ['shop', 'second']) {
    await t.admin('credentials.create', { name, domain: 'example.com', values: VALUES });
  }
  const { id } = await grant(t.admin, 'example.com', { credential_name: 'shop' });
  return { t, id, ref: { invocation_id: newInvocationId(), auth_agent_id: id } };
}

/** Ends a login well, with a password that a person gave, and says where that was saved. */
async function endWith(t: TestVault, login: Awaited<ReturnType<typeof begin>>, asked: string | null) {
  await prove(t.vault, login.ref);
  const given = { password: await login.give('password', 'given') };
  const { credential_name } = await t.vault.closeInvocation(closing(login.ref, { save_credential_as: asked, given }));
  return credential_name;
}

const attempt = (t: TestVault, ref: LoginRef, authorization: StartAuthorization) =>
  codeOf(t.vault.beginInvocation({ ...beginning(ref), authorization }));

describe('a login that nobody showed an access key for', () => {
  it('saves under no name that its workflow says, at its begin or at its end', async () => {
    const { t, id, ref } = await shop();
    await t.vault.beginInvocation({ ...beginning(ref), save_credential_as: 'second' });
    expect(await endWith(t, await begin(t.vault, id, ref.invocation_id), 'second')).toBeNull();
    expect(await t.vault.openStored(id, 'password')).toBe('stored');
  });

  it('is a renewal, whatever it calls itself', async () => {
    const { t, id } = await shop();
    const { ref, begun } = await begin(t.vault, id);
    expect(begun).toMatchObject({ type: 'reauth', save_credential_as: null });
    expect(await t.admin('invocations.retrieve', { invocation_id: ref.invocation_id })).toMatchObject({
      type: 'reauth',
    });
  });

  it('saves under the name that the agent was given with a key', async () => {
    const { t, id } = await shop();
    const start = { access_key: t.accessKey, save_credential_as: 'shop' };
    expect(await endWith(t, await begin(t.vault, id, newInvocationId(), start), null)).toBe('shop');
    const renewal = await begin(t.vault, id);
    expect(renewal.begun).toMatchObject({ save_credential_as: 'shop' });
    expect(await endWith(t, renewal, 'second')).toBe('shop');
  });
});

describe('an authorization to start', () => {
  const start = (t: TestVault): StartRequest => ({
    access_key: t.accessKey,
    save_credential_as: 'second',
    link_hash: null,
  });

  it('is good for its own login of its own agent only', async () => {
    const { t, ref } = await shop();
    const other = (await grant(t.admin, 'other.example')).id;
    const authorization = await authorize(t.vault, ref, start(t));
    const moved = [
      { ...ref, invocation_id: newInvocationId() },
      { ...ref, auth_agent_id: other },
    ];
    for (const to of moved) expect(await attempt(t, to, authorization)).toBe('start_not_authorized');
    const begun = await t.vault.beginInvocation({ ...beginning(ref), authorization });
    expect(begun).toMatchObject({ type: 'login', save_credential_as: 'second' });
  });

  it('is used up by the workflow that began with it', async () => {
    const { t, ref } = await shop();
    const again = { ...beginning(ref), authorization: await authorize(t.vault, ref, start(t)) };
    const begun = await t.vault.beginInvocation(again);
    expect(await t.vault.beginInvocation(again)).toEqual(begun);
    expect(await codeOf(t.vault.beginInvocation({ ...again, run_id: 'another-run' }))).toBe('invalid_input');
  });

  it('says no more than that it is none, whatever is wrong with it', async () => {
    const { t, ref } = await shop();
    const weak = await t.vault.createAccessKey({ name: 'a', scopes: ['answer'] });
    const { kid, sealed } = await authorize(t.vault, ref, start(t));
    const wrong = [
      await authorize(t.vault, ref, { ...start(t), access_key: weak }),
      await authorize(t.vault, ref, { ...start(t), access_key: `${t.accessKey}x` }),
      await authorize(t.vault, ref, { ...start(t), save_credential_as: 'a/b' }),
      await authorize(t.vault, ref, { ...start(t), link_hash: 'no hash' }),
      { kid: 'vk_none', sealed },
      { kid, sealed: `${sealed}x` },
      { kid } as StartAuthorization,
    ];
    for (const authorization of wrong) expect(await attempt(t, ref, authorization)).toBe('start_not_authorized');
    expect((await t.admin('invocations.list', {})).items).toEqual([]);
    expect((await begin(t.vault, ref.auth_agent_id)).begun).toMatchObject({ save_credential_as: null });
  });
});

describe('a login that has ended', () => {
  it('goes on in no way', async () => {
    const { t, id } = await shop();
    const { ref, give } = await begin(t.vault, id);
    const given = { ...ref, ...(await give('password', 'p')) };
    const attempt_id = `${ref.invocation_id}:1:1`;
    await t.vault.closeInvocation(closing(ref, { status: 'CANCELED' }));
    const steps: Record<string, () => Promise<unknown>> = {
      beginInvocation: () => t.vault.beginInvocation(beginning(ref)),
      grantFor: () => t.vault.grantFor(ref),
      openGiven: () => t.vault.openGiven(given),
      recoverAttempt: () => t.vault.recoverAttempt({ ...ref, attempt_id }),
      saveCheckpoint: () => t.vault.saveCheckpoint(ref, { ...NO_SESSION, url: 'https://example.com/' }),
      loadCheckpoint: () => t.vault.loadCheckpoint(ref),
      saveProfile: () => prove(t.vault, ref),
    };
    for (const [verb, step] of Object.entries(steps)) expect(await codeOf(step()), verb).toBe('invocation_ended');
    expect(await t.vault.prepareAttempt({ ...ref, attempt_id, secrets: [] })).toBe('revoked');
    expect(await t.vault.closeInvocation(closing(ref))).toEqual({ credential_name: null, session_lost: true });
    expect(await t.vault.readEnd({ ...ref, run_id: null })).toMatchObject({ status: 'CANCELED' });
  });
});

describe('a success', () => {
  it('is none without a session that the vault saved for it, and saves nothing', async () => {
    const { t, id } = await shop();
    const start = { access_key: t.accessKey, save_credential_as: 'second' };
    const { ref, give } = await begin(t.vault, id, newInvocationId(), start);
    const given = { password: await give('password', 'of their own') };
    expect(await t.vault.closeInvocation(closing(ref, { given }))).toEqual({
      credential_name: null,
      session_lost: true,
    });
    expect(await t.vault.readEnd({ ...ref, run_id: null })).toMatchObject({ status: 'FAILED' });
    expect(await t.vault.openStored(id, 'password')).toBe('stored');
  });

  it('of an earlier login is not the success of a later one, nor of another agent or workflow', async () => {
    const { t, id } = await shop();
    const other = (await grant(t.admin, 'other.example')).id;
    const first = await begin(t.vault, id);
    await endWith(t, first, null);
    const { run_id } = beginning(first.ref);
    const end = await t.vault.readEnd({ ...first.ref, run_id });
    expect(end).toMatchObject({ status: 'SUCCESS' });
    const { ref } = await begin(t.vault, id);
    expect(await t.vault.readEnd({ ...ref, run_id: beginning(ref).run_id })).toBeNull();
    expect(await t.vault.readEnd({ ...first.ref, run_id: 'another-run' })).toBeNull();
    expect(await t.vault.readEnd({ ...first.ref, auth_agent_id: other, run_id })).toBeNull();
  });

  it('makes no agent authenticated that has none', async () => {
    const { t, id } = await shop();
    const facts = { last_auth_at: '2026-03-01T00:00:00.000Z', session_expires_at: null, post_login_url: null };
    await t.vault.recordAgent({ id, status: 'AUTHENTICATED', ...facts }, id);
    expect(await t.admin('agents.retrieve', { id })).toMatchObject({ status: 'NEEDS_AUTH', last_auth_at: null });
  });
});
