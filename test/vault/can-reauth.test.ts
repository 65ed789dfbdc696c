/** Whether an agent could log in again by itself: by what its next login would find. */
import { expect, it } from 'vitest';
import { agentId } from '../../contract/index.js';
import { type Keeper, startKeeper } from './support/keeper.js';

const reason = async (keeper: Keeper): Promise<string | undefined> => {
  const { can_reauth, can_reauth_reason } = await keeper.show();
  expect(can_reauth).toBe(can_reauth_reason === 'has_credential' || can_reauth_reason === 'external_credential');
  return can_reauth_reason;
};

it('not before a login has succeeded, and not without a credential', async () => {
  const keeper = await startKeeper();
  expect(await reason(keeper)).toBe('no_prior_successful_login');
  await keeper.logIn();
  expect(await reason(keeper)).toBe('has_credential');
  await keeper.update({ credential_name: null });
  expect(await reason(keeper)).toBe('no_credential');
});

it('not with what the site has refused, until it is another value', async () => {
  const keeper = await startKeeper();
  await keeper.logIn();
  const ref = await keeper.account.begin();
  await keeper.account.send(ref, { outcome: 'refused', refused_fields: ['password'] });
  await keeper.account.end(ref, 'website_error');
  expect(await reason(keeper)).toBe('credential_refused');
  await keeper.t.admin('credentials.update', { id_or_name: 'shop', values: { password: 'new' } });
  expect(await reason(keeper)).toBe('has_credential');
});

it('not with a name alone', async () => {
  const keeper = await startKeeper({ values: { email: 'ada@example.com' } });
  await keeper.logIn();
  expect(await reason(keeper)).toBe('requires_customer_input');
});

it.each([
  ['sms_code', 'requires_code'],
  ['memorable_word', 'requires_customer_input'],
  ['password', 'has_credential'],
])('where a person had to give %s the last time: %s', async (field, expected) => {
  const keeper = await startKeeper();
  await keeper.logIn();
  await keeper.logIn({ gives: field });
  expect(await reason(keeper)).toBe(expected);
  // What is stored now may have it.
  keeper.t.clock.now += 1_000;
  await keeper.t.admin('credentials.update', { id_or_name: 'shop', values: { memorable_word: 'w' } });
  expect(await reason(keeper)).toBe('has_credential');
});

it('where somebody had to confirm it elsewhere', async () => {
  const keeper = await startKeeper();
  await keeper.logIn({ confirmed: true });
  expect(await reason(keeper)).toBe('requires_external_action');
  await keeper.logIn({ typed: false });
  expect(await reason(keeper)).toBe('requires_external_action');
  await keeper.logIn();
  expect(await reason(keeper)).toBe('has_credential');
});

it('the same in a list, and an agent that is paused can not', async () => {
  const keeper = await startKeeper();
  await keeper.logIn();
  await keeper.t.admin('agents.pause', { of: { domain: 'example.com' }, reason: 'r' });
  expect(await reason(keeper)).toBe('paused');
  const { items } = await keeper.t.admin('agents.list', {});
  expect(items).toMatchObject([{ id: agentId('example.com', 'one'), can_reauth: false, can_reauth_reason: 'paused' }]);
});

it('where the last login has waited for somebody in vain', async () => {
  const keeper = await startKeeper();
  await keeper.logIn();
  const ref = await keeper.account.begin();
  await keeper.t.vault.noteNeedsHuman({ ...ref, question: 1, waits_for: 'input', fields: ['code'] });
  await keeper.account.end(ref, 'awaiting_input_timeout');
  expect(await reason(keeper)).toBe('requires_customer_input');
  expect((await keeper.show()).status).toBe('AUTHENTICATED');
  await keeper.logIn({ typed: false });
  expect(await reason(keeper)).toBe('requires_customer_input');
  await keeper.logIn();
  expect(await reason(keeper)).toBe('has_credential');
});
