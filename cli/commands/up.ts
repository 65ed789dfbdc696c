import { once } from 'node:events';
import type { Command } from 'commander';
import type { Stack } from '../../worker/up.js';
import { act, type Cli, stateDirOf } from '../action.js';
import { EXIT } from '../exit-codes.js';
import { withStack } from '../stack.js';

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
    .description('Start the stack (Temporal, a worker and the HTTP server) and run it until it is stopped.')
    .option('--sample', 'also serve a sample login site')
    .option('--ui', "also serve Temporal's Web UI, on this machine only")
    .addHelpText(
      'after',
      `
Examples:
  $ agent-auth up
  $ agent-auth up --sample --state-dir /var/lib/agent-auth
  $ TEMPORAL_ADDRESS=temporal:7233 agent-auth up     # no Temporal of its own`,
    )
    .action(
      act<[], { sample?: boolean; ui?: boolean }>(cli, async (scene, options) => {
        // Looked at first, so that nothing that is started outlives Ctrl-C.
        const { signal } = scene.io;
        const { checkEnvironment } = await import('../check-environment.js');
        checkEnvironment(process.env);
        const { sample = false, ui = false } = options;
        await withStack(scene, { stateDir: stateDirOf(scene), sample, ui }, async (stack) => {
          const ready = readyOf(stack);
          scene.print.line(ready, welcome(ready));
          await untilInterrupted(signal);
        });
        return EXIT.success;
      }),
    );
