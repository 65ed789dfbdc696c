/**
 * FNV-1a, 32 bits: names a form in the choice that a person makes. The code in pages names elements the same way, but shares no code
 * with the rest of the engine.
 */
export function hash(text: string): string {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  }
  return (state >>> 0).toString(16).padStart(8, '0');
}
