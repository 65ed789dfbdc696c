/**
 * Compares the vault with Temporal, whose records may be lost or older: what the vault knows goes on. Workflows are asked for by their id, never by
 * a list, which lags behind.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { agent } from '../../contract/messages.js';
import type { Batch, ComparisonVault, OpenLogin } from '../vault/comparison.js';
import type { LoginVault } from '../vault/types.js';
import { atOnce } from './at-once.js';
import { endOrphans } from './end-orphans.js';
import { standingOf } from './is-running.js';
import { startKeeper } from './keeper.js';

/** So many questions at once. */
const AT_ONCE = 10;
/** Between two batches, so that Temporal is asked no more than a hundred times a second. Ms. */
const PAUSE_MS = 1_000;
/** Longest that one question may take. Ms. */
const WITHIN_MS = 10_000;

export interface Compared {
  readonly client: Client;
  readonly vault: ComparisonVault & Pick<LoginVault, 'grantOf'>;
  readonly taskQueue: string;
}

/** What was amiss. */
export interface Amiss {
  /** Agents whose workflow was started again. */
  keepers: number;
  /** Logins that were ended, since their workflow is gone. */
  logins: number;
  /** Workflows that were ended, since the vault is done with them. */
  orphans: number;
}

type Standing = Awaited<ReturnType<ReturnType<typeof standingOf>>>;

const standing = (client: Client, id: string, runId: string | null): Promise<Standing> =>
  client.withDeadline(Date.now() + WITHIN_MS, () => standingOf(client)(id, runId));

async function compareLogin({ client, vault }: Compared, login: OpenLogin): Promise<boolean> {
  const found = await standing(client, login.invocation_id, login.run_id);
  if (found === 'runs') return false;
  await vault.endLost(login, found === 'stopped' ? 'somebody' : 'nobody');
  return true;
}

/** One that has ended meanwhile is started again next time. */
async function tell(client: Client, id: string): Promise<void> {
  try {
    await client.workflow.getHandle(id).signal(agent.vaultChanged);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

/** @returns what was amiss; null: nothing */
async function compareKeeper({ client, vault, taskQueue }: Compared, id: string, tells: boolean) {
  const found = await standing(client, id, null);
  if (found === 'runs') {
    if (tells) await tell(client, id);
    return null;
  }
  return (await startKeeper(client, vault, id, taskQueue)) ? found : null;
}

/** @returns whether Temporal's records are not the ones that they were */
async function compareBatch(compared: Compared, batch: Batch, amiss: Amiss): Promise<boolean> {
  const { client } = compared;
  const { namespace } = client.options;
  // In a namespace that is gone each workflow would seem to be: then this throws.
  await client.withDeadline(Date.now() + WITHIN_MS, () => client.workflowService.describeNamespace({ namespace }));
  let isForgotten = false;
  // Logins first: a keeper that starts anew reads what became of its own.
  await atOnce(AT_ONCE, batch.logins, async (login) => {
    if (await compareLogin(compared, login)) amiss.logins += 1;
  });
  await atOnce(AT_ONCE, batch.agents, async (id) => {
    const found = await compareKeeper(compared, id, batch.pace === 'all and tell');
    if (found !== null) amiss.keepers += 1;
    if (found === 'gone') isForgotten = true;
  });
  return isForgotten;
}

/**
 * Compares the agents whose turn it is: a few, or all of them where a worker has started or something was amiss. One worker at a time.
 * @param goesOn false: the worker stops
 * @throws where Temporal or the vault does not answer; nothing was done about what was not answered
 */
export async function compare(compared: Compared, goesOn: () => boolean): Promise<Amiss> {
  const { vault } = compared;
  const amiss: Amiss = { keepers: 0, logins: 0, orphans: 0 };
  while (goesOn()) {
    const batch = await vault.takeBatch();
    if (batch === null) break;
    let found: boolean;
    try {
      found = await compareBatch(compared, batch, amiss);
    } catch (error) {
      await vault.dropBatch(batch);
      throw error;
    }
    const { goes_on, lists } = await vault.endBatch(batch, found);
    if (lists) amiss.orphans += await endOrphans(compared);
    if (!goes_on) break;
    await sleep(PAUSE_MS);
  }
  return amiss;
}
