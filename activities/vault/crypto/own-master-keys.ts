/** The master keys of an embedded vault: a file of its own in the state folder, which nobody else uses. */
import { AgentAuthError } from '../../../contract/index.js';
import { readFileIfThere, replaceFile } from '../state-folder/files.js';
import {
  formatMasterKeys,
  type MasterKey,
  type MasterKeys,
  makeMasterKey,
  masterKeysOf,
  parseMasterKeys,
} from './master-keys.js';

export interface OwnMasterKeys extends MasterKeys {
  /** Adds a key on disk and makes it the current one. */
  add(): Promise<void>;
  /** Forgets all keys but the current one, on disk too. */
  keepCurrent(): Promise<void>;
}

const invalid = (): AgentAuthError => new AgentAuthError('state_dir_invalid');

/**
 * Reads the master keys, or makes the first one.
 * @param mayCreate false when there is a database already, which a new key could not open
 * @throws AgentAuthError `state_dir_invalid`, `state_dir_unwritable`, `state_dir_full`
 */
export async function loadMasterKeys(path: string, mayCreate: boolean): Promise<OwnMasterKeys> {
  const text = await readFileIfThere(path);
  if (text === null && !mayCreate) throw invalid();
  const found = text === null ? [makeMasterKey()] : parseMasterKeys(text);
  if (found === null) throw invalid();
  let keys: readonly MasterKey[] = found;
  const write = async (next: readonly MasterKey[]): Promise<void> => {
    await replaceFile(path, formatMasterKeys(next));
    keys = next;
  };
  if (text === null) await write(keys);
  // Not spread: its members follow the keys.
  return Object.assign(
    masterKeysOf(() => keys, invalid),
    {
      add: () => write([makeMasterKey(), ...keys]),
      keepCurrent: () => write(keys.slice(0, 1)),
    },
  );
}
