/** Times are RFC 3339 text outside and ms since the epoch in the database. */
export const toText = (ms: number): string => new Date(ms).toISOString();
export const toTextOrNull = (ms: number | null): string | null => (ms === null ? null : toText(ms));

/** @returns null when there is no time, or the text is not one */
export function fromText(text: string | null): number | null {
  const ms = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}
