import { createHash } from 'node:crypto';
import type { Consent } from '../../vault/types.js';
import type { Login } from '../login.js';

/** Whether a person agreed to that for this agent, or to more. */
export const isAgreed = ({ agreed }: Pick<Login, 'agreed'>, { site, client, scopes }: Consent): boolean =>
  agreed.some(
    (one) => one.site === site && one.client === client && scopes.every((scope) => one.scopes.includes(scope)),
  );

/** Names what is asked by its words, without holding them: SHA-256, half of it, in hex. */
export const nameOfWords = (words: string): string => createHash('sha256').update(words).digest('hex').slice(0, 32);
