/** Types of columns; see schema.ts for why they are these. */

/** Since the epoch. */
export type Milliseconds = number;
export type Flag = 0 | 1;
/** See crypto/records.ts. */
export type Encrypted = string;
