/** The text of a file, however an editor has marked its encoding. */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  // Takes the mark away.
  return new TextDecoder(encoding).decode(bytes);
}
