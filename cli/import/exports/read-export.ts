import { readFile } from 'node:fs/promises';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { decodeText, encodingOf } from '../../terminal/decode-text.js';
import { readBitwarden } from './bitwarden.js';
import { readCsv } from './csv.js';
import type { ExportedLogin } from './exported-login.js';
import { type KeepassKey, readKeepass } from './keepass.js';
import { read1pux } from './one-password.js';

/** Attachments of 1Password may make it large. */
const MAX_BYTES = 1024 * 1024 * 1024;

export interface Export {
  readonly logins: readonly ExportedLogin[];
  /** Whether whoever finds the file can read it. */
  readonly isPlain: boolean;
}

const beginsWith = (bytes: Buffer, ...magic: readonly number[]): boolean =>
  bytes.subarray(0, magic.length).equals(Buffer.from(magic));

const other = (file: string): AgentAuthError =>
  new AgentAuthError('invalid_input', {
    file,
    expected: 'an export as .csv, .json or .1pux, or a .kdbx file; this is another kind of file',
  });

function parsedJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AgentAuthError('invalid_input', { file, expected: 'JSON that is whole; export it once more' });
  }
}

/**
 * Reads an export of 1Password (.1pux, .csv), Bitwarden (.json, .csv), KeePass (.kdbx) or a browser (.csv), by what is in it. It is read where it
 * lies: no copy is made.
 * @param keyOf asked for what opens a KeePass file
 * @throws AgentAuthError `invalid_input`; nothing of the file is in it
 */
export async function readExport(file: string, keyOf: () => Promise<KeepassKey>): Promise<Export> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch {
    throw new AgentAuthError('invalid_input', { file, expected: 'a file that can be read' });
  }
  if (bytes.length === 0 || bytes.length > MAX_BYTES)
    throw new AgentAuthError('invalid_input', { file, expected: 'a file with something in it, of at most 1 GB' });
  if (beginsWith(bytes, 0x03, 0xd9, 0xa2, 0x9a))
    return { logins: await readKeepass(file, await keyOf()), isPlain: false };
  if (beginsWith(bytes, 0x50, 0x4b)) return { logins: await read1pux(bytes, file), isPlain: true };
  // Files of other programs have zero bytes at their beginning, and are no text anyway.
  // UTF-16 is full of zero bytes.
  if (encodingOf(bytes) === 'utf-8' && bytes.subarray(0, 512).includes(0)) throw other(file);
  const text = decodeText(bytes, file);
  if (text.includes('\0') || /^\s*</.test(text)) throw other(file);
  const isJson = /^\s*[[{]/.test(text);
  const logins = isJson ? readBitwarden(parsedJson(text, file), file) : await readCsv(text, { file });
  return { logins, isPlain: true };
}
