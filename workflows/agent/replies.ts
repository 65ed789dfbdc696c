import { getExternalWorkflowHandle } from '@temporalio/workflow';
import type { AgentState } from '../../contract/agent/agent.js';
import { ensureSession } from '../../contract/messages.js';

interface Reply {
  readonly workflow_id: string;
  readonly authenticated: boolean;
}

/** Replies that are still to be sent to workflows waiting for a session. */
export class Replies {
  #pending: readonly Reply[] = [];

  get any(): boolean {
    return this.#pending.length > 0;
  }

  add(waiting: readonly string[], authenticated: boolean): void {
    this.#pending = [...this.#pending, ...waiting.map((workflow_id) => ({ workflow_id, authenticated }))];
  }

  /** Sends all of them. A workflow that no longer exists needs no reply. */
  async send(read: () => AgentState): Promise<void> {
    const replies = this.#pending;
    this.#pending = [];
    for (const { workflow_id, authenticated } of replies) {
      const agent = read();
      await getExternalWorkflowHandle(workflow_id)
        .signal(ensureSession.sessionAnswer, { authenticated, code: agent.last_error_code, agent })
        .catch(() => undefined);
    }
  }
}
