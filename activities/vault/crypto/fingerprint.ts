import { createHmac } from 'node:crypto';

/** Tells whether two values are the same one without keeping either. HMAC-SHA-256 (RFC 2104) under a key of the vault. */
export type Fingerprint = (...parts: readonly (string | number)[]) => string;

export const createFingerprint =
  (key: Uint8Array): Fingerprint =>
  (...parts) =>
    createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url');
