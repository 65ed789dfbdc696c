/** What a page that is shown says of a session, line by line. Pure rules. */
import { randomBytes } from 'node:crypto';
import type { PageSigns } from '../vault/probe.js';
import { hashOf } from './parts.js';

/** Kept of each side. */
const MAX_KEPT = 48;
/** So many of the lines that only one side was shown say which side it is. What a page shows changes by the hour. */
const MANY = 0.3;
const HALF = 0.5;
const FEW = 0.2;

const isSteady = (line: string): boolean => /\p{L}{2}/u.test(line) && !/\d/.test(line);

/** What a page shows to the session alone, and what to strangers alone. */
export function signsOf(address: string, member: ReadonlySet<string>, stranger: ReadonlySet<string>): PageSigns {
  const salt = randomBytes(9).toString('base64url');
  const only = (own: ReadonlySet<string>, others: ReadonlySet<string>): string[] =>
    [...own]
      .filter((line) => isSteady(line) && !others.has(line))
      .slice(0, MAX_KEPT)
      .map((line) => hashOf(salt, line));
  return { address, salt, member: only(member, stranger), stranger: only(stranger, member) };
}

/** Whose page it is by its lines; null where they don't tell. */
export function judgeSigns({ salt, member, stranger }: PageSigns, shown: ReadonlySet<string>): 'in' | 'out' | null {
  const found = new Set([...shown].map((line) => hashOf(salt, line)));
  const shareOf = (lines: readonly string[]): number =>
    lines.length === 0 ? 0 : lines.filter((line) => found.has(line)).length / lines.length;
  const [inside, outside] = [shareOf(member), shareOf(stranger)];
  if (inside >= MANY && outside < MANY) return 'in';
  return outside >= HALF && inside <= FEW ? 'out' : null;
}
