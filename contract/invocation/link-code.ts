import { createHash } from 'node:crypto';

/** SHA-256, hex, of the code of a person's link: all that Temporal and the vault ever see of it. */
export const hashOfLinkCode = (code: string): string => createHash('sha256').update(code).digest('hex');
