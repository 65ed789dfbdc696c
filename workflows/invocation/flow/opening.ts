import type { TimelineEvent } from '../../../contract/invocation/invocation.js';
import type { BegunInvocation, PageHandle } from '../../../contract/steps.js';
import { iso } from '../../iso.js';
import { choicesAhead } from './choosing.js';
import { type Flow, fail, type NewEvent, NOTHING_PENDING, show } from './flow.js';
import { marksOf } from './restocking.js';

/** Pages that may be lost in a row without progress in between. */
const MAX_LOSSES = 6;

export function begun(flow: Flow, now: number, answer: BegunInvocation): Flow {
  const stored = answer.stored.filter((key) => !answer.refused.includes(key));
  const reasons = Object.fromEntries(answer.refused.map((key) => [key, 'rejected' as const]));
  const next = {
    ...flow,
    kid: answer.kid,
    stored,
    reasons,
    has_totp: answer.has_totp,
    sso_provider: answer.sso_provider,
    ...marksOf(answer),
  };
  // What the vault says it was begun with, not what the workflow was told.
  const { type = flow.state.type, save_credential_as = flow.state.save_credential_as } = answer;
  const { sealing_key, sso_provider } = answer;
  const known = show(next, now, { sealing_key, sso_provider, type, save_credential_as });
  if (answer.stopped === undefined) return known;
  const { why, until } = answer.stopped;
  const told = show(known, now, { stopped: { why, until } }, { event: 'stopped', why, ...(until ? { until } : {}) });
  return fail(told, 'max_attempts_reached');
}

/** After these it is still opening: it was turned away, or could not be opened yet. */
const STILL_OPENING: readonly TimelineEvent['event'][] = ['opening', 'profile_waiting', 'site_waiting'];

export const opening = (flow: Flow, now: number): Flow =>
  STILL_OPENING.includes(flow.state.timeline.at(-1)!.event)
    ? flow
    : show({ ...flow, page: null, seen: null }, now, { ...NOTHING_PENDING, step: 'discovering' }, { event: 'opening' });

const isProfileWaiting = (flow: Flow): boolean => (flow.profile_waits ?? 0) > 0;

const FIRST_PROFILE_WAIT_MS = 2_000;
const MAX_PROFILE_WAIT_MS = 30_000;

/** How long to wait before the profile is asked for again, in ms: twice as long each time. */
export const profileWaitMs = ({ profile_waits = 0 }: Flow): number =>
  Math.min(FIRST_PROFILE_WAIT_MS * 2 ** profile_waits, MAX_PROFILE_WAIT_MS);

/** Another login uses a site of the profile that both agents name: one at a time. */
export function profileWaiting(flow: Flow, now: number): Flow {
  const profile_waits = (flow.profile_waits ?? 0) + 1;
  const until = iso(now + profileWaitMs(flow));
  return isProfileWaiting(flow)
    ? { ...flow, profile_waits }
    : show({ ...flow, profile_waits }, now, {}, { event: 'profile_waiting', until });
}

/** How long the overall limit stands still at most: as long as a login waits in the queue for a page. Ms. */
const MAX_STANDSTILL_MS = 24 * 3_600_000;

/** Time in which nobody can do anything does not shorten what a person has. */
function stopClock(flow: Flow, now: number, event?: NewEvent): Flow {
  const left = flow.overall_deadline - now;
  const overall_deadline = now + MAX_STANDSTILL_MS + left;
  return show({ ...flow, left, overall_deadline }, now, { expires_at: iso(overall_deadline) }, event);
}

const isStopped = ({ left = null }: Flow): boolean => left !== null;

/** As many logins as may are on the site. */
export const siteWaiting = (flow: Flow, now: number, ms: number): Flow =>
  isStopped(flow) ? flow : stopClock(flow, now, { event: 'site_waiting', until: iso(now + ms) });

export const vaultAway = (flow: Flow, now: number): Flow => (isStopped(flow) ? flow : stopClock(flow, now));

/** The overall limit counts from the first page, so that time in the queue does not shorten what a person has. */
export function opened(flow: Flow, now: number, page: PageHandle, overall_seconds: number): Flow {
  const isFirst = !flow.state.timeline.some((line) => line.event === 'opened');
  const { left = null } = flow;
  const next = { ...flow, page, profile_waits: 0, left: null };
  if (!isFirst && left === null) return next;
  const overall_deadline = now + (isFirst ? overall_seconds * 1000 : left!);
  return show(
    { ...next, overall_deadline },
    now,
    { expires_at: iso(overall_deadline) },
    isFirst ? { event: 'opened' } : undefined,
  );
}

export function pageLost(flow: Flow, now: number): Flow {
  const next = show(
    { ...flow, ...choicesAhead(flow), page: null, losses: flow.losses + 1 },
    now,
    { step: 'discovering' },
    { event: 'page_lost' },
  );
  return next.losses > MAX_LOSSES ? fail(next, 'browser_error') : next;
}
