/**
 * The master key wraps every data key. It lives in a file of its own, one line a key, the newest first; while it is being exchanged
 * the file holds both, so that the database opens wherever the exchange was interrupted.
 */
import { randomBytes } from 'node:crypto';
import { AgentAuthError } from '../../../contract/index.js';
import { readFileIfThere, replaceFile } from '../state-folder/files.js';
import { KEY_BYTES } from './cipher.js';

export interface MasterKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

export interface MasterKeys {
  /** Wraps new data keys. */
  readonly current: MasterKey;
  /** @throws AgentAuthError `state_dir_invalid` when the file holds no such key */
  get(id: string): MasterKey;
  /** Adds a key on disk and makes it the current one. */
  add(): Promise<void>;
  /** Forgets all keys but the current one, on disk too. */
  keepCurrent(): Promise<void>;
  /** Whether an exchange was interrupted. */
  readonly several: boolean;
}

const LINE = /^([\w-]{11})\.([\w-]{43})$/;

const makeKey = (): MasterKey => ({ id: randomBytes(8).toString('base64url'), bytes: randomBytes(KEY_BYTES) });

const write = (path: string, keys: readonly MasterKey[]): Promise<void> =>
  replaceFile(path, keys.map(({ id, bytes }) => `${id}.${Buffer.from(bytes).toString('base64url')}\n`).join(''));

function parse(text: string): MasterKey[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [, id, key] = LINE.exec(line.trim()) ?? [];
      if (id === undefined || key === undefined) throw new AgentAuthError('state_dir_invalid');
      return { id, bytes: Buffer.from(key, 'base64url') };
    });
}

/**
 * Reads the master keys, or makes the first one.
 * @param mayCreate false when there is a database already, which a new key could not open
 * @throws AgentAuthError `state_dir_invalid`, `state_dir_unwritable`, `state_dir_full`
 */
export async function loadMasterKeys(path: string, mayCreate: boolean): Promise<MasterKeys> {
  const text = await readFileIfThere(path);
  if (text === null && !mayCreate) throw new AgentAuthError('state_dir_invalid');
  let keys = text === null ? [makeKey()] : parse(text);
  if (text === null) await write(path, keys);

  return {
    get current() {
      return keys[0]!;
    },
    get several() {
      return keys.length > 1;
    },
    get(id) {
      const key = keys.find((candidate) => candidate.id === id);
      if (key === undefined) throw new AgentAuthError('state_dir_invalid');
      return key;
    },
    async add() {
      const extended = [makeKey(), ...keys];
      await write(path, extended);
      keys = extended;
    },
    async keepCurrent() {
      const current = keys.slice(0, 1);
      await write(path, current);
      keys = current;
    },
  };
}
