import { condition } from '@temporalio/workflow';
import type { AgentResume } from '../../contract/agent.js';
import { nextWake } from './record.js';

const DAY_MS = 86_400_000;

type Due = NonNullable<ReturnType<typeof nextWake>>['why'];

/**
 * Waits on one timer until something is due, or there is other work.
 * @param checkAfter not before, in ms since the epoch
 * @returns what is due; null where there is other work first
 */
export async function untilDue(record: AgentResume, checkAfter: number, hasWork: () => boolean): Promise<Due | null> {
  const wake = nextWake(record);
  if (wake === null) {
    await condition(hasWork);
    return null;
  }
  const left = Math.min(Math.max(wake.at, checkAfter) - Date.now(), DAY_MS);
  const early = left > 0 && (await condition(hasWork, left, { summary: wake.why }));
  return early || Date.now() < wake.at ? null : wake.why;
}
