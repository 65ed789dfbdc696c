import type { AgentResume } from '../../contract/agent/agent.js';
import type { LoginStop } from '../../contract/agent/stop.js';
import { troubleWait } from '../../contract/agent/trouble-wait.js';
import type { FlowErrorCode } from '../../contract/errors/errors.js';
import type { InvocationEnd } from '../../contract/steps.js';
import { iso } from '../iso.js';
import { patched } from '../patched.js';
import { loginStop } from './login-stop.js';
import * as records from './record.js';

/** What passes by itself: the trouble of a site, and what the vault says until when. */
const PASSES: readonly (FlowErrorCode | null)[] = [
  'website_error',
  'network_error',
  'rate_limited',
  'bot_detected',
  'captcha_blocked',
  'max_attempts_reached',
];

/** Since then a renewal is made when its time has come, whatever stopped it, and who asks for a session is told at once. */
const WAITS_OUT = 'waits-out';

const renewsBy = ({ due }: AgentResume, session_ended: boolean): boolean => session_ended || due === true;

/** A login begins. A session that is over is renewed by it, whoever has started it. */
export const begins = (record: AgentResume, session_ended: boolean): AgentResume =>
  renewsBy(record, session_ended) && patched(WAITS_OUT) ? { ...record, renews: true } : record;

/** What somebody has decided ends when they say so, and has nothing to do with attempts. */
const isDecided = ({ why }: LoginStop): boolean => why === 'paused' || why === 'auto_reauth_off';

/** A login was wanted, and the vault does not let it out. */
export const isStopped = (record: AgentResume, stop: LoginStop, session_ended: boolean, now: number): AgentResume =>
  !isDecided(stop) && patched(WAITS_OUT)
    ? heldBack(record, stop, renewsBy(record, session_ended))
    : records.stoppedBy(record, stop, session_ended, now);

/**
 * Not before `until`. Who asks for a session is told so at once, and asks again; a renewal, for which nobody else asks, is made then.
 */
export function heldBack(record: AgentResume, stop: LoginStop, renews: boolean): AgentResume {
  const due = renews && stop.until !== null;
  const not_before = due ? stop.until : record.not_before;
  const next = { ...record, waiting: [], due, renews: due, not_before };
  return records.change(next, { stopped: stop, last_error_code: 'max_attempts_reached' });
}

/** The login in progress has ended. A renewal that the site's trouble has ended is made again, each time later; what only a person can end is not. */
export function hasEnded(before: AgentResume, end: InvocationEnd, now: number): AgentResume {
  const record = records.invocationEnded(before, end, now);
  if (record.renews !== true) return record;
  const troubles = (record.troubles ?? 0) + 1;
  if (end.status !== 'FAILED' || !PASSES.includes(end.error_code)) return { ...record, renews: false, troubles: 0 };
  return { ...record, due: true, troubles, not_before: iso(now + troubleWait(troubles)) };
}

/** Until when the vault puts a renewal off that trouble has ended: it knows of all agents of the site, and what the site has asked for. */
export async function putOff(read: () => AgentResume): Promise<AgentResume> {
  const { state, due, renews } = read();
  if (due !== true || renews !== true) return read();
  const stop = await loginStop(state.id, false);
  const record = read();
  const isWaiting = record.due === true && record.slot === null;
  return isWaiting && stop !== null && stop.until !== null ? heldBack(record, stop, true) : record;
}

/** The vault has news: what a login waits for may be over, and the vault is asked again. */
export function mayGoOn(before: AgentResume, now: number): AgentResume {
  const record = records.resumed(before, now);
  return record.due === true && record.renews === true ? { ...record, not_before: iso(now) } : record;
}
