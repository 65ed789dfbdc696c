/** Which page asked each question of a login. Once a later one is noted, a question belongs to its page for good. */
import { AgentAuthError } from '../../../contract/index.js';
import type { LoginRef } from '../../../contract/steps.js';
import type { VaultContext } from '../context.js';
import { type Db, inTransaction } from '../store/transaction.js';
import type { AskedQuestion } from '../types.js';
import { findRunning } from './find.js';
import { waits } from './waits.js';

const MAX_TEXT_LENGTH = 300;

/** The question, or where it is not noted the last one before it. */
const upTo = (db: Db, invocationId: string, question: number): Promise<AskedQuestion | undefined> =>
  db
    .selectFrom('questions')
    .select(['question', 'site', 'provider'])
    .where('invocation_id', '=', invocationId)
    .where('question', '<=', question)
    .orderBy('question', 'desc')
    .limit(1)
    .executeTakeFirst();

/** Which page asked the last question; undefined where none is noted. */
export const lastPage = (db: Db, invocationId: string): Promise<AskedQuestion | undefined> =>
  upTo(db, invocationId, Number.MAX_SAFE_INTEGER);

async function write(db: Db, invocation_id: string, { question, site, provider }: AskedQuestion): Promise<void> {
  await db
    .insertInto('questions')
    .values({ invocation_id, question, site, provider })
    .onConflict((conflict) => conflict.columns(['invocation_id', 'question']).doUpdateSet({ site, provider }))
    .execute();
}

/** See `LoginVault.noteAsked`. */
export function noteAsked(ctx: VaultContext, ref: LoginRef, asked: AskedQuestion): Promise<void> {
  const { question, site, provider } = asked;
  const isShort = [site, provider ?? ''].every((text) => text.length <= MAX_TEXT_LENGTH);
  if (!Number.isSafeInteger(question) || question < 1 || !isShort) {
    throw new AgentAuthError('invalid_input', { fields: ['question'] });
  }
  return inTransaction(ctx.db, async (db) => {
    const { id } = await findRunning(db, ref);
    const last = await lastPage(db, id);
    if (last === undefined || last.question <= question) await write(db, id, asked);
    await waits(ctx, db, id);
  });
}

/** See `LoginVault.askedAt`. */
export function askedAt(ctx: VaultContext, ref: LoginRef, question: number, here: string): Promise<string | null> {
  return inTransaction(ctx.db, async (db) => {
    const { id } = await findRunning(db, ref);
    const noted = await upTo(db, id, question);
    if (noted === undefined) {
      await write(db, id, { question, site: here, provider: null });
      return here;
    }
    return noted.question === question ? noted.site : null;
  });
}

/** Which page asked a question; null where none is noted. */
export async function pageThatAsked(db: Db, invocationId: string, question: number): Promise<AskedQuestion | null> {
  const noted = await upTo(db, invocationId, question);
  return noted?.question === question ? noted : null;
}

export async function deleteQuestions(db: Db, invocationId: string): Promise<void> {
  await db.deleteFrom('questions').where('invocation_id', '=', invocationId).execute();
}
