import { join } from 'node:path';
import { lockFolder, makeFolder } from '../activities/vault/index.js';
import { accessKeyPath, type StackFile } from '../contract/stack-file.js';
import { readConfig } from './config.js';
import { type StackPart, StackParts } from './stack/parts.js';
import { startSample } from './stack/sample.js';
import { startServer } from './stack/server.js';
import { readStackFile, removeStackFile, writeStackFile } from './stack/stack-file.js';
import { type StackTemporal, startTemporal } from './stack/temporal.js';
import type { UiProxy } from './stack/ui-proxy.js';
import { startWorker } from './stack/worker.js';
import { withoutVault } from './vault-variables.js';

export type { StackPart } from './stack/parts.js';

export interface StackOptions {
  readonly stateDir: string;
  /** Also serve the sample login site. */
  readonly sample: boolean;
  /** Also serve the Web UI of a Temporal that the stack starts. @default false */
  readonly ui?: boolean;
  /** Seconds that a session of the sample site lasts. */
  readonly sampleSessionSeconds?: number;
  readonly onEvent?: (event: StackEvent) => void;
}

export type StackEvent =
  | { readonly event: 'starting'; readonly part: StackPart }
  | { readonly event: 'restarted'; readonly part: StackPart; readonly pid: number };

export interface Stack {
  readonly file: StackFile;
  /** Seed of the sample site, to draw the same one again. */
  readonly sampleSeed: number | null;
  stop(): Promise<void>;
}

/** What worker and server find in their environment. */
const environmentOf = (stateDir: string, { isOwn, address, namespace }: StackTemporal): NodeJS.ProcessEnv => ({
  ...process.env,
  AGENT_AUTH_STATE_DIR: stateDir,
  ...(isOwn ? { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace } : {}),
});

/**
 * Starts the embedded stack: Temporal (or the one that the environment names), a worker, the HTTP side, and on request the sample site;
 * keeps its parts running, and says in `stack.json` how to reach them. Whatever ends this process, they end with it.
 * @throws AgentAuthError `state_dir_in_use`, `state_dir_unwritable`, `state_dir_full`, `tool_missing`, `temporal_unavailable`, ...
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { stateDir, onEvent = () => {} } = options;
  const { taskQueue } = readConfig(process.env);
  await makeFolder(stateDir);
  const unlock = await lockFolder(join(stateDir, 'up.lock'));
  let file: StackFile | null = null;
  let ui: UiProxy | null = null;
  const parts = new StackParts((part, pid) => {
    onEvent({ event: 'restarted', part, pid });
    if (file) file = { ...file, pids: { ...file.pids, [part]: pid } };
    if (file) void writeStackFile(stateDir, file);
  });
  const stop = async (): Promise<void> => {
    await parts.stop();
    await ui?.stop();
    if (file) await removeStackFile(stateDir);
    await unlock();
  };

  try {
    const before = await readStackFile(stateDir);

    onEvent({ event: 'starting', part: 'temporal' });
    const sample = options.sample ? await startSample(parts, before, options.sampleSessionSeconds) : null;
    const temporal = await startTemporal(parts, before, { stateDir, ui: options.ui === true });
    ({ ui } = temporal);
    const env = environmentOf(stateDir, temporal);

    onEvent({ event: 'starting', part: 'worker' });
    await startWorker(parts, env);

    onEvent({ event: 'starting', part: 'server' });
    const server = await startServer(parts, before, withoutVault(env));

    file = {
      temporal_address: temporal.address,
      namespace: temporal.namespace,
      task_queue: taskQueue,
      ui_url: ui?.url ?? null,
      http_url: server.url,
      sample_url: sample?.url ?? null,
      access_key_file: accessKeyPath(stateDir),
      pids: { up: process.pid, ...parts.pids() },
    };
    await writeStackFile(stateDir, file);
    return { file, sampleSeed: sample?.seed ?? null, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
