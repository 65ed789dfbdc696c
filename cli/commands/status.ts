import type { Command } from 'commander';
import type { AgentAuth } from '../../client/index.js';
import { findStack } from '../../client/internal.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { act, type Cli, stateDirOf } from '../action.js';
import { card } from '../terminal/print.js';

interface Counts {
  readonly worker: boolean;
  readonly agents: number;
  readonly authenticated: number;
  readonly invocations_in_progress: number;
}

const NO_WORKER: Counts = { worker: false, agents: 0, authenticated: 0, invocations_in_progress: 0 };

async function count<T>(items: AsyncIterable<T>, counts: (item: T) => boolean = () => true): Promise<number> {
  let number = 0;
  for await (const item of items) if (counts(item)) number += 1;
  return number;
}

async function countAll(auth: AgentAuth): Promise<Counts> {
  const { list, invocations } = auth.agents.auth;
  try {
    return {
      worker: true,
      agents: await count(list({ limit: 100 })),
      authenticated: await count(list({ limit: 100 }), (agent) => agent.status === 'AUTHENTICATED'),
      invocations_in_progress: await count(invocations.list({ status: 'IN_PROGRESS', limit: 100 })),
    };
  } catch (error) {
    if (error instanceof AgentAuthError && error.code === 'worker_unavailable') return NO_WORKER;
    throw error;
  }
}

export const status = (parent: Command, cli: Cli): Command =>
  parent
    .command('status')
    .description('Show what is running: Temporal, worker, agents, logins in progress.')
    .action(
      act(cli, async (scene) => {
        const stack = await findStack(stateDirOf(scene));
        const auth = await scene.io.connect({ state_dir: scene.stateDir });
        try {
          const counts = await countAll(auth);
          const { temporal_address = null, ui_url = null, http_url = null, sample_url = null } = stack ?? {};
          const state = { running: true, temporal_address, ui_url, http_url, sample_url, ...counts };
          scene.print.line(state, card(state));
        } finally {
          await auth.close();
        }
      }),
    );
