import { randomBytes } from 'node:crypto';
import { hashOfLinkCode } from '../contract/invocation/link-code.js';

/** 128 random bits, base64url. */
export const randomId = (): string => randomBytes(16).toString('base64url');

/** A one-time code for a person's link: 44 characters. Temporal sees its hash only. */
export function makeHandoff(): { readonly code: string; readonly hash: string } {
  const code = randomBytes(33).toString('base64url');
  return { code, hash: hashOfLinkCode(code) };
}
