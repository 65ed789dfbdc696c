/** How long the code of a link works; the workflow decides, this is what callers are told. Milliseconds. */
const HANDOFF_MS = 5 * 60_000;

/** When a link that is made now ends, in RFC 3339. */
export const handoffExpiry = (): string => new Date(Date.now() + HANDOFF_MS).toISOString();
