import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { lockFolder, makeFolder, readFileIfThere, replaceFile } from '../activities/vault/index.js';
import { AgentAuthError, type ErrorCode, isErrorCode } from '../contract/errors.js';
import {
  accessKeyPath,
  namesTemporal,
  type StackFile,
  stackFilePath,
  stackFileSchema,
} from '../contract/stack-file.js';
import { builtFile } from './built-file.js';
import { readConfig } from './config.js';
import { startDevServer } from './dev-server.js';
import { endLeftover, rememberProcess } from './leftover.js';
import { needTool } from './need-tool.js';
import type { Told } from './part-process.js';
import { type Part, supervise } from './supervise.js';

const START_MS = 60_000;
const WORKER_GRACE_MS = 25_000;
const OTHERS_GRACE_MS = 5_000;
const SAMPLE_PORT = 7460;
const HTTP_PORT = 7400;

export interface StackOptions {
  readonly stateDir: string;
  /** Also serve the sample login site. */
  readonly sample: boolean;
  /** Seconds that a session of the sample site lasts. */
  readonly sampleSessionSeconds?: number;
  readonly onEvent?: (event: StackEvent) => void;
}

/** What the stack is made of: processes of their own. */
export type StackPart = 'temporal' | 'worker' | 'server' | 'sample';

export type StackEvent =
  | { readonly event: 'starting'; readonly part: StackPart }
  | { readonly event: 'restarted'; readonly part: StackPart; readonly pid: number };

export interface Stack {
  readonly file: StackFile;
  /** Seed of the sample site, to draw the same one again. */
  readonly sampleSeed: number | null;
  stop(): Promise<void>;
}

/** The first line that a process prints, as JSON. */
async function firstLine(child: ChildProcess): Promise<unknown> {
  const lines = createInterface({ input: child.stdout! });
  const exit = once(child, 'exit').then(() => {
    throw new AgentAuthError('internal_error');
  });
  exit.catch(() => undefined);
  const [line] = (await Promise.race([once(lines, 'line'), exit])) as [string];
  child.stdout!.resume();
  return JSON.parse(line);
}

/** Starts a process of ours and waits until it says that it is ready. */
function startProcess<Ready extends object>(
  file: string,
  env: NodeJS.ProcessEnv,
  late: ErrorCode,
): Promise<{ readonly child: ChildProcess; readonly ready: Ready }> {
  // In a group of its own: a Ctrl-C in the terminal is for us, and we stop our parts in order.
  const child = fork(file, { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'], detached: true });
  return new Promise((resolve, reject) => {
    const fail = (code: unknown, details = {}) =>
      reject(new AgentAuthError(isErrorCode(code) ? code : 'internal_error', details));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail(late);
    }, START_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      fail('internal_error');
    });
    child.on('message', (message: Told<Ready>) => {
      clearTimeout(timer);
      if (message.event === 'ready') resolve({ child, ready: message });
      else fail(message.error.code, message.error.details);
    });
  });
}

const startWorker = async (env: NodeJS.ProcessEnv): Promise<ChildProcess> =>
  (await startProcess(builtFile('worker', 'worker-process.js'), env, 'worker_unavailable')).child;

/** The HTTP side, at the port that it had before, so that links stay good. */
async function startServer(env: NodeJS.ProcessEnv, before: StackFile | null, onRestart: (pid: number) => void) {
  const known = before?.http_url?.startsWith('http://127.0.0.1:') ? portOf(before.http_url) : null;
  let wanted = process.env.AGENT_AUTH_HTTP_PORT ?? String(known ?? HTTP_PORT);
  let url = '';
  const part = await supervise(async () => {
    const { child, ready } = await startProcess<{ readonly url: string; readonly port: number }>(
      builtFile('server', 'server-process.js'),
      { ...env, AGENT_AUTH_HTTP_PORT: wanted },
      'internal_error',
    );
    ({ url } = ready);
    wanted = String(ready.port);
    return child;
  }, onRestart);
  return { url, part };
}

async function readStackFile(stateDir: string): Promise<StackFile | null> {
  const text = await readFileIfThere(stackFilePath(stateDir));
  try {
    return text === null ? null : stackFileSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

const portOf = (address: string | null | undefined): number | null => {
  const port = Number(address?.split(':').at(-1)?.replace('/', ''));
  return Number.isInteger(port) && port > 0 ? port : null;
};

interface TemporalPart {
  readonly address: string;
  readonly namespace: string;
  readonly uiUrl: string | null;
  readonly part: Part | null;
}

/** The Temporal that the environment names, or a development server of our own with its data in the state folder. */
async function startTemporal(
  options: StackOptions,
  before: StackFile | null,
  onRestart: (pid: number) => void,
): Promise<TemporalPart> {
  if (namesTemporal(process.env)) {
    const address = process.env.TEMPORAL_ADDRESS ?? '';
    return { address, namespace: process.env.TEMPORAL_NAMESPACE ?? 'default', uiUrl: null, part: null };
  }
  const { stateDir } = options;
  const pidFile = join(stateDir, 'temporal.pid');
  await endLeftover(pidFile, join(stateDir, 'temporal.db'));
  const temporal = await needTool('temporal');
  let ports = { frontend: portOf(before?.temporal_address) ?? 7233, ui: portOf(before?.ui_url) ?? 8233 };
  let address = '';
  let uiUrl = '';
  const part = await supervise(async () => {
    const server = await startDevServer(temporal.path, stateDir, ports);
    ({ address, uiUrl } = server);
    ports = { frontend: portOf(address)!, ui: portOf(uiUrl)! };
    await rememberProcess(pidFile, server.process.pid!);
    return server.process;
  }, onRestart);
  return { address, namespace: 'default', uiUrl, part };
}

async function startSample(options: StackOptions, before: StackFile | null, onRestart: (pid: number) => void) {
  let wanted = {
    port: portOf(before?.sample_url) ?? SAMPLE_PORT,
    sessionSeconds: options.sampleSessionSeconds,
    seed: undefined as number | undefined,
  };
  let url = '';
  const start = async (): Promise<ChildProcess> => {
    const script = builtFile('test', 'sites', 'serve-sample.js');
    const child = spawn(process.execPath, [script, JSON.stringify(wanted)], {
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: true,
    });
    const ready = (await firstLine(child)) as { url: string; seed: number };
    ({ url } = ready);
    wanted = { ...wanted, port: portOf(url)!, seed: ready.seed };
    return child;
  };
  const part = await supervise(start, onRestart);
  return { url, part, seed: wanted.seed ?? null };
}

/**
 * Starts the embedded stack: Temporal (or the one that the environment names), a worker, the HTTP side, and on request the sample site;
 * keeps its parts running, and says in `stack.json` how to reach them.
 * @throws AgentAuthError `state_dir_in_use`, `state_dir_unwritable`, `state_dir_full`, `tool_missing`, `temporal_unavailable`, ...
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { stateDir, onEvent = () => {} } = options;
  const { taskQueue } = readConfig(process.env);
  await makeFolder(stateDir);
  const unlock = await lockFolder(join(stateDir, 'up.lock'));
  const parts: { readonly part: Part; readonly graceMs: number }[] = [];
  try {
    const before = await readStackFile(stateDir);
    let file: StackFile | null = null;
    const restarted = (part: StackPart) => (pid: number) => {
      onEvent({ event: 'restarted', part, pid });
      if (file) file = { ...file, pids: { ...file.pids, [part]: pid } };
      if (file) void replaceFile(stackFilePath(stateDir), JSON.stringify(file, null, 2));
    };

    onEvent({ event: 'starting', part: 'temporal' });
    const sample = options.sample ? await startSample(options, before, restarted('sample')) : null;
    if (sample) parts.unshift({ part: sample.part, graceMs: OTHERS_GRACE_MS });
    const temporal = await startTemporal(options, before, restarted('temporal'));
    if (temporal.part) parts.unshift({ part: temporal.part, graceMs: OTHERS_GRACE_MS });

    onEvent({ event: 'starting', part: 'worker' });
    const env = {
      ...process.env,
      AGENT_AUTH_STATE_DIR: stateDir,
      ...(temporal.part ? { TEMPORAL_ADDRESS: temporal.address, TEMPORAL_NAMESPACE: temporal.namespace } : {}),
    };
    const worker = await supervise(() => startWorker(env), restarted('worker'));
    parts.unshift({ part: worker, graceMs: WORKER_GRACE_MS });

    onEvent({ event: 'starting', part: 'server' });
    const server = await startServer(env, before, restarted('server'));
    parts.unshift({ part: server.part, graceMs: OTHERS_GRACE_MS });

    file = {
      temporal_address: temporal.address,
      namespace: temporal.namespace,
      task_queue: taskQueue,
      ui_url: temporal.uiUrl,
      http_url: server.url,
      sample_url: sample?.url ?? null,
      access_key_file: accessKeyPath(stateDir),
      pids: {
        up: process.pid,
        worker: worker.pid(),
        server: server.part.pid(),
        ...(temporal.part ? { temporal: temporal.part.pid() } : {}),
        ...(sample ? { sample: sample.part.pid() } : {}),
      },
    };
    await replaceFile(stackFilePath(stateDir), JSON.stringify(file, null, 2));
    return { file, sampleSeed: sample?.seed ?? null, stop: () => stop(true) };
  } catch (error) {
    await stop(false);
    throw error;
  }

  async function stop(written: boolean): Promise<void> {
    // In this order: requests in flight need the worker, and the last words of both are to Temporal.
    for (const { part, graceMs } of parts) await part.stop(graceMs);
    if (written) await rm(stackFilePath(stateDir), { force: true });
    await unlock();
  }
}
