import { AgentAuthError } from '../../contract/errors/errors.js';

/** By the mark that a file begins with. */
export function encodingOf([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | 'utf-8' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/**
 * The text of a file, however an editor has marked its encoding. Bytes that are no text would be read as other characters, and a password with them is
 * another one.
 * @throws AgentAuthError `invalid_input`
 */
export function decodeText(bytes: Uint8Array, file: string): string {
  try {
    // Takes the mark away.
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    const expected =
      'text in UTF-8; it was saved in another encoding, such as Windows-1252 ("ANSI"): save it once more as UTF-8';
    throw new AgentAuthError('invalid_input', { file, expected });
  }
}
