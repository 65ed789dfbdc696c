import { isIdentifier } from '../../../contract/invocation/value-kinds.js';
import type { LoginRef } from '../../../contract/steps.js';
import { findAgent } from '../agents/find.js';
import type { VaultContext } from '../context.js';
import { openValue, valueKeys } from '../credentials/values.js';
import { findLife } from '../lifetimes/lives.js';
import { type Db, inTransaction } from '../store/transaction.js';
import type { AttemptSecret } from '../submission.js';
import type { KnownToLogin } from '../types.js';
import { fieldNamesOf } from './field-names.js';
import { findRunning } from './find.js';
import { forgetLoginRecords, keepLoginRecord, loginRecords } from './login-records.js';
import { viewKeyOf } from './view-key.js';

const TYPED = 'typed:';

/** Keeps what people gave and an attempt is about to type, until the login ends: its page can be lost, and a site repeats what it got. */
export async function keepTyped(
  ctx: VaultContext,
  db: Db,
  { invocation_id, attempt_id }: { readonly invocation_id: string; readonly attempt_id: string },
  secrets: readonly AttemptSecret[],
): Promise<void> {
  const given = secrets.flatMap(({ from, value }) => (from === 'given' ? [value] : []));
  if (given.length > 0) await keepLoginRecord(ctx, db, invocation_id, TYPED + attempt_id, JSON.stringify(given));
}

export const forgetTyped = (ctx: VaultContext, db: Db, invocationId: string): Promise<void> =>
  forgetLoginRecords(ctx, db, invocationId, TYPED);

async function wasArmed(db: Db, invocationId: string): Promise<boolean> {
  const armed = await db
    .selectFrom('attempts')
    .select('id')
    .where('invocation_id', '=', invocationId)
    .where('state', 'in', ['armed', 'judged'])
    .limit(1)
    .executeTakeFirst();
  return armed !== undefined;
}

/** What a login knows. See `LoginVault.knownTo`. */
export function knownTo(ctx: VaultContext, ref: LoginRef): Promise<KnownToLogin> {
  return inTransaction(ctx.db, async (db) => {
    const { begun_again } = await findRunning(db, ref);
    const { id, credential_id } = await findAgent(db, ref.auth_agent_id);
    const typed = await loginRecords(ctx, db, ref.invocation_id, TYPED);
    const given = typed.flatMap((plain): string[] => JSON.parse(plain.toString()));
    const keys = credential_id === null ? [] : await valueKeys(db, credential_id);
    const stored: [key: string, value: string][] = [];
    for (const key of keys) stored.push([key, (await openValue(ctx, db, credential_id as string, key)) ?? '']);
    const own = [...stored, ...Object.entries(ctx.connections.held(id)?.values ?? {})];
    const secrets = new Set([...own.filter(([key]) => !isIdentifier(key)).map(([, value]) => value), ...given]);
    const values = new Set([...own.map(([, value]) => value), ...given]);
    return {
      values: [...values],
      identifiers: Object.fromEntries(own.filter(([, value]) => !secrets.has(value))),
      typed: await wasArmed(db, ref.invocation_id),
      begun_again: begun_again > 0,
      renews: (await findLife(db, id))?.wanted === 'renewal',
      view_key: await viewKeyOf(ctx, db, ref.invocation_id),
      names: await fieldNamesOf(ctx, db, id),
    };
  });
}
