import { readFile } from 'node:fs/promises';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { decodeText } from './decode-text.js';
import type { Io } from './io.js';

/**
 * The text of a file, or of stdin for `-`.
 * @throws AgentAuthError `invalid_input`
 */
async function readSource(io: Io, source: string): Promise<string> {
  if (source === '-') return decodeText(await io.readStdin(), source);
  let bytes: Buffer;
  try {
    bytes = await readFile(source);
  } catch {
    throw new AgentAuthError('invalid_input', { file: source, expected: 'a file that can be read' });
  }
  return decodeText(bytes, source);
}

/**
 * A secret from a file, or from stdin for `-`. Editors and `echo` end it with a line break that is not part of the secret: one is removed, and a note says so.
 * @throws AgentAuthError `invalid_input`
 */
export async function readSecret(io: Io, source: string, name: string): Promise<string> {
  const text = await readSource(io, source);
  const secret = withoutLineBreak(text);
  if (secret !== text) tellLineBreak(io, name);
  return secret;
}

export const withoutLineBreak = (text: string): string => text.replace(/\r?\n$/, '');

export const tellLineBreak = (io: Io, name: string): void =>
  io.err(`note: the line break at the end of ${name} is left out.`);

/**
 * Reads JSON from a file, or from stdin for `-`. Secrets come in this way, so that none stands in a process list.
 * @throws AgentAuthError `invalid_input`; the text is not repeated
 */
export async function readJson(io: Io, source: string): Promise<unknown> {
  const text = await readSource(io, source);
  try {
    return JSON.parse(text);
  } catch {
    throw new AgentAuthError('invalid_input', { file: source, expected: 'JSON' });
  }
}
