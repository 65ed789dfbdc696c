/** A re-login that waits for a person without a page, for as long as its agent says. */

import { BEGIN_AGAIN, REMINDERS_AFTER_MS } from '../../../contract/agent/reauth-wait.js';
import { type InvocationState, MAX_LIMIT_SECONDS, type PendingField } from '../../../contract/invocation/invocation.js';
import type { StoredAtHand } from '../../../contract/steps.js';
import { iso } from '../../iso.js';
import { isOnce, submitRejected } from './asking.js';
import { choicesAhead } from './choosing.js';
import { type Flow, matchOf, NOTHING_PENDING, show, without } from './flow.js';
import type { Parking } from './kept.js';

/** How long a page is kept where somebody is there, or where what is asked is worth nothing without it. Ms. */
const LIVE_MS = 120_000;

const CONTINUE = [{ id: BEGIN_AGAIN, label: '', description: null }] as const;

type Parked = Flow & { readonly parking: Parking };

export const canPark = (flow: Flow): flow is Parked => flow.parking !== undefined;

const isCode = ({ seen }: Flow, { name }: PendingField): boolean =>
  seen?.fields.some((field) => field.name === name && isOnce(field)) ?? false;

/** What of a question can be answered without its page: a password keeps, a code that was sent does not. */
const lasting = (flow: Flow): readonly PendingField[] =>
  flow.state.pending_fields.filter((field) => !isCode(flow, field));

const isBound = (flow: Flow): boolean => !lasting(flow).some(({ required }) => required);

const offersMore = ({ state }: Flow, fields: readonly PendingField[]): boolean =>
  fields.length < state.pending_fields.length ||
  state.pending_sso_buttons.length + state.mfa_options.length + state.sign_in_options.length > 0;

/** From now on the login may wait for days. */
export function parks(flow: Flow, wait_seconds: number, stored: StoredAtHand): Flow {
  const { elsewhere_mark = null, has_session = false } = stored;
  const nothing = { asked_at: null, reminded: 0, live_until: null, quiet_question: null };
  return { ...flow, parking: { wait_ms: wait_seconds * 1000, ...nothing, elsewhere_mark, has_session } };
}

/** The last moment: an answer can be opened for as long as the longest login may take. */
const deadline = ({ state, parking }: Parked, now: number): number =>
  Math.min(now + parking.wait_ms, Date.parse(state.started_at) + MAX_LIMIT_SECONDS * 1000);

/** A question was asked: it waits as long as the agent says. */
export function asked(flow: Flow, now: number): Flow {
  if (!canPark(flow)) return flow;
  const until = deadline(flow, now);
  const { live_until, asked_at } = flow.parking;
  const live = isBound(flow) ? Math.max(live_until ?? 0, now + LIVE_MS) : live_until;
  const parking = { ...flow.parking, asked_at: asked_at ?? now, live_until: live };
  const next = { ...flow, parking, idle_deadline: until, overall_deadline: until };
  return { ...next, state: { ...next.state, expires_at: iso(until) } };
}

/** Somebody is to confirm elsewhere: the page is watched for a while, and then it waits without one. */
export function watched(flow: Flow, now: number): Flow {
  if (!canPark(flow) || flow.state.step !== 'awaiting_external_action') return flow;
  const { asked_at, live_until } = flow.parking;
  if (asked_at !== null && live_until !== null) return flow;
  const until = deadline(flow, now);
  const parking = { ...flow.parking, asked_at: asked_at ?? now, live_until: now + LIVE_MS };
  return { ...flow, parking, overall_deadline: until, state: { ...flow.state, expires_at: iso(until) } };
}

/** When the page is closed; null where there is none, or nothing is asked. */
export function parksAt(flow: Flow): number | null {
  if (!canPark(flow) || flow.page === null || flow.answer !== null) return null;
  const isAsked = flow.state.step === 'awaiting_input' || flow.state.step === 'awaiting_external_action';
  return isAsked ? (flow.parking.live_until ?? 0) : null;
}

/** What is asked while there is no page. A question that nothing is left of is asked as another one: an answer to it would be too late. */
export function parked(flow: Flow, now: number): Flow {
  if (!canPark(flow)) return flow;
  const { state } = flow;
  const fields = state.step === 'awaiting_input' ? lasting(flow) : [];
  const isAnother = !fields.some(({ required }) => required);
  const kept = isAnother ? [] : fields;
  const question = isAnother ? state.question + 1 : state.question;
  const change: Partial<InvocationState> = {
    ...NOTHING_PENDING,
    step: 'awaiting_input',
    question,
    pending_fields: kept,
    sign_in_options: isAnother || offersMore(flow, kept) ? CONTINUE : [],
    asked_by: isAnother ? null : (state.asked_by ?? null),
    parked_since: iso(now),
  };
  const parking = { ...flow.parking, live_until: null, quiet_question: isAnother ? question : null };
  const idle_deadline = flow.idle_deadline ?? flow.overall_deadline;
  return show({ ...flow, parking, page: null, answer: null, idle_deadline }, now, change, { event: 'parked' });
}

export const isParked = ({ state }: Flow): boolean => (state.parked_since ?? null) !== null;

/** Nothing entitled to the answer: it is as if it had not come. */
export function stillParked(flow: Flow, now: number): Flow {
  const { seen } = flow;
  const question: Partial<InvocationState> =
    seen === null
      ? {}
      : {
          pending_fields: matchOf(flow).pending,
          pending_sso_buttons: seen.sso_buttons,
          mfa_options: seen.mfa_options,
          sign_in_options: seen.sign_in_options,
          asked_by: seen.site ?? null,
        };
  const state: InvocationState = { ...flow.state, ...question, step: 'awaiting_input' };
  return parked(submitRejected({ ...flow, answer: null, state }, now, 'not_entitled'), now);
}

/** Whether an answer has come that nobody has gone on from. */
export const isAnswered = ({ parking, answer }: Flow): boolean =>
  answer !== null && (parking?.asked_at ?? null) !== null;

/** Whether people were told of a question already, when it was asked with its page. */
export const isTold = ({ parking, state }: Flow): boolean => parking?.quiet_question === state.question;

/** When a person is reminded next, and for which time; null: no more. */
export function nextReminder({ parking }: Flow): { readonly at: number; readonly nth: number } | null {
  const after = parking && REMINDERS_AFTER_MS[parking.reminded];
  if (!parking || parking.asked_at === null || after === undefined) return null;
  return { at: parking.asked_at + after, nth: parking.reminded + 1 };
}

export const reminded = (flow: Flow, nth: number): Flow =>
  canPark(flow) ? { ...flow, parking: { ...flow.parking, reminded: nth } } : flow;

/** Somebody has answered, so that they are there: what is asked next, they see at once. */
export function attended(flow: Flow, now: number, overall_seconds: number): Flow {
  if (!canPark(flow)) return flow;
  const parking = { ...flow.parking, asked_at: null, reminded: 0, live_until: now + LIVE_MS, quiet_question: null };
  const overall_deadline = Math.min(
    Math.max(flow.overall_deadline, now + overall_seconds * 1000),
    Date.parse(flow.state.started_at) + MAX_LIMIT_SECONDS * 1000,
  );
  return { ...flow, parking, overall_deadline, state: { ...flow.state, expires_at: iso(overall_deadline) } };
}

/**
 * It goes on from its beginning with what it has. Codes were for a page that is gone, and so was a choice that waits. Where a person has asked for it, what
 * they chose before is chosen again, and a secret may go out as often as in a new login.
 * @param byPerson whether one has answered
 */
export function woken(flow: Flow, now: number, byPerson: boolean): Flow {
  const next = {
    ...flow,
    page: null,
    seen: null,
    given: without(flow.given, flow.one_time),
    answer: null,
    idle_deadline: null,
    losses: 0,
    steps: 0,
    same_form: 0,
    ...(byPerson ? { ...choicesAhead(flow), sent: {} } : {}),
  };
  return show(next, now, { ...NOTHING_PENDING, step: 'discovering', parked_since: null });
}

/** What the vault says that is not a value of the credential. */
export function heard(flow: Flow, stored: StoredAtHand): Flow {
  if (!canPark(flow)) return flow;
  const { elsewhere_mark = flow.parking.elsewhere_mark, has_session = flow.parking.has_session } = stored;
  return { ...flow, parking: { ...flow.parking, elsewhere_mark, has_session } };
}

/** The agent has got a session meanwhile: nothing is asked any more. */
export const gotSession = (before: Flow, now: Flow): boolean =>
  before.parking?.has_session === false && now.parking?.has_session === true;

/** Something was brought in that may be the session, or what was asked for. */
export const wasBrought = (before: Flow, now: Flow): boolean =>
  before.parking !== undefined && before.parking.elsewhere_mark !== now.parking?.elsewhere_mark;

export const foundElsewhere = (flow: Flow): Flow => ({
  ...flow,
  end: { status: 'CANCELED', code: 'session_found' },
});
