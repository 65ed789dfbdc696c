import { randomBytes } from 'node:crypto';

/** Names what the vault keeps for who has it: 128 random bits. */
export const newBase = (): string => `base_${randomBytes(16).toString('base64url')}`;
