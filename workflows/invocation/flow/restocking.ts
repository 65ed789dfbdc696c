import type { StoredAtHand } from '../../../contract/steps.js';
import { needsPerson } from '../match-fields.js';
import { type Flow, matchOf, NOTHING_PENDING, show, without } from './flow.js';

type Marks = Pick<Flow, 'marks' | 'totp_mark' | 'grant_mark'>;

export const marksOf = ({ marks, totp_mark, grant_mark }: StoredAtHand): Marks =>
  marks === undefined ? {} : { marks, totp_mark: totp_mark ?? null, grant_mark: grant_mark ?? null };

/** Whether a value is another one than when the login looked last. Runs of older versions know only what they never had. */
function isOther({ marks, stored, reasons, sent = {} }: Flow, now: StoredAtHand, key: string): boolean {
  if (marks !== undefined) return now.marks?.[key] !== marks[key];
  return !stored.includes(key) && reasons[key] === undefined && sent[`stored ${key}`] === undefined;
}

const keyOf = (given: string): string => given.split('@', 1)[0]!;

/** What is at hand, after somebody has changed what is stored. What was dropped stays so until it is another value. */
function restock(flow: Flow, now: StoredAtHand): Flow {
  const usable = now.stored.filter((key) => !now.refused.includes(key));
  const others = usable.filter((key) => isOther(flow, now, key));
  const gone = Object.keys(flow.marks ?? {}).filter((key) => !now.stored.includes(key));
  const withTotp = flow.marks !== undefined && (now.totp_mark ?? null) !== (flow.totp_mark ?? null);
  const superseded = Object.keys(flow.given).filter((key) => flow.marks !== undefined && others.includes(keyOf(key)));
  const sent = [...others.map((key) => `stored ${key}`), ...(withTotp ? ['totp'] : [])];
  return {
    ...flow,
    ...marksOf(now),
    stored: [
      ...usable.filter((key) => others.includes(key) || flow.stored.includes(key)),
      ...flow.stored.filter((key) => !usable.includes(key) && flow.offered?.keys.includes(key)),
    ],
    has_totp: now.has_totp || flow.offered?.has_totp === true,
    sso_provider: now.sso_provider,
    given: without(flow.given, superseded),
    reasons: without(flow.reasons, [...others, ...gone]),
    sent: without(flow.sent ?? {}, sent),
    refused_totp: withTotp ? 0 : flow.refused_totp,
  };
}

const rightsOf = ({ marks, totp_mark, grant_mark, stored, has_totp, sso_provider, given }: Flow): string =>
  JSON.stringify([marks, totp_mark, grant_mark, stored, has_totp, sso_provider, Object.keys(given)]);

/** What a person would be asked now. */
function wouldAsk(flow: Flow): string {
  const match = matchOf(flow);
  return JSON.stringify([needsPerson(flow.seen!, match), match.pending.map(({ name }) => name)]);
}

export interface Restocked {
  readonly flow: Flow;
  /** What the page asked for is not what to ask for now. */
  readonly looksAgain: boolean;
}

/**
 * Goes on with what is stored now. A question stays as it is where that changes nothing about it.
 * @param inBetween whether a page that asks nothing yet is looked at again where the login may not go on as it has begun
 */
export function restocked(flow: Flow, now: number, stored: StoredAtHand | null, inBetween: boolean): Restocked {
  const next = stored === null ? flow : restock(flow, stored);
  if (rightsOf(next) === rightsOf(flow)) return { flow, looksAgain: false };
  const isAsked = flow.state.step === 'awaiting_input' && flow.answer === null;
  const elsewhere = flow.grant_mark !== undefined && next.grant_mark !== flow.grant_mark;
  if (!isAsked && elsewhere && inBetween && flow.page !== null && flow.seen !== null)
    return { flow: next, looksAgain: true };
  const sso = next.sso_provider !== flow.sso_provider;
  const changes = () => flow.seen === null || elsewhere || sso || wouldAsk(next) !== wouldAsk(flow);
  if (!isAsked || !changes()) return { flow: next, looksAgain: false };
  const rested = { ...next, idle_deadline: null, losses: 0, steps: 0, waits: 0, same_form: 0 };
  const change = { ...NOTHING_PENDING, step: 'discovering', stopped: null, sso_provider: next.sso_provider } as const;
  return { flow: show(rested, now, change, { event: 'vault_changed' }), looksAgain: true };
}
