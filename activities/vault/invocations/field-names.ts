import type { LoginRef } from '../../../contract/steps.js';
import { findAgent } from '../agents/find.js';
import type { VaultContext } from '../context.js';
import { type Db, inTransaction } from '../store/transaction.js';
import { findRunning } from './find.js';
import { forgetLoginRecords, keepLoginRecord, loginRecords } from './login-records.js';

const NAME = 'field-names';
/** More than any site has; one that makes up new ones each time gets no further. */
const MAX_NAMES = 500;
const NUMBERED = /^field_(\d+)$/;

/** What the site calls the fields of an agent that are numbered, in their order. */
export async function fieldNamesOf(ctx: VaultContext, db: Db, agentId: string): Promise<readonly string[]> {
  const [plain] = await loginRecords(ctx, db, agentId, NAME);
  return plain === undefined ? [] : JSON.parse(plain.toString());
}

/** See `LoginVault.nameFields`. */
export function nameFields(ctx: VaultContext, ref: LoginRef, slugs: readonly string[]): Promise<readonly string[]> {
  return inTransaction(ctx.db, async (db) => {
    await findRunning(db, ref);
    const { id } = await findAgent(db, ref.auth_agent_id);
    const known = await fieldNamesOf(ctx, db, id);
    const all = [...new Set([...known, ...slugs])].slice(0, MAX_NAMES);
    if (all.length > known.length) await keepLoginRecord(ctx, db, id, NAME, JSON.stringify(all));
    return all;
  });
}

export const forgetFieldNames = (ctx: VaultContext, db: Db, agentId: string): Promise<void> =>
  forgetLoginRecords(ctx, db, agentId, NAME);

/** What the site calls a field of an agent: what callers see it as, seal its value for, and find it saved under. */
export async function seenName(ctx: VaultContext, db: Db, agentId: string, field: string): Promise<string> {
  const number = NUMBERED.exec(field)?.[1];
  if (number === undefined) return field;
  return (await fieldNamesOf(ctx, db, agentId))[Number(number) - 1] ?? field;
}
