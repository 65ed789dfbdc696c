import { generateKeyPair } from 'jose';
import { expect, it } from 'vitest';
import { Invocations } from '../../../client/invocations/invocations.js';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { openState, plainAnswer, type Shown, sealShown } from '../../../contract/index.js';
import type { SubmitMessage } from '../../../contract/invocation/invocation.js';
import { withoutShown } from '../../../contract/invocation/shown.js';
import { callerOf, fakeVault } from './fake-vault.js';
import { field, invocationState } from './invocation-state.js';

const KEY = Buffer.alloc(32, 1).toString('base64url');
const PAGE: Shown = {
  url: 'https://example.com/login',
  names: { field_1: 'kundennummer' },
  fields: {
    field_1: { label: 'Kundennummer', selector: '#kd', placeholder: null, hint: 'On your card', options: null },
  },
  sso_buttons: { sso_01234567: { label: 'Weiter mit Google', selector: '#google' } },
  mfa_options: [{ type: 'sms', label: 'SMS an 89', target: null, description: null }],
  sign_in_options: [],
};

async function sealedState() {
  const place = await sealShown({ url: 'https://example.com/login' }, KEY);
  return invocationState({
    pending_fields: [field('field_1', { label: '', selector: '' })],
    pending_sso_buttons: [{ label: '', provider: 'google', selector: 'sso_01234567' }],
    mfa_options: [{ type: 'sms', label: '', target: null, description: null }],
    submitted_fields: ['email', 'field_1'],
    timeline: [
      {
        at: '2026-01-01T00:00:00.000Z',
        event: 'filling',
        url: 'https://example.com/',
        shown: place,
        fields: ['field_1'],
      },
    ],
    shown: { page: await sealShown(PAGE, KEY), error: await sealShown({ website_error: 'Falsch' }, KEY) },
  });
}

it('puts what the site wrote in its places', async () => {
  const state = await openState(await sealedState(), KEY);
  expect(state).toMatchObject({
    pending_fields: [{ name: 'kundennummer', label: 'Kundennummer', selector: '#kd', hint: 'On your card' }],
    pending_sso_buttons: [{ label: 'Weiter mit Google', provider: 'google', selector: '#google' }],
    mfa_options: [{ type: 'sms', label: 'SMS an 89' }],
    submitted_fields: ['email', 'kundennummer'],
    website_error: 'Falsch',
    timeline: [{ event: 'filling', url: 'https://example.com/login', fields: ['kundennummer'] }],
  });
  expect(JSON.stringify(state)).not.toContain('"shown"');
});

it('leaves the sealed texts out for who has no key, and takes no other key', async () => {
  const state = await sealedState();
  expect(JSON.stringify(withoutShown(state))).not.toContain('"shown"');
  await expect(openState(state, Buffer.alloc(32, 2).toString('base64url'))).rejects.toMatchObject({
    code: 'unreadable_value',
  });
});

it('gives an answer the names that the workflow knows', async () => {
  const state = await sealedState();
  expect(await plainAnswer(state, KEY, { field_values: { kundennummer: 'a', password: 'b' } })).toEqual({
    field_values: { field_1: 'a', password: 'b' },
  });
  expect(await plainAnswer(state, KEY, { sso_button: '#google' })).toEqual({ sso_button: 'sso_01234567' });
  expect(await plainAnswer(state, KEY, { sso_button: 'google' })).toEqual({ sso_button: 'google' });
});

const ID = 'inv_abcdefghijklmnop';

async function stack(viewKey: () => unknown) {
  const ops: string[] = [];
  const vault = await fakeVault((op) => {
    ops.push(op);
    return viewKey();
  });
  const { publicKey } = await generateKeyPair('ECDH-ES', { crv: 'X25519', extractable: true });
  const sealing_key = await vault.identity.publish(ID, 'k1', publicKey, new Date(Date.now() + 1e6));
  const state = { ...(await sealedState()), sealing_key };
  const sent: SubmitMessage[] = [];
  const executeUpdate = ((_: unknown, { args }: { args: [SubmitMessage] }) => sent.push(args[0])) as never;
  return { invocations: new Invocations(callerOf(vault, { query: () => state, executeUpdate })), ops, sent };
}

it('asks the vault once for each login, however often it is looked at', async () => {
  const { invocations, ops } = await stack(() => ({ view_key: KEY }));
  for (let n = 0; n < 3; n += 1)
    expect((await invocations.retrieve(ID)).pending_fields[0]).toMatchObject({ name: 'kundennummer' });
  expect(ops).toEqual(['invocations.viewKey']);
});

it('shows a caller who may not see the texts what is in plain', async () => {
  const { invocations } = await stack(() => {
    throw new AgentAuthError('forbidden');
  });
  const seen = await invocations.retrieve(ID);
  expect(seen.pending_fields[0]).toMatchObject({ name: 'field_1', label: '' });
  expect(JSON.stringify(seen)).not.toContain('"shown"');
});

it.each(['kundennummer', 'field_1'])('takes an answer by the name %s', async (name) => {
  const { invocations, sent } = await stack(() => ({ view_key: KEY }));
  await invocations.submit(ID, { field_values: { [name]: '4711' } });
  expect(Object.keys(sent[0]?.field_values ?? {})).toEqual(['field_1']);
  await expect(invocations.submit(ID, { field_values: { other: '4711' } })).rejects.toMatchObject({
    code: 'unknown_field',
    details: { pending: ['kundennummer'] },
  });
});
