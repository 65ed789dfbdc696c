import type { Command } from 'commander';
import { act, type Cli } from '../action.js';

export const worker = (parent: Command, cli: Cli): Command =>
  parent
    .command('worker')
    .description('Run only a worker, for the Temporal server named in the environment.')
    .addHelpText(
      'after',
      `
Configured by environment variables: see docs/operations.md. SIGTERM lets logins at work end first.

Example:
  $ TEMPORAL_ADDRESS=temporal:7233 AGENT_AUTH_WORKER_PORT=9464 agent-auth worker`,
    )
    .action(
      act(cli, async (scene) => {
        // Loaded here: no other command needs the worker, which takes a while to load.
        const { inForeground } = await import('../foreground.js');
        const { workerPart } = await import('../../worker/worker-part.js');
        return inForeground(scene, workerPart(true), ({ task_queue, url }) =>
          [`Ready. Task queue ${task_queue}`, ...(url ? [`health and metrics ${url}`] : [])].join(' · '),
        );
      }),
    );
