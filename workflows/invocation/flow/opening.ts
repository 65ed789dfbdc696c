import type { BegunInvocation, PageHandle } from '../../../contract/steps.js';
import { iso } from '../../iso.js';
import { type Flow, fail, NOTHING_PENDING, show } from './flow.js';

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
  };
  // What the vault says it was begun with, not what the workflow was told.
  const { type = flow.state.type, save_credential_as = flow.state.save_credential_as } = answer;
  const { sealing_key, sso_provider } = answer;
  return show(next, now, { sealing_key, sso_provider, type, save_credential_as });
}

export const opening = (flow: Flow, now: number): Flow =>
  show({ ...flow, page: null, seen: null }, now, { ...NOTHING_PENDING, step: 'discovering' }, { event: 'opening' });

/** The overall limit counts from the first page, so that time in the queue does not shorten what a person has. */
export function opened(flow: Flow, now: number, page: PageHandle, overall_seconds: number): Flow {
  if (flow.state.timeline.some((line) => line.event === 'opened')) return { ...flow, page };
  const overall_deadline = now + overall_seconds * 1000;
  return show({ ...flow, page, overall_deadline }, now, { expires_at: iso(overall_deadline) }, { event: 'opened' });
}

export function pageLost(flow: Flow, now: number): Flow {
  const next = show(
    { ...flow, page: null, losses: flow.losses + 1 },
    now,
    { step: 'discovering' },
    { event: 'page_lost' },
  );
  return next.losses > MAX_LOSSES ? fail(next, 'browser_error') : next;
}
