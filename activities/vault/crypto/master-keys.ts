/**
 * Master keys wrap data keys. There are several while one is exchanged for another, the newest first, so that the database opens wherever the
 * exchange was interrupted.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { AgentAuthError } from '../../../contract/index.js';
import { KEY_BYTES } from './cipher.js';

export interface MasterKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

export interface MasterKeys {
  /** Wraps new data keys. */
  readonly current: MasterKey;
  /** @throws AgentAuthError when there is no such key: the keys and the database don't belong together */
  get(id: string): MasterKey;
  /** Whether an exchange goes on. */
  readonly several: boolean;
}

const LINE = /^([\w-]{11})\.([\w-]{43})$/;
/** 32 bytes in base64, as other programs make them. */
const BARE = /^[A-Za-z0-9+/_-]{43}=?$/;

export const makeMasterKey = (): MasterKey => ({
  id: randomBytes(8).toString('base64url'),
  bytes: randomBytes(KEY_BYTES),
});

/** A key that came without a name has one that is the same wherever it is given. */
const nameOf = (bytes: Uint8Array): string =>
  createHash('sha256').update('agent-auth master key').update(bytes).digest().subarray(0, 8).toString('base64url');

function parseLine(line: string): MasterKey | null {
  const [, id, key] = LINE.exec(line) ?? [];
  if (id !== undefined && key !== undefined) return { id, bytes: Buffer.from(key, 'base64url') };
  if (!BARE.test(line)) return null;
  const bytes = Buffer.from(line, 'base64');
  return { id: nameOf(bytes), bytes };
}

/** @returns null when it is not a list of keys, one per line */
export function parseMasterKeys(text: string): readonly MasterKey[] | null {
  const keys: MasterKey[] = [];
  for (const line of text.trim().split(/\s+/)) {
    const key = parseLine(line);
    if (key === null) return null;
    keys.push(key);
  }
  return keys;
}

/** Whether one of them was made by a vault, and not by another program. */
export const isOfVault = (text: string): boolean =>
  text
    .trim()
    .split(/\s+/)
    .some((line) => LINE.test(line));

export const formatMasterKeys = (keys: readonly MasterKey[]): string =>
  keys.map(({ id, bytes }) => `${id}.${Buffer.from(bytes).toString('base64url')}\n`).join('');

/** @param stranger what is thrown for a key that is not among them */
export const masterKeysOf = (keys: () => readonly MasterKey[], stranger: () => AgentAuthError): MasterKeys => ({
  get current() {
    return keys()[0]!;
  },
  get several() {
    return keys().length > 1;
  },
  get(id) {
    const key = keys().find((candidate) => candidate.id === id);
    if (key === undefined) throw stranger();
    return key;
  },
});
