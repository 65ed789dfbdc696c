/**
 * When agents leave a site alone because it is in trouble. Pure: what is known of the site goes in, and comes out as it is afterwards. A circuit breaker:
 * closed (all go), open (nobody goes by itself), half-open (one tries for all).
 */
import type { FlowErrorCode } from '../../../contract/index.js';
import type { CircuitLimits } from '../circuit-limits.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** From the vault's word that an agent may try until its login begins. Ms. */
const CLAIMED_FOR = 2 * MINUTE;
/** For its login: after that another one may try, whatever has become of it. Ms. */
const TRIED_FOR = 10 * MINUTE;
/** Trouble so soon after it was over is the same trouble: the pauses go on growing. Ms. */
const SAME_TROUBLE = HOUR;
/** When a site is well again, its agents come one after the other: so much time for each, and so much for all of them. Ms. */
const APART = 2_000;
const LONGEST_SPREAD = 10 * MINUTE;
/** Those who wait do not ask again in the same moment: within this part of a pause, and no later than this. Ms. */
const LATER = 0.1;
const LATEST = MINUTE;

/** What is known of a site. Times in ms since the epoch. */
export interface Circuit {
  /** Pauses in a row, also after the last one is over. */
  readonly pauses: number;
  /** Null: closed. */
  readonly opened_at: number | null;
  /** Nobody tries before. */
  readonly until: number;
  /** The agent that tries, and until when it is waited for. */
  readonly trial: string | null;
  readonly trial_until: number;
  readonly closed_at: number;
  /** Over how long its agents come back. */
  readonly spread: number;
}
export const NO_CIRCUIT: Circuit = {
  pauses: 0,
  opened_at: null,
  until: 0,
  trial: null,
  trial_until: 0,
  closed_at: 0,
  spread: 0,
};

/** What the end of a login says of its site. */
export type SiteWord = 'well' | 'trouble' | 'nothing';

/** The site fails, is not there, or turns everybody away. A failing proxy is not the site's trouble. */
const TROUBLES: ReadonlySet<FlowErrorCode> = new Set([
  'website_error',
  'network_error',
  'rate_limited',
  'bot_detected',
  'captcha_blocked',
]);
/** It has looked at what was sent, or asks for something: it works. */
const ANSWERS: ReadonlySet<FlowErrorCode> = new Set([
  'credentials_invalid',
  'totp_rejected',
  'mfa_required',
  'external_action_required',
  'external_action_timeout',
  'awaiting_input_timeout',
  'account_locked',
  'login_not_allowed',
  'wrong_account',
  'session_elsewhere',
  'password_change_required',
  'enrollment_required',
  'identity_check',
  'consent_denied',
]);

/** @param code null: it was canceled, or has ended in a session (`proven`) */
export function wordOf(code: FlowErrorCode | null, proven: boolean): SiteWord {
  if (proven) return 'well';
  if (code === null) return 'nothing';
  return TROUBLES.has(code) ? 'trouble' : ANSWERS.has(code) ? 'well' : 'nothing';
}

const pauseOf = (pauses: number, { first, longest }: CircuitLimits): number =>
  Math.min(first * 2 ** Math.min(pauses - 1, 30), longest);

const opened = (circuit: Circuit, pauses: number, now: number, limits: CircuitLimits): Circuit => ({
  ...circuit,
  pauses,
  opened_at: circuit.opened_at ?? now,
  until: now + pauseOf(pauses, limits),
  trial: null,
  trial_until: 0,
});

/** @param accounts how many have met trouble lately */
export function troubled(circuit: Circuit, accounts: number, now: number, limits: CircuitLimits): Circuit {
  if (circuit.opened_at !== null || accounts < limits.accounts) return circuit;
  const isSame = circuit.pauses > 0 && now - circuit.closed_at < SAME_TROUBLE;
  return opened(circuit, isSame ? circuit.pauses + 1 : 1, now, limits);
}

/** @param waiting agents that come back now */
export function closed(circuit: Circuit, waiting: number, now: number): Circuit {
  if (circuit.opened_at === null) return circuit;
  const over = { opened_at: null, until: 0, trial: null, trial_until: 0 };
  return { ...circuit, ...over, closed_at: now, spread: Math.min(Math.max(0, waiting - 1) * APART, LONGEST_SPREAD) };
}

/** The login of an agent has ended, and says something of the site. Whether it is well, anybody's login says; that it is not, who tries. */
export function ended(
  circuit: Circuit,
  agent: string,
  word: SiteWord,
  waiting: number,
  now: number,
  limits: CircuitLimits,
): Circuit {
  if (circuit.opened_at === null) return circuit;
  if (word === 'well') return closed(circuit, waiting, now);
  if (circuit.trial !== agent) return circuit;
  return word === 'trouble'
    ? opened(circuit, circuit.pauses + 1, now, limits)
    : { ...circuit, trial: null, trial_until: 0 };
}

/** Whether an agent that asks may go now. `until`: when to ask again. `tries`: it alone goes, for all of them. */
export type Admission =
  | { readonly kind: 'goes' }
  | { readonly kind: 'tries' }
  | { readonly kind: 'waits'; readonly until: number };

/** @param place of the agent among all, from 0 to 1, and always the same */
export function admission(circuit: Circuit, agent: string, place: number, now: number): Admission {
  const { opened_at, until, trial, trial_until, closed_at, spread } = circuit;
  if (opened_at === null) {
    const turn = closed_at + Math.round(spread * place);
    return turn > now ? { kind: 'waits', until: turn } : { kind: 'goes' };
  }
  const isTried = trial !== null && trial !== agent && trial_until > now;
  const free = isTried ? trial_until : until;
  if (free <= now) return { kind: 'tries' };
  return { kind: 'waits', until: free + Math.round(Math.min((free - opened_at) * LATER, LATEST) * place) };
}

/**
 * The agent that `admission` let try takes it, or goes on with it.
 * @param begun whether its login has begun
 */
export const tried = (circuit: Circuit, agent: string, begun: boolean, now: number): Circuit => ({
  ...circuit,
  trial: agent,
  trial_until: now + (begun ? TRIED_FOR : CLAIMED_FOR),
});
