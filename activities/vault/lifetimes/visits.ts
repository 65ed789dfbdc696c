import { findAgent } from '../agents/find.js';
import type { Db } from '../store/transaction.js';
import { restBefore } from './end.js';
import { findLife, historyOf } from './lives.js';

/** How often an agent's session is looked at. A look is a visit: where the session is to be kept alive, sooner than the site would end it. Seconds. */
export async function checkIntervalOf(db: Db, agentId: string): Promise<number> {
  const { health_check_interval: interval, keep_alive } = await findAgent(db, agentId);
  if (keep_alive === 0) return interval;
  const rest = restBefore(historyOf((await findLife(db, agentId))?.history));
  return rest === null ? interval : Math.min(interval, rest / 1000);
}
