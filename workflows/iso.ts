/** RFC 3339 text of a time in ms since the epoch. */
export const iso = (ms: number): string => new Date(ms).toISOString();
