import type { AgentAuth } from '../../client/index.js';
import { ATTACKS } from './attacks.js';
import { aimAt, NotTried, type Target } from './target.js';

export interface Verdict {
  readonly threat: string;
  readonly verdict: 'held' | 'broken' | 'not tried';
  readonly why: string | null;
}

async function tryOne({ threat, attack }: (typeof ATTACKS)[number], target: Target): Promise<Verdict> {
  try {
    const why = await attack(target);
    return { threat, verdict: why === null ? 'held' : 'broken', why };
  } catch (error) {
    // What was not seen to hold is not said to.
    const why = error instanceof NotTried ? error.message : `it failed: ${(error as Error).message}`;
    return { threat, verdict: 'not tried', why };
  }
}

/** Tries each threat on a stack that runs, one after the other. What it makes there is gone afterwards; nothing else is touched. */
export async function attackStack(
  auth: AgentAuth,
  tell: (verdict: Verdict) => void = () => undefined,
): Promise<Verdict[]> {
  const target = await aimAt(auth);
  const verdicts: Verdict[] = [];
  try {
    for (const one of ATTACKS) {
      const verdict = await tryOne(one, target);
      verdicts.push(verdict);
      tell(verdict);
    }
  } finally {
    await target.clean();
  }
  return verdicts;
}
