import { z } from 'zod';
import { hasCode } from '../../../contract/errors/has-code.js';
import { AgentAuthError, hashOfSealed, type NamedAnswer, openText, type Proof } from '../../../contract/index.js';
import { hashOfLinkCode } from '../../../contract/invocation/link-code.js';
import type { ChooseStep } from '../../../contract/steps.js';
import { authorize } from '../access-keys/authorize.js';
import type { VaultContext } from '../context.js';
import { privateKeyOf } from '../sealing-keys/private-key.js';
import { type Db, inTransaction } from '../store/transaction.js';
import type { GivenChoice, GivenValue } from '../types.js';
import { findRunning } from './find.js';
import { isLink } from './links.js';

const answer: z.ZodType<NamedAnswer> = z.union([
  z.strictObject({ field_values: z.record(z.string(), z.string()) }),
  z.strictObject({ sso_button: z.string() }),
  z.strictObject({ selected_mfa_type: z.string() }),
  z.strictObject({ sign_in_option_id: z.string() }),
]);
const entitlement = z.union([
  z.strictObject({ access_key: z.string(), answer }),
  z.strictObject({ link_code: z.string(), answer }),
]);

/** Whether somebody may answer now. What was true when the answer was given says nothing. */
async function isEntitled(db: Db, invocation_id: string, proof: Proof): Promise<boolean> {
  if ('link_code' in proof) return isLink(db, { invocation_id, link_hash: hashOfLinkCode(proof.link_code) });
  try {
    return (await authorize(db, proof.access_key)).may('answer');
  } catch (error) {
    if (hasCode(error, 'unauthorized')) return false;
    throw error;
  }
}

/** The plain text of an entitlement; null where it was sealed for something else, or by no program of ours. */
async function openEntitlement(
  ctx: VaultContext,
  db: Db,
  { invocation_id, kid, question, entitlement: sealed }: Omit<GivenChoice, 'auth_agent_id' | 'choice'>,
): Promise<z.infer<typeof entitlement> | null> {
  const key = await privateKeyOf(ctx, db, kid, invocation_id);
  try {
    const plain = await openText(sealed ?? '', key, kid, {
      purpose: 'entitlement',
      invocation: invocation_id,
      step: question,
    });
    return entitlement.parse(JSON.parse(plain));
  } catch {
    return null;
  }
}

/**
 * The answer that somebody is entitled to give.
 * @throws AgentAuthError `not_entitled` where nobody is, `wrong_key`
 */
async function entitledAnswer(
  ctx: VaultContext,
  db: Db,
  given: Omit<GivenChoice, 'auth_agent_id' | 'choice'>,
): Promise<NamedAnswer> {
  const opened = await openEntitlement(ctx, db, given);
  if (opened === null || !(await isEntitled(db, given.invocation_id, opened))) {
    throw new AgentAuthError('not_entitled');
  }
  return opened.answer;
}

/**
 * Refuses a sealed value that is not part of an answer which somebody is entitled to give.
 * @param names that its field may have in the answer
 * @returns the one that it has
 * @throws AgentAuthError `not_entitled`, `wrong_key`
 */
export async function requireEntitled(
  ctx: VaultContext,
  db: Db,
  given: GivenValue,
  names: ReadonlySet<string>,
): Promise<string> {
  const named = await entitledAnswer(ctx, db, given);
  const hash = await hashOfSealed(given.sealed);
  const hashes = Object.entries('field_values' in named ? named.field_values : {});
  const found = hashes.find(([name, one]) => names.has(name) && one === hash);
  if (found === undefined) throw new AgentAuthError('not_entitled');
  return found[0];
}

/** Whether an answer names this choice. */
function names(answer: NamedAnswer, choice: ChooseStep['choice']): boolean {
  if ('sso_button' in choice) return 'sso_button' in answer && answer.sso_button === choice.sso_button;
  if ('mfa_type' in choice) return 'selected_mfa_type' in answer && answer.selected_mfa_type === choice.mfa_type;
  return 'sign_in_option_id' in answer && answer.sign_in_option_id === choice.sign_in_option;
}

/** Whether somebody who is entitled to made that choice. See `LoginVault.mayChoose`. */
export function mayChoose(ctx: VaultContext, given: GivenChoice): Promise<boolean> {
  return inTransaction(ctx.db, async (db) => {
    await findRunning(db, given);
    return mayChooseIn(ctx, db, given);
  });
}

/** The same for a login that runs, in a transaction that is open already. */
export async function mayChooseIn(ctx: VaultContext, db: Db, given: GivenChoice): Promise<boolean> {
  try {
    return names(await entitledAnswer(ctx, db, given), given.choice);
  } catch (error) {
    if (hasCode(error, 'not_entitled', 'wrong_key')) return false;
    throw error;
  }
}
