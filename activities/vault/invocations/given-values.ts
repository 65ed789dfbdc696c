import { hasCode } from '../../../contract/errors/has-code.js';
import type { ErrorCode } from '../../../contract/index.js';
import { VALUE_KEY_PATTERN } from '../../../contract/names.js';
import type { CloseInvocation } from '../../../contract/steps.js';
import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';
import type { AskedQuestion } from '../types.js';
import { seenName } from './field-names.js';
import { openGivenIn } from './open-given.js';
import { pageThatAsked } from './questions.js';

/** What a person gave in a login, opened, and the page that asked for it; null where none is noted. */
export interface KeptValue {
  readonly field: string;
  readonly value: string;
  readonly page: AskedQuestion | null;
}

/** A one-time code is worth nothing afterwards, and must not be kept even if somebody asks for it. */
const isKept = (field: string): boolean => field !== 'code' && VALUE_KEY_PATTERN.test(field);

/** Why a value is left out of what is saved. */
const NOT_SAVED: readonly ErrorCode[] = ['unreadable_value', 'not_entitled', 'wrong_key'];

/** What was given, opened. What can't be opened is left out: the login it belonged to has succeeded anyway. */
export async function openKept(ctx: VaultContext, db: Db, input: CloseInvocation): Promise<KeptValue[]> {
  const { invocation_id, auth_agent_id } = input;
  const values: KeptValue[] = [];
  for (const [key, source] of Object.entries(input.given)) {
    const { from: _, ...given } = source;
    // Saved under the name that the site gives it.
    const field = await seenName(ctx, db, auth_agent_id, given.field);
    // Under no other name than the one that it was given for: a password under the name of an identifier would be shown.
    const [name] = key.split('@', 1);
    if (!isKept(field) || name !== given.field) continue;
    try {
      const value = await openGivenIn(ctx, db, { ...given, invocation_id, auth_agent_id });
      values.push({ field, value, page: await pageThatAsked(db, invocation_id, given.question) });
    } catch (error) {
      if (!hasCode(error, ...NOT_SAVED)) throw error;
    }
  }
  return values;
}
