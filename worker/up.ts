import { resolve } from 'node:path';
import { makeFolder } from '../activities/vault/state-folder.js';
import { accessKeyPath, type StackFile } from '../contract/machine/stack-file.js';
import { readConfig } from './config.js';
import { checkVaultIsFree, lockForStack } from './stack/folder.js';
import { type StackPart, StackParts } from './stack/parts.js';
import { startSample } from './stack/sample.js';
import { startServer } from './stack/server.js';
import { readStackFile, removeStackFile, writeStackFile } from './stack/stack-file.js';
import { type StackTemporal, startTemporal } from './stack/temporal.js';
import type { UiProxy } from './stack/ui-proxy.js';
import { startWorker, workerGraceMs } from './stack/worker.js';
import { checkSpace, closeFiles, networkFileSystem } from './state-folder.js';
import { sweepTemporaryFolders } from './temporary-folder.js';
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
  /** Ends a start that is under way, with all that it has started. */
  readonly signal?: AbortSignal;
  /** Ends everything at once, a stop that is under way included: logins at work are not waited for. */
  readonly hurry?: AbortSignal;
}

export type StackEvent =
  /** The folder is on a network file system, on which databases can get broken. */
  | { readonly event: 'network_folder'; readonly type: string }
  /** A worker of a stack that was killed is still ending. */
  | { readonly event: 'waiting' }
  | { readonly event: 'starting'; readonly part: StackPart }
  | { readonly event: 'started'; readonly part: StackPart }
  | { readonly event: 'restarted'; readonly part: StackPart; readonly pid: number };

export interface Stack {
  readonly file: StackFile;
  /** Seed of the sample site, to draw the same one again. */
  readonly sampleSeed: number | null;
  stop(): Promise<void>;
}

/** By what worker and server find a Temporal of the stack's own. */
const variablesOf = ({ isOwn, address, namespace }: StackTemporal): Readonly<Record<string, string>> =>
  isOwn ? { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace } : {};

/** A promise that is awaited later: that it is rejected earlier must not end the process. */
function awaitedLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/**
 * Starts the embedded stack: Temporal (or the one that the environment names), a worker, the HTTP side, and on request the sample site;
 * keeps its parts running, and says in `stack.json` how to reach them. Whatever ends this process, they end with it.
 *
 * The parts start side by side: the worker connects when Temporal is there, the HTTP side when the worker is.
 * @throws AgentAuthError `state_dir_in_use`, `state_dir_unwritable`, `state_dir_full`, `tool_missing`, `temporal_unavailable`, ...; the reason of `signal`
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { onEvent = () => {}, signal, hurry } = options;
  const stateDir = resolve(options.stateDir);
  const { taskQueue, postgres } = readConfig(process.env);
  await makeFolder(stateDir);
  const unlock = await lockForStack(stateDir);
  let file: StackFile | null = null;
  let httpUrl = (): string | null => null;
  let ui: UiProxy | null = null;
  let isStopped = false;
  /** One after the other, and the removal last. */
  let written: Promise<void> = Promise.resolve();
  const parts = new StackParts((part, pid) => {
    onEvent({ event: 'restarted', part, pid });
    if (file === null) return;
    const now = { ...file, http_url: httpUrl(), pids: { ...file.pids, [part]: pid } };
    file = now;
    written = written.then(() => writeStackFile(stateDir, now)).catch(() => undefined);
  });
  const endAtOnce = (): void => parts.kill();
  hurry?.addEventListener('abort', endAtOnce, { once: true });
  const stop = async (): Promise<void> => {
    isStopped = true;
    await parts.stop();
    hurry?.removeEventListener('abort', endAtOnce);
    await ui?.stop();
    await written.catch(() => undefined);
    if (file !== null) await removeStackFile(stateDir);
    await unlock();
  };

  const start = async (): Promise<Stack> => {
    const before = await readStackFile(stateDir);
    await sweepTemporaryFolders();
    await checkSpace(stateDir);
    await closeFiles(stateDir);
    const networkType = await networkFileSystem(stateDir);
    if (networkType !== null) onEvent({ event: 'network_folder', type: networkType });
    if (postgres === undefined)
      await checkVaultIsFree(stateDir, workerGraceMs(process.env), () => onEvent({ event: 'waiting' }));

    const begin = <T>(part: StackPart, started: Promise<T>): Promise<T> => {
      const tell = (event: 'starting' | 'started'): void => {
        if (signal?.aborted !== true) onEvent({ event, part });
      };
      tell('starting');
      return awaitedLater(
        started.then((facts) => {
          tell('started');
          return facts;
        }),
      );
    };
    let spawned = (): void => {};
    const isSpawned = new Promise<void>((resolve) => {
      spawned = resolve;
    });
    const startingTemporal = begin(
      'temporal',
      startTemporal(parts, before, { stateDir, ui: options.ui === true, onSpawn: () => spawned() }),
    );
    const startingSample = options.sample
      ? begin('sample', startSample(parts, before, options.sampleSessionSeconds))
      : null;
    // Of the parts of a stack that is killed, the last spawned is ended first, and the worker ends well only with Temporal.
    await Promise.race([isSpawned, startingTemporal]);
    const env = { ...process.env, AGENT_AUTH_STATE_DIR: stateDir };
    const whereTemporalIs = awaitedLater(
      startingTemporal.then((temporal) => {
        ({ ui } = temporal);
        if (isStopped) void ui?.stop();
        return variablesOf(temporal);
      }),
    );
    const startingWorker = begin('worker', startWorker(parts, env, whereTemporalIs));
    const othersOfServer = awaitedLater(startingWorker.then(() => whereTemporalIs));
    const startingServer = begin('server', startServer(parts, before, withoutVault(env), othersOfServer));
    const [temporal, sample, server] = await Promise.all([
      startingTemporal,
      startingSample,
      startingServer,
      startingWorker,
    ]);

    signal?.throwIfAborted();
    httpUrl = server;
    file = {
      temporal_address: temporal.address,
      namespace: temporal.namespace,
      task_queue: taskQueue,
      ui_url: temporal.ui?.url ?? null,
      http_url: server(),
      sample_url: sample?.url ?? null,
      access_key_file: accessKeyPath(stateDir),
      pids: { up: process.pid, ...parts.pids() },
    };
    written = writeStackFile(stateDir, file);
    await written;
    return { file, sampleSeed: sample?.seed ?? null, stop };
  };

  try {
    return await unlessAborted(start(), signal);
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @throws the signal's reason as soon as it is aborted, whatever the work is doing */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
