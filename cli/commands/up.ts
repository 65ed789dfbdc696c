import { once } from 'node:events';
import type { Command } from 'commander';
import type { Stack, StackEvent } from '../../worker/up.js';
import { act, type Cli, stateDirOf } from '../action.js';
import { EXIT } from '../exit-codes.js';

const PARTS = {
  temporal: 'Temporal',
  worker: 'the worker',
  server: 'the HTTP server',
  sample: 'the sample site',
} as const;

export const tellStackEvent = (event: StackEvent): string =>
  event.event === 'starting'
    ? `Starting ${PARTS[event.part]} …`
    : `${PARTS[event.part]} had ended; started it again (process ${event.pid}).`;

/** What the line says that is printed when the stack is ready. */
export const readyOf = ({ file }: Stack) => ({
  event: 'ready' as const,
  temporal_address: file.temporal_address,
  ui_url: file.ui_url,
  http_url: file.http_url,
  sample_url: file.sample_url,
  access_key_file: file.access_key_file,
});

const welcome = ({ temporal_address, ui_url, http_url, sample_url }: ReturnType<typeof readyOf>): string =>
  [
    `Ready. Temporal ${temporal_address}`,
    ...(ui_url ? [`Temporal UI ${ui_url}`] : []),
    ...(http_url ? [`HTTP API ${http_url}`] : []),
    ...(sample_url ? [`sample site ${sample_url}`] : []),
    'stop with Ctrl-C',
  ].join(' · ');

/** Resolves when somebody wants the stack to stop. */
export async function untilInterrupted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

export const up = (parent: Command, cli: Cli): Command =>
  parent
    .command('up')
    .description('Start the stack and keep it running until it is stopped: Temporal, a worker, and what they need.')
    .option('--sample', 'also serve a sample login site')
    .option('--ui', "also serve Temporal's Web UI, to this machine")
    .addHelpText(
      'after',
      `
Examples:
  $ agent-auth up
  $ agent-auth up --sample --state-dir /var/lib/agent-auth
  $ TEMPORAL_ADDRESS=temporal:7233 agent-auth up     # a worker for a Temporal that is there`,
    )
    .action(
      act<[], { sample?: boolean; ui?: boolean }>(cli, async (scene, options) => {
        // Loaded here: no other command needs the worker, which takes a while to load.
        const { startStack } = await import('../../worker/up.js');
        const { checkEnvironment } = await import('../check-environment.js');
        checkEnvironment(process.env);
        const stack = await startStack({
          stateDir: stateDirOf(scene),
          sample: options.sample === true,
          ui: options.ui === true,
          onEvent: (event) => scene.print.note(tellStackEvent(event)),
        });
        const ready = readyOf(stack);
        scene.print.line(ready, welcome(ready));
        await untilInterrupted(scene.io.signal);
        scene.print.note('Stopping …');
        await stack.stop();
        return EXIT.success;
      }),
    );
