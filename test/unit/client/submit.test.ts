import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { generateKeyPair } from 'jose';
import { describe, expect, it } from 'vitest';
import { submit } from '../../../client/invocations/submit.js';
import type { InvocationState, SubmitMessage } from '../../../contract/invocation.js';
import { openText } from '../../../contract/seal.js';
import { callerOf, fakeVault, makeIdentity } from './fake-vault.js';
import { field, invocationState } from './invocation-state.js';

const SECRET = 'canary correct horse';
const ID = 'inv_abcdefghijklmnop';

async function asked(more: Partial<InvocationState> = {}, subject = ID) {
  const vault = await fakeVault(() => ({ invocation_id: ID, status: 'SUCCESS', error_code: null, started_at: 'x' }));
  const keys = await generateKeyPair('ECDH-ES', { crv: 'X25519', extractable: true });
  const sealing_key = await vault.identity.publish(subject, 'k1', keys.publicKey, new Date(Date.now() + 1e6));
  const state = invocationState({ sealing_key, question: 3, ...more });
  const sent: SubmitMessage[] = [];
  const query = () => state;
  const executeUpdate = ((_: unknown, { args }: { args: [SubmitMessage] }) => sent.push(args[0])) as never;
  return { vault, keys, sent, query, executeUpdate, caller: callerOf(vault, { query, executeUpdate }) };
}

describe('submit', () => {
  it('sends each value sealed to the invocation, the question and the field', async () => {
    const { caller, keys, sent } = await asked({ pending_fields: [field('email'), field('password')] });
    await expect(submit(caller)(ID, { field_values: { email: 'a@b.c', password: SECRET } })).resolves.toEqual({
      accepted: true,
    });
    const [message] = sent;
    expect(message).toMatchObject({ question: 3, kid: 'k1' });
    expect(JSON.stringify(message)).not.toContain(SECRET);
    const sealed = message?.field_values?.password ?? '';
    const place = { purpose: 'answer', invocation: ID, step: 3, field: 'password' } as const;
    await expect(openText(sealed, keys.privateKey, 'k1', place)).resolves.toBe(SECRET);
    await expect(openText(sealed, keys.privateKey, 'k1', { ...place, field: 'email' })).rejects.toMatchObject({
      code: 'unreadable_value',
    });
  });

  it('sends a choice as it is', async () => {
    const mfa_options = [{ type: 'totp' as const, label: 'App', target: null, description: null }];
    const { caller, sent } = await asked({ pending_fields: [], mfa_options });
    await submit(caller)(ID, { selected_mfa_type: 'totp' });
    expect(sent).toEqual([{ question: 3, selected_mfa_type: 'totp' }]);
  });

  it.each([
    ['of another invocation', 'inv_other_other_other'],
    ['of the vault', 'vault'],
  ])('does not seal to a key %s', async (_, subject) => {
    const { caller, sent } = await asked({}, subject);
    await expect(submit(caller)(ID, { field_values: { password: SECRET } })).rejects.toMatchObject({
      code: 'untrusted_vault',
    });
    expect(sent).toEqual([]);
  });

  it('does not seal to a key that somebody else signed', async () => {
    const { caller, sent } = await asked();
    const { pin } = await makeIdentity();
    const accessKey = async () => ({ ...(await caller.accessKey()), pin });
    await expect(submit({ ...caller, accessKey })(ID, { field_values: { password: SECRET } })).rejects.toMatchObject({
      code: 'untrusted_vault',
    });
    expect(sent).toEqual([]);
  });

  it('is refused here when it does not fit, and nothing is sent', async () => {
    const { caller, sent } = await asked();
    await expect(submit(caller)(ID, { field_values: { pasword: SECRET } })).rejects.toMatchObject({
      code: 'unknown_field',
      details: { pending: ['password'] },
    });
    expect(sent).toEqual([]);
  });

  it('hands on the refusal of the workflow', async () => {
    const { vault, query } = await asked();
    const stale = ApplicationFailure.create({ type: 'stale_step', details: [{ question: 4 }] });
    const executeUpdate = () => {
      throw new WorkflowUpdateFailedError('failed', stale);
    };
    const caller = callerOf(vault, { query, executeUpdate });
    await expect(submit(caller)(ID, { field_values: { password: SECRET } })).rejects.toMatchObject({
      code: 'stale_step',
      details: { question: 4 },
    });
  });

  it('says that the invocation has ended when it ended meanwhile', async () => {
    const { vault } = await asked();
    const gone = () => {
      throw new WorkflowNotFoundError('closed', ID, undefined);
    };
    const caller = callerOf(vault, { query: gone, executeUpdate: gone });
    await expect(submit(caller)(ID, { field_values: { password: SECRET } })).rejects.toMatchObject({
      code: 'invocation_ended',
      details: { status: 'SUCCESS' },
    });
  });

  it.each(['', 'inv_x', 'agent_a_b', 'inv_abcdefghijklmnop/../x'])('knows no invocation %j', async (id) => {
    const { caller } = await asked();
    await expect(submit(caller)(id, { field_values: { password: SECRET } })).rejects.toMatchObject({
      code: 'invocation_not_found',
    });
  });
});
