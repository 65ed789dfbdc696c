/** The master keys of a vault that several workers share: each is given the same ones, by its environment or by a file. */
import { hasCode } from '../../../contract/errors/has-code.js';
import { AgentAuthError } from '../../../contract/index.js';
import { vaultNotFound } from '../opening/vault-not-found.js';
import { readFileIfThere } from '../state-folder/files.js';
import { dropPending, keepPending, readPending, writePending } from '../state-folder/pending.js';
import type { Db } from '../store/transaction.js';
import {
  formatMasterKeys,
  isOfVault,
  type MasterKeys,
  makeMasterKey,
  masterKeysOf,
  parseMasterKeys,
} from './master-keys.js';

/** Where a worker has its master keys from. */
export type MasterKeySource = { readonly text: string } | { readonly file: string };

const ADVICE = {
  missing:
    'This worker has no master key. Give it the file `master-key` from the state folder of the worker that made the vault: AGENT_AUTH_MASTER_KEY_FILE, or AGENT_AUTH_MASTER_KEY.',
  unreadable: 'What this worker was given is no master key: that is one line of 32 bytes in base64, or two such lines.',
} as const;

export const mismatch = (reason: keyof typeof ADVICE | 'another_key'): AgentAuthError =>
  new AgentAuthError('master_key_mismatch', {
    reason,
    ...(reason === 'another_key' ? {} : { advice: ADVICE[reason] }),
  });

const parse = (text: string): MasterKeys => {
  const keys = parseMasterKeys(text);
  if (keys === null) throw mismatch('unreadable');
  return masterKeysOf(
    () => keys,
    () => mismatch('another_key'),
  );
};

/** @throws AgentAuthError `master_key_mismatch` when a record is wrapped by a key that is not among them */
async function checkKeys(db: Db, keys: MasterKeys): Promise<void> {
  for (const { master_key_id } of await db.selectFrom('data_keys').select('master_key_id').distinct().execute())
    keys.get(master_key_id);
}

/** Reads master keys, which are the same on all workers; makes the first one, once, for a vault that is empty. */
export class SharedMasterKeys {
  readonly #source: MasterKeySource;

  constructor(source: MasterKeySource) {
    this.#source = source;
  }

  /**
   * @param isNew whether the vault is empty, and stays so until the transaction ends
   * @throws AgentAuthError `master_key_mismatch`, `vault_not_found`, `state_dir_unwritable`, `state_dir_full`
   */
  async load(db: Db, isNew: boolean): Promise<MasterKeys> {
    const source = this.#source;
    const text = 'text' in source ? source.text : await readFileIfThere(source.file);
    if (text !== null) {
      if (isNew && isOfVault(text)) throw vaultNotFound('has_its_master_key');
      return checked(db, text);
    }
    const { file } = source as { readonly file: string };
    if (!isNew) return this.#ofACrash(db, file);
    const made = formatMasterKeys([makeMasterKey()]);
    await writePending(file, made);
    return parse(made);
  }

  /** After the transaction that has loaded them. */
  async keep(): Promise<void> {
    if ('file' in this.#source) await keepPending(this.#source.file);
  }

  /** The key may lack its place only. If it does not fit, somebody else was first to make the vault. */
  async #ofACrash(db: Db, file: string): Promise<MasterKeys> {
    const text = await readPending(file);
    if (text === null) throw mismatch('missing');
    try {
      return await checked(db, text);
    } catch (error) {
      if (!hasCode(error, 'master_key_mismatch')) throw error;
      await dropPending(file);
      throw mismatch('missing');
    }
  }
}

async function checked(db: Db, text: string): Promise<MasterKeys> {
  const keys = parse(text);
  await checkKeys(db, keys);
  return keys;
}
