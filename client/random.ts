import { createHash, randomBytes } from 'node:crypto';

/** 128 random bits, base64url. */
export const randomId = (): string => randomBytes(16).toString('base64url');

/** SHA-256, hex, of a one-time code. */
export const hashOfHandoff = (code: string): string => createHash('sha256').update(code).digest('hex');

/** A one-time code for a person's link: 44 characters. Temporal sees its hash only. */
export function makeHandoff(): { readonly code: string; readonly hash: string } {
  const code = randomBytes(33).toString('base64url');
  return { code, hash: hashOfHandoff(code) };
}
