import type { ComparisonVault } from '../comparison.js';
import type { VaultContext } from '../context.js';
import { askComparison, dropBatch, endBatch, takeBatch } from './batches.js';
import { endLost } from './lost-login.js';
import { deletedAmong, endedAmong } from './orphans.js';

/** Comparing a vault with Temporal. */
export const comparisonOf = (ctx: VaultContext): ComparisonVault => ({
  askComparison: (pace) => askComparison(ctx, pace),
  takeBatch: () => takeBatch(ctx),
  endBatch: (batch, found) => endBatch(ctx, batch, found),
  dropBatch: (batch) => dropBatch(ctx, batch),
  endLost: (login, endedBy) => endLost(ctx, login, endedBy),
  deletedAmong: (agentIds) => deletedAmong(ctx, agentIds),
  endedAmong: (invocationIds) => endedAmong(ctx, invocationIds),
});
