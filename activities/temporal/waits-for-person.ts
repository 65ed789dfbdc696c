import type { Client } from '@temporalio/client';
import * as messages from '../../contract/messages.js';

/** A worker that has no time to answer has none to open another login either. */
const ANSWER_WITHIN_MS = 5_000;

/**
 * Whether an invocation waits for a person's answer, by its own word.
 * @throws where no worker answers in time
 */
export const waitsForPerson =
  (client: Client) =>
  async (invocationId: string): Promise<boolean> => {
    const { state } = messages.invocation;
    const asked = client.withDeadline(Date.now() + ANSWER_WITHIN_MS, () =>
      client.workflow.getHandle(invocationId).query(state),
    );
    return (await asked).step === 'awaiting_input';
  };
