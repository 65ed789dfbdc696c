/** One-time codes: two refused in a row stop those of their secret. */
import type { VaultContext } from '../context.js';
import type { AgentsTable } from '../store/schema.js';
import type { Db } from '../store/transaction.js';
import { secretFingerprint } from '../totp/ledger.js';
import type { TotpSecret } from '../totp/secret.js';
import { openTotp, openTotps, totpOf, totpsOf } from '../totp/stored.js';

const IN_A_ROW = 2;

/** Fingerprint of a credential's TOTP secret; null when it has none. */
export async function codesOf(ctx: VaultContext, db: Db, credentialId: string | null): Promise<string | null> {
  const totp = credentialId === null ? null : await openTotp(ctx, db, credentialId);
  return totp === null ? null : secretFingerprint(ctx, totp);
}

type Agent = Pick<AgentsTable, 'id' | 'credential_id'>;

/** Fingerprint of the secret that an agent's logins make codes of; null when there is none. */
export async function codesOfAgent(ctx: VaultContext, db: Db, agent: Agent): Promise<string | null> {
  const totp = await totpOf(ctx, db, agent);
  return totp === null ? null : secretFingerprint(ctx, totp);
}

/**
 * Secrets whose last codes were refused, by their fingerprints.
 * @param among null: all that there are
 */
async function stoppedSecrets(db: Db, among: readonly string[] | null): Promise<ReadonlySet<string>> {
  if (among?.length === 0) return new Set();
  const refused = db
    .selectFrom('submissions')
    .select('totp')
    .where('totp', 'is not', null)
    .where('code', '=', 'refused');
  const newestFirst = db
    .selectFrom('submissions')
    .select(['totp', 'code'])
    .select((eb) =>
      eb.fn
        .agg<number>('row_number')
        .over((over) => over.partitionBy('totp').orderBy('at', 'desc').orderBy('id', 'desc'))
        .as('place'),
    )
    .where('totp', 'in', among ?? refused)
    .where('code', 'is not', null);
  const rows = await db
    .selectFrom(newestFirst.as('codes'))
    .select('totp')
    .where('place', '<=', IN_A_ROW)
    .where('code', '=', 'refused')
    .execute();
  const counts = new Map<string | null, number>();
  for (const { totp } of rows) counts.set(totp, (counts.get(totp) ?? 0) + 1);
  return new Set([...counts].flatMap(([totp, count]) => (totp !== null && count === IN_A_ROW ? [totp] : [])));
}

/** @param totp fingerprint of the secret */
export const areCodesStopped = async (db: Db, totp: string | null): Promise<boolean> =>
  totp !== null && (await stoppedSecrets(db, [totp])).has(totp);

/** Whether the codes of any secret are stopped. */
export const areAnyCodesStopped = async (db: Db): Promise<boolean> => (await stoppedSecrets(db, null)).size > 0;

/** Whoever of those has a secret whose codes are stopped. */
async function stoppedAmong(
  ctx: VaultContext,
  db: Db,
  totps: ReadonlyMap<string, TotpSecret>,
): Promise<ReadonlySet<string>> {
  const codes = new Map([...totps].map(([id, totp]) => [id, secretFingerprint(ctx, totp)]));
  const stopped = await stoppedSecrets(db, [...new Set(codes.values())]);
  return new Set([...codes].flatMap(([id, code]) => (stopped.has(code) ? [id] : [])));
}

/** Of many agents, those whose logins make codes of a secret whose codes are stopped. */
export const agentsWithStoppedCodes = async (
  ctx: VaultContext,
  db: Db,
  agents: readonly Agent[],
): Promise<ReadonlySet<string>> => stoppedAmong(ctx, db, await totpsOf(ctx, db, agents));

/** Of many credentials, those whose codes are stopped. Mostly none are: then no secret is opened for it. */
export const withStoppedCodes = async (
  ctx: VaultContext,
  db: Db,
  credentialIds: readonly string[],
): Promise<ReadonlySet<string>> =>
  credentialIds.length > 0 && (await areAnyCodesStopped(db))
    ? stoppedAmong(ctx, db, await openTotps(ctx, db, credentialIds))
    : new Set();

export async function forgetCodes(db: Db, totp: string | null): Promise<void> {
  if (totp !== null) await db.updateTable('submissions').set({ code: null }).where('totp', '=', totp).execute();
}
