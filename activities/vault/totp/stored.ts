import type { VaultContext } from '../context.js';
import type { FieldRef } from '../crypto/records.js';
import type { AgentsTable } from '../store/schema.js';
import type { Db } from '../store/transaction.js';
import { parseTotp } from './parse.js';
import type { TotpSecret } from './secret.js';

const at = (credential_id: string, version: number): FieldRef => ({
  table: 'credentials',
  id: credential_id,
  field: 'totp_secret',
  version,
});

/** A credential, and the version that a change makes of it. */
interface VersionedRef {
  readonly id: string;
  readonly version: number;
}

interface StoredForm extends Omit<TotpSecret, 'bytes'> {
  readonly secret: string;
}

/**
 * Stores a TOTP secret in its one normal form, in place of the one before.
 * @throws AgentAuthError `invalid_totp_secret`
 */
export async function storeTotp(
  ctx: VaultContext,
  db: Db,
  credential: VersionedRef,
  text: string,
): Promise<TotpSecret> {
  const totp = parseTotp(text);
  await write(ctx, db, credential, totp);
  return totp;
}

async function write(ctx: VaultContext, db: Db, credential: VersionedRef, totp: TotpSecret): Promise<void> {
  const { bytes, ...rest } = totp;
  const form: StoredForm = { ...rest, secret: Buffer.from(bytes).toString('base64url') };
  await removeTotp(db, credential.id);
  await db
    .insertInto('totp_secrets')
    .values({
      credential_id: credential.id,
      version: credential.version,
      sealed: await ctx.records.seal(db, at(credential.id, credential.version), JSON.stringify(form)),
    })
    .execute();
}

/** Gives a credential the TOTP secret of another one, if that has any. */
export async function copyTotp(ctx: VaultContext, db: Db, fromId: string, to: VersionedRef): Promise<void> {
  const totp = await openTotp(ctx, db, fromId);
  if (totp !== null) await write(ctx, db, to, totp);
}

export async function removeTotp(db: Db, credentialId: string): Promise<void> {
  await db.deleteFrom('totp_secrets').where('credential_id', '=', credentialId).execute();
}

/** Of many credentials, those that have a secret. */
export async function withTotp(db: Db, credentialIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (credentialIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('totp_secrets')
    .select('credential_id')
    .where('credential_id', 'in', [...new Set(credentialIds)])
    .execute();
  return new Set(rows.map(({ credential_id }) => credential_id));
}

export const hasTotp = async (db: Db, credentialId: string): Promise<boolean> =>
  (await withTotp(db, [credentialId])).has(credentialId);

/** The secrets of agents, by their ids: of the item that a login has read, else of the credential. Who has none is not in it. */
export async function totpsOf(
  ctx: VaultContext,
  db: Db,
  agents: readonly Pick<AgentsTable, 'id' | 'credential_id'>[],
): Promise<ReadonlyMap<string, TotpSecret>> {
  const held = new Map(agents.map(({ id }) => [id, ctx.connections.held(id)?.totp ?? null]));
  const asked = agents.filter(({ id }) => held.get(id) === null);
  const stored = await openTotps(
    ctx,
    db,
    asked.flatMap(({ credential_id }) => credential_id ?? []),
  );
  return new Map(
    agents.flatMap(({ id, credential_id }) => {
      const totp = held.get(id) ?? stored.get(credential_id ?? '');
      return totp === undefined ? [] : [[id, totp]];
    }),
  );
}

/** The secret of an agent; null when there is none. */
export const totpOf = async (
  ctx: VaultContext,
  db: Db,
  agent: Pick<AgentsTable, 'id' | 'credential_id'>,
): Promise<TotpSecret | null> => (await totpsOf(ctx, db, [agent])).get(agent.id) ?? null;

/** The secrets of credentials, by their ids. Those that have none are not in it. */
export async function openTotps(
  ctx: VaultContext,
  db: Db,
  credentialIds: readonly string[],
): Promise<ReadonlyMap<string, TotpSecret>> {
  if (credentialIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('totp_secrets')
    .selectAll()
    .where('credential_id', 'in', [...new Set(credentialIds)])
    .execute();
  const fields = rows.map(({ credential_id, version, sealed }) => ({ at: at(credential_id, version), sealed }));
  const opened = await ctx.records.openAll(db, fields);
  return new Map(
    rows.map(({ credential_id }, index) => {
      const { secret, ...rest }: StoredForm = JSON.parse(opened[index]!.toString());
      return [credential_id, { ...rest, bytes: Buffer.from(secret, 'base64url') }];
    }),
  );
}

/** @returns null when the credential has none */
export const openTotp = async (ctx: VaultContext, db: Db, credentialId: string): Promise<TotpSecret | null> =>
  (await openTotps(ctx, db, [credentialId])).get(credentialId) ?? null;
