import { HANDOFF_MS } from '../../../contract/invocation.js';

/** When a link that is made now ends, in RFC 3339; the workflow decides, this is what callers are told. */
export const handoffExpiry = (): string => new Date(Date.now() + HANDOFF_MS).toISOString();
