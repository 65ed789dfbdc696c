import type { AgentAuthError } from '../../../contract/index.js';
import type { ProviderRow } from './record.js';

const DAY_MS = 86_400_000;

export type Pause = Pick<ProviderRow, 'limited_until' | 'limited_since'>;

export const NO_PAUSE: Pause = { limited_until: null, limited_since: null };

/**
 * How long a provider is left alone. Where it doesn't say how long, an hour's limit and a day's look alike: one that still wants no requests
 * when its pause is over is left alone for as long again as it has been, up to a whole day.
 */
export function pauseAfter(before: Pause, { details }: AgentAuthError, now: number): Pause {
  const until = Date.parse(String(details.until));
  if (Number.isNaN(until)) return NO_PAUSE;
  const since = before.limited_since ?? now;
  const isOver = before.limited_until !== null && before.limited_until <= now;
  const longer = isOver && details.guessed === true ? Math.min(now + (now - since), since + DAY_MS) : 0;
  return { limited_until: Math.max(until, longer, before.limited_until ?? 0), limited_since: since };
}
