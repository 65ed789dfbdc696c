import type { LoginRef } from '../../../contract/steps.js';
import type { TraceReason } from '../../../contract/trace.js';
import type { ItemReading } from '../../vault/types.js';
import type { LoginContext } from '../context.js';

const REASONS = {
  read: 'item_read',
  ambiguous: 'several_accounts',
  no_item: 'no_item',
  trouble: 'provider_trouble',
} as const satisfies Record<Exclude<ItemReading['kind'], 'none'>, TraceReason>;

/** Why an item that was read has no password: a person is asked for it. */
const INSTEAD = { passkey: 'passkey_only', hidden: 'password_hidden' } as const satisfies Record<string, TraceReason>;

/**
 * Reads the item of a provider that the agent takes its values from, where it has one. Whatever is wrong with a provider, the login goes on: with what is
 * stored, and a person for the rest.
 */
export async function readItem(context: LoginContext, ref: LoginRef): Promise<void> {
  const reading = await context.vault.readItem(ref);
  if (reading.kind === 'none') return;
  const facts = reading.kind === 'read' ? { first_match: reading.first } : {};
  const instead = reading.kind === 'read' && reading.instead !== null ? INSTEAD[reading.instead] : null;
  context.note({ stage: 'open', rule: 'item', reason: instead ?? REASONS[reading.kind], facts });
}
