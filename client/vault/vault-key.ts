import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { mainQueue, WORKFLOWS } from '../../contract/names.js';
import { type PublishedKey, readPublishedKey } from '../../contract/sealing/published-key.js';
import { VAULT_SUBJECT, type VaultCallInput } from '../../contract/vault-calls.js';
import type { Caller } from '../caller.js';
import { randomId } from '../random.js';
import { ask } from '../temporal/ask.js';
import { inVaultTurn } from '../temporal/turns.js';

/** A key that dies sooner than this is not sealed to: the call must still arrive. Milliseconds. */
const MARGIN_MS = 5 * 60_000;

/** How long a vault call may take before its workflow gives up. Milliseconds. */
const VAULT_CALL_MS = 20_000;

export const isUsable = (key: PublishedKey, now = Date.now()): boolean => Date.parse(key.not_after) - MARGIN_MS > now;

/**
 * Runs the workflow of a vault call.
 * @returns the published key, or the sealed reply
 */
export const runVaultCall = (
  caller: Pick<Caller, 'temporal' | 'task_queue'>,
  workflowId: string,
  input: VaultCallInput,
): Promise<string> =>
  inVaultTurn(caller.temporal, () =>
    ask(caller, { absent: 'worker_unavailable', ms: VAULT_CALL_MS + 5_000, repeatable: true }, () => {
      const { workflow } = caller.temporal;
      const made: Promise<string> = workflow.execute(WORKFLOWS.vaultCall, {
        workflowId,
        taskQueue: mainQueue(caller.task_queue),
        args: [input],
        workflowExecutionTimeout: VAULT_CALL_MS,
        // A repeat joins its first try, and takes its place only where that came to nothing: by its id the vault carries it out once.
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
      });
      return made.catch((error: unknown) => {
        if (error instanceof WorkflowExecutionAlreadyStartedError) return workflow.getHandle(workflowId).result();
        throw error;
      });
    }),
  );

/** Asks the vault for its sealing key and checks that it is the vault which the access key was made by. */
export async function fetchVaultKey(
  caller: Pick<Caller, 'temporal' | 'task_queue' | 'accessKey'>,
): Promise<PublishedKey> {
  const { pin } = await caller.accessKey();
  const published = await runVaultCall(caller, `vault_key_${randomId()}`, { request: null });
  return readPublishedKey(published, VAULT_SUBJECT, pin);
}
