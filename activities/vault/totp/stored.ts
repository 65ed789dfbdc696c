import type { VaultContext } from '../context.js';
import type { FieldRef } from '../crypto/records.js';
import type { AgentsTable } from '../store/schema.js';
import type { Db } from '../store/transaction.js';
import { parseTotp, type TotpSecret } from './parse.js';

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

export async function hasTotp(db: Db, credentialId: string): Promise<boolean> {
  const row = await db
    .selectFrom('totp_secrets')
    .select('version')
    .where('credential_id', '=', credentialId)
    .executeTakeFirst();
  return row !== undefined;
}

/** The secret of an agent: of the item that its login has read, else of its credential. */
export async function totpOf(
  ctx: VaultContext,
  db: Db,
  { id, credential_id }: Pick<AgentsTable, 'id' | 'credential_id'>,
): Promise<TotpSecret | null> {
  const held = ctx.connections.held(id)?.totp ?? null;
  return held ?? (credential_id === null ? null : openTotp(ctx, db, credential_id));
}

/** @returns null when the credential has none */
export async function openTotp(ctx: VaultContext, db: Db, credentialId: string): Promise<TotpSecret | null> {
  const row = await db
    .selectFrom('totp_secrets')
    .selectAll()
    .where('credential_id', '=', credentialId)
    .executeTakeFirst();
  if (row === undefined) return null;
  const plain = await ctx.records.open(db, at(credentialId, row.version), row.sealed);
  const { secret, ...rest }: StoredForm = JSON.parse(plain.toString());
  return { ...rest, bytes: Buffer.from(secret, 'base64url') };
}
