import { randomBytes } from 'node:crypto';
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type { Db } from '../store/transaction.js';
import type { FieldRef, Records } from './records.js';

/** The key pair that signs what the vault publishes (Ed25519, RFC 8037). */
export interface Identity {
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
  /** RFC 7638 thumbprint; access keys name it. */
  readonly pin: string;
}

/** Secrets of the vault itself, made once. */
export interface VaultSecrets {
  readonly identity: Identity;
  /** HMAC key of fingerprints. */
  readonly fingerprintKey: Uint8Array;
}

const IDENTITY = 'identity';

const at = (name: string): FieldRef => ({ table: 'vault_secrets', id: name, field: 'sealed', version: 1 });

async function loadOrMake(db: Db, records: Records, name: string, make: () => Promise<Uint8Array>): Promise<Buffer> {
  const row = await db.selectFrom('vault_secrets').select('sealed').where('name', '=', name).executeTakeFirst();
  if (row !== undefined) return records.open(db, at(name), row.sealed);
  const secret = Buffer.from(await make());
  await db
    .insertInto('vault_secrets')
    .values({ name, sealed: await records.seal(db, at(name), secret) })
    .execute();
  return secret;
}

async function makeIdentity(): Promise<Uint8Array> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return Buffer.from(JSON.stringify(await exportJWK(privateKey)));
}

/** What tells the database of a vault from any other: as it is stored, sealed. Null where there is none. */
export const identityIn = async (db: Db): Promise<string | null> =>
  (await db.selectFrom('vault_secrets').select('sealed').where('name', '=', IDENTITY).executeTakeFirst())?.sealed ??
  null;

/** @throws AgentAuthError `master_key_mismatch` when it is under a master key that is not at hand */
export async function checkIdentity(db: Db, records: Records): Promise<void> {
  const sealed = await identityIn(db);
  if (sealed !== null) await records.open(db, at(IDENTITY), sealed);
}

/** @throws AgentAuthError `state_dir_invalid` when they were sealed under another master key */
export async function loadVaultSecrets(db: Db, records: Records): Promise<VaultSecrets> {
  const { d, ...publicJwk }: JWK = JSON.parse((await loadOrMake(db, records, IDENTITY, makeIdentity)).toString());
  const privateKey = (await importJWK({ ...publicJwk, d }, 'EdDSA')) as CryptoKey;
  const fingerprintKey = await loadOrMake(db, records, 'fingerprint_key', async () => randomBytes(32));
  return { identity: { privateKey, publicJwk, pin: await calculateJwkThumbprint(publicJwk) }, fingerprintKey };
}
