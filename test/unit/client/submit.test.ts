import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { generateKeyPair } from 'jose';
import { describe, expect, it } from 'vitest';
import { Invocations } from '../../../client/invocations/invocations.js';
import { answerUpdateId, prepareAnswer, sendAnswer } from '../../../client/invocations/submit.js';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { hashOfSealed } from '../../../contract/invocation/entitlement.js';
import type { InvocationState, SubmitMessage } from '../../../contract/invocation/invocation.js';
import { openText } from '../../../contract/sealing/seal.js';
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
  const updates: string[] = [];
  const executeUpdate = ((_: unknown, { args, updateId }: { args: [SubmitMessage]; updateId: string }) => {
    updates.push(updateId);
    return sent.push(args[0]);
  }) as never;
  return { vault, keys, sent, updates, query, executeUpdate, caller: callerOf(vault, { query, executeUpdate }) };
}

describe('submit', () => {
  it('sends each value sealed to the invocation, the question and the field', async () => {
    const { caller, keys, sent } = await asked({ pending_fields: [field('email'), field('password')] });
    await expect(
      new Invocations(caller).submit(ID, { field_values: { email: 'a@b.c', password: SECRET } }),
    ).resolves.toEqual({
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

  const CHOICE = {
    pending_fields: [],
    mfa_options: [{ type: 'totp', label: 'App', target: null, description: null }],
  } as const;

  it('says inside its seal who gives it, and which answer it is', async () => {
    const { caller, keys, sent } = await asked();
    await new Invocations(caller).submit(ID, { field_values: { password: SECRET } });
    const { entitlement, field_values } = sent[0]!;
    const place = { purpose: 'entitlement', invocation: ID, step: 3 } as const;
    const plain = JSON.parse(await openText(entitlement, keys.privateKey, 'k1', place));
    expect(plain).toEqual({
      access_key: (await caller.accessKey()).text,
      answer: { field_values: { password: await hashOfSealed(field_values!.password!) } },
    });
    expect(JSON.stringify(sent)).not.toContain('aak.');
    await expect(openText(entitlement, keys.privateKey, 'k1', { ...place, step: 4 })).rejects.toMatchObject({
      code: 'unreadable_value',
    });
  });

  it('sends a choice in plain text, and what entitles to it sealed', async () => {
    const { caller, keys, sent } = await asked(CHOICE);
    await new Invocations(caller).submit(ID, { selected_mfa_type: 'totp' });
    expect(sent).toEqual([{ question: 3, kid: 'k1', selected_mfa_type: 'totp', entitlement: expect.any(String) }]);
    const place = { purpose: 'entitlement', invocation: ID, step: 3 } as const;
    const plain = JSON.parse(await openText(sent[0]!.entitlement, keys.privateKey, 'k1', place));
    expect(plain).toMatchObject({ answer: { selected_mfa_type: 'totp' } });
  });

  it('leaves an answer alone that was sealed elsewhere, and needs no access key for it', async () => {
    const { caller, sent } = await asked(CHOICE);
    const accessKey = () => Promise.reject(new AgentAuthError('unauthorized'));
    const own = { question: 3, kid: 'k1', entitlement: 'a.b.c.d.e', selected_mfa_type: 'totp' };
    await new Invocations({ ...caller, accessKey }).submit(ID, own);
    expect(sent).toEqual([own]);
  });

  it('entitles to values that were sealed elsewhere, if they were sealed to the key of now', async () => {
    const { caller, sent } = await asked();
    const elsewhere = { question: 3, kid: 'k1', sealed_values: { password: 'a.b.c.d.e' } };
    await new Invocations(caller).submit(ID, elsewhere);
    expect(sent).toMatchObject([{ kid: 'k1', field_values: { password: 'a.b.c.d.e' } }]);
    expect(sent[0]?.entitlement).toMatch(/^eyJ/);
    await expect(new Invocations(caller).submit(ID, { ...elsewhere, kid: 'k0' })).rejects.toMatchObject({
      code: 'wrong_key',
    });
  });

  it.each([
    ['of another invocation', 'inv_other_other_other'],
    ['of the vault', 'vault'],
  ])('does not seal to a key %s', async (_, subject) => {
    const { caller, sent } = await asked({}, subject);
    await expect(new Invocations(caller).submit(ID, { field_values: { password: SECRET } })).rejects.toMatchObject({
      code: 'untrusted_vault',
    });
    expect(sent).toEqual([]);
  });

  it('does not seal to a key that somebody else signed', async () => {
    const { caller, sent } = await asked();
    const { pin } = await makeIdentity();
    const accessKey = async () => ({ ...(await caller.accessKey()), pin });
    await expect(
      new Invocations({ ...caller, accessKey }).submit(ID, { field_values: { password: SECRET } }),
    ).rejects.toMatchObject({
      code: 'untrusted_vault',
    });
    expect(sent).toEqual([]);
  });

  it('is refused here when it does not fit, and nothing is sent', async () => {
    const { caller, sent } = await asked();
    await expect(new Invocations(caller).submit(ID, { field_values: { pasword: SECRET } })).rejects.toMatchObject({
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
    await expect(new Invocations(caller).submit(ID, { field_values: { password: SECRET } })).rejects.toMatchObject({
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
    await expect(new Invocations(caller).submit(ID, { field_values: { password: SECRET } })).rejects.toMatchObject({
      code: 'invocation_ended',
      details: { status: 'SUCCESS' },
    });
  });

  it.each(['', 'inv_x', 'agent_a_b', 'inv_abcdefghijklmnop/../x'])('knows no invocation %j', async (id) => {
    const { caller } = await asked();
    await expect(new Invocations(caller).submit(id, { field_values: { password: SECRET } })).rejects.toMatchObject({
      code: 'invocation_not_found',
    });
  });
});

describe('an answer that is sent again', () => {
  const CHOSEN: SubmitMessage = { question: 3, kid: 'k1', entitlement: 'e', sso_button: 'google' };
  const sealed = { question: 3, kid: 'k1', sealed_values: { password: 'a.b.c.d.e', email: 'f.g.h.i.j' } };
  const late = (code: string) => () => {
    throw new WorkflowUpdateFailedError('failed', ApplicationFailure.create({ type: code }));
  };
  const unknown = () => {
    throw new WorkflowNotFoundError('no such update', ID, undefined);
  };
  const SEALED_FIELDS = { pending_fields: [field('email'), field('password')] };

  it('is the same update, and one that was sealed anew is another', async () => {
    const { caller, updates, sent } = await asked();
    const message = await prepareAnswer(caller, ID, { field_values: { password: SECRET } });
    for (let times = 0; times < 2; times += 1) await sendAnswer(caller, ID, message);
    await new Invocations(caller).submit(ID, { field_values: { password: SECRET } });
    expect(sent.slice(0, 2)).toEqual([message, message]);
    expect(updates[0]).toMatch(/^answer-3-[\w-]{43}$/);
    expect(updates[1]).toBe(updates[0]);
    expect(updates[2]).not.toBe(updates[0]);
  });

  it('is named after all of it, and not after the order of its values', () => {
    const message: SubmitMessage = { question: 3, kid: 'k1', entitlement: 'e', field_values: { a: '1', b: '2' } };
    const id = answerUpdateId(message);
    expect(answerUpdateId({ ...message, entitlement: 'sealed anew' })).toBe(id);
    expect(answerUpdateId({ ...message, field_values: { b: '2', a: '1' } })).toBe(id);
    const others: SubmitMessage[] = [
      { ...message, question: 4 },
      { ...message, kid: 'k2' },
      { ...message, field_values: { a: '2', b: '1' } },
      { question: 3, kid: 'k1', entitlement: 'e', sso_button: 'x' },
      { question: 3, kid: 'k1', entitlement: 'f', sso_button: 'x' },
      { question: 3, kid: 'k1', entitlement: 'e', selected_mfa_type: 'x' },
      { question: 3, kid: 'k1', entitlement: 'e', sign_in_option_id: 'x' },
    ];
    expect(new Set([id, ...others.map(answerUpdateId)]).size).toBe(8);
  });

  it.each([
    ['is being used', { step: 'submitting' }],
    ['was used, and there is another question', { question: 4 }],
    ['was used, and nothing is asked', { step: 'discovering' }],
    ['led to the end', { status: 'SUCCESS', step: 'completed' }],
  ] as const)('gets the first result while it %s', async (_, more) => {
    const { vault, query, sent, executeUpdate } = await asked({ ...SEALED_FIELDS, ...more });
    const known: string[] = [];
    const updateResult = ((id: string) => known.push(id)) as never;
    const caller = callerOf(vault, { query, executeUpdate, updateResult });
    await expect(new Invocations(caller).submit(ID, sealed)).resolves.toEqual({ accepted: true });
    expect(known).toEqual([answerUpdateId({ question: 3, kid: 'k1', field_values: sealed.sealed_values })]);
    expect(sent).toEqual([]);
  });

  it('gets the first result after the login has closed', async () => {
    const { vault, query } = await asked();
    const executeUpdate = () => {
      throw new WorkflowNotFoundError('closed', ID, undefined);
    };
    const caller = callerOf(vault, { query, executeUpdate, updateResult: () => ({}) });
    await expect(sendAnswer(caller, ID, CHOSEN)).resolves.toBeUndefined();
  });

  it.each([
    ['submit_in_progress', { step: 'submitting' }],
    ['stale_step', { question: 4 }],
    ['invocation_ended', { status: 'SUCCESS', step: 'completed' }],
  ] as const)('is refused with %s when it is another one', async (code, more) => {
    const { vault, query } = await asked({ ...SEALED_FIELDS, ...more });
    const caller = callerOf(vault, { query, executeUpdate: late(code), updateResult: unknown });
    await expect(new Invocations(caller).submit(ID, sealed)).rejects.toMatchObject({ code });
    await expect(sendAnswer(caller, ID, CHOSEN)).rejects.toMatchObject({ code });
  });
});
