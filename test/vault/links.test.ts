import { expect, it } from 'vitest';
import { addLink, isLink } from '../../activities/vault/invocations/links.js';
import { inStore } from './support/store.js';
import { codeOf, openTestVault } from './support/vault.js';

const HASH = 'a'.repeat(64);
const MADE = { lasting: false, made_by: 'ak_one' };
const clock = () => Date.parse('2026-03-01T12:00:00Z');

it('a link is known for its own login, however often it is recorded', async () => {
  const t = await openTestVault();
  await t.vault.close();
  await inStore(t, async (trx) => {
    const link = { invocation_id: 'inv_one', link_hash: HASH };
    expect(await isLink(trx, link)).toBe(false);
    await addLink({ clock }, trx, link, MADE);
    await addLink({ clock }, trx, link, MADE);
    expect(await isLink(trx, link)).toBe(true);
    expect(await isLink(trx, { ...link, invocation_id: 'inv_two' })).toBe(false);
    expect(await codeOf(addLink({ clock }, trx, { ...link, link_hash: 'code' }, MADE))).toBe('invalid_input');
  });
});
