/**
 * Encryption at rest: a data key for each record, wrapped by the master key. A ciphertext is bound to its table, record, field and
 * version: moved to another place it does not open.
 */
import { randomBytes } from 'node:crypto';
import { AgentAuthError } from '../../../contract/index.js';
import type { Db } from '../store/transaction.js';
import { decrypt, encrypt, KEY_BYTES } from './cipher.js';
import type { MasterKeys } from './master-keys.js';

/** Table and id of a record that has a data key. */
export interface RecordRef {
  readonly table: string;
  readonly id: string;
}
/** Where an encrypted field stands. */
export interface FieldRef extends RecordRef {
  readonly field: string;
  readonly version: number;
}

/** An encrypted field, with where it stands. */
export interface SealedField {
  readonly at: FieldRef;
  readonly sealed: string;
}

export interface Records {
  /** Encrypts a field; makes the record's data key when it has none. */
  seal(db: Db, at: FieldRef, plain: Uint8Array | string): Promise<string>;
  /** @throws AgentAuthError `state_dir_invalid` when it is not what was sealed at this place */
  open(db: Db, at: FieldRef, sealed: string): Promise<Buffer>;
  /**
   * Opens many in their order, for one question to the database.
   * @throws AgentAuthError as `open` does
   */
  openAll(db: Db, fields: readonly SealedField[]): Promise<Buffer[]>;
  /** Deletes the record's data key: what was sealed with it is gone. */
  forget(db: Db, record: RecordRef): Promise<void>;
  /**
   * Wraps data keys with the current master key that another one wraps.
   * @param after the last one of those before
   * @returns the last one of these; null where there are no more
   */
  rewrapSome(db: Db, after: string): Promise<string | null>;
}

/** Data keys that are wrapped again in one transaction. */
const AT_A_TIME = 200;

const keyId = ({ table, id }: RecordRef): string => `${table}/${id}`;
const wrapContext = (id: string): string => JSON.stringify(['data_keys', id]);
const fieldContext = ({ table, id, field, version }: FieldRef): string => JSON.stringify([table, id, field, version]);

function opened(key: Uint8Array, encrypted: string, context: string): Buffer {
  try {
    return decrypt(key, encrypted, context);
  } catch {
    throw new AgentAuthError('state_dir_invalid');
  }
}

export function createRecords(masterKeys: MasterKeys): Records {
  const wrap = (id: string, key: Uint8Array) => {
    const { id: master_key_id, bytes } = masterKeys.current;
    return { id, master_key_id, wrapped: encrypt(bytes, key, wrapContext(id)) };
  };
  const unwrap = (row: { id: string; master_key_id: string; wrapped: string }): Buffer =>
    opened(masterKeys.get(row.master_key_id).bytes, row.wrapped, wrapContext(row.id));

  async function findKey(db: Db, record: RecordRef): Promise<Buffer | null> {
    const row = await db.selectFrom('data_keys').selectAll().where('id', '=', keyId(record)).executeTakeFirst();
    return row === undefined ? null : unwrap(row);
  }

  async function openAll(db: Db, fields: readonly SealedField[]): Promise<Buffer[]> {
    if (fields.length === 0) return [];
    const ids = [...new Set(fields.map(({ at }) => keyId(at)))];
    const rows = await db.selectFrom('data_keys').selectAll().where('id', 'in', ids).execute();
    const keys = new Map(rows.map((row) => [row.id, unwrap(row)]));
    return fields.map(({ at, sealed }) => {
      const key = keys.get(keyId(at));
      if (key === undefined) throw new AgentAuthError('state_dir_invalid');
      return opened(key, sealed, fieldContext(at));
    });
  }

  async function makeKey(db: Db, record: RecordRef): Promise<Buffer> {
    const key = randomBytes(KEY_BYTES);
    await db
      .insertInto('data_keys')
      .values(wrap(keyId(record), key))
      .execute();
    return key;
  }

  return {
    async seal(db, at, plain) {
      const key = (await findKey(db, at)) ?? (await makeKey(db, at));
      return encrypt(key, Buffer.from(plain), fieldContext(at));
    },
    open: async (db, at, sealed) => (await openAll(db, [{ at, sealed }]))[0]!,
    openAll,
    async forget(db, record) {
      await db.deleteFrom('data_keys').where('id', '=', keyId(record)).execute();
    },
    async rewrapSome(db, after) {
      const rows = await db
        .selectFrom('data_keys')
        .selectAll()
        .where('master_key_id', '!=', masterKeys.current.id)
        .where('id', '>', after)
        .orderBy('id')
        .limit(AT_A_TIME)
        .execute();
      for (const row of rows) {
        await db
          .updateTable('data_keys')
          .set(wrap(row.id, unwrap(row)))
          .where('id', '=', row.id)
          .execute();
      }
      return rows.length === AT_A_TIME ? rows.at(-1)!.id : null;
    },
  };
}
