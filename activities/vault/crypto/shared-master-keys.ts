/** The master keys of a vault that several workers share: each is given the same ones, by its environment or by a file. */
import { rm } from 'node:fs/promises';
import { AgentAuthError } from '../../../contract/index.js';
import { readFileIfThere, replaceFile } from '../state-folder/files.js';
import type { Db } from '../store/transaction.js';
import { formatMasterKeys, type MasterKeys, makeMasterKey, masterKeysOf, parseMasterKeys } from './master-keys.js';

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
  #made = false;

  constructor(source: MasterKeySource) {
    this.#source = source;
  }

  /**
   * @param isNew whether the vault is empty, and stays so until the transaction ends
   * @throws AgentAuthError `master_key_mismatch`, `state_dir_unwritable`, `state_dir_full`
   */
  async load(db: Db, isNew: boolean): Promise<MasterKeys> {
    const source = this.#source;
    if ('text' in source) return this.#checked(db, source.text);
    // The first key is on disk before the transaction that uses it ends. If that failed, somebody else may have been first meanwhile.
    if (this.#made && !isNew) await rm(source.file, { force: true });
    const text = await readFileIfThere(source.file);
    if (text !== null) return this.#checked(db, text);
    if (!isNew) throw mismatch('missing');
    const made = formatMasterKeys([makeMasterKey()]);
    await replaceFile(source.file, made);
    this.#made = true;
    return parse(made);
  }

  async #checked(db: Db, text: string): Promise<MasterKeys> {
    const keys = parse(text);
    await checkKeys(db, keys);
    return keys;
  }
}
