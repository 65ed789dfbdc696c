import type { Rule, Seen } from './rule.js';
import { wordsThat } from './site-words.js';
import { unclear } from './verdict.js';

/** RFC 9110 section 15.5.1: how a callback is answered whose request it knows nothing of. */
const BAD_REQUEST = 400;

/** A page that is neither a step of a login nor a page behind one. */
const isDeadEnd = ({ asks, after: { view } }: Seen): boolean =>
  !asks && view.rivals.length === 0 && view.externalAction === null && !view.evidence.logout;

/** "Invalid state", "this login attempt has expired, start again": the site knows nothing any more of what came before. */
export const forgotten: Rule = (seen) => {
  const { words, after } = seen;
  if (!isDeadEnd(seen)) return null;
  const isError = [after.status, after.answer].some((status) => status !== null && status >= 400 && status < 500);
  const said = wordsThat(words, 'forgotten') ?? (isError ? wordsThat(words, 'stale') : null);
  return said === null ? null : { kind: 'forgotten', words: said, reason: 'state_gone' };
};

/** The same without a word that could be read. */
export const badRequest: Rule = (seen) =>
  isDeadEnd(seen) && seen.after.status === BAD_REQUEST
    ? unclear({ kind: 'forgotten', words: null, reason: 'state_gone' })
    : null;
