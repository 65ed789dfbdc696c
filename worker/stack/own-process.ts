import { type ChildProcess, fork } from 'node:child_process';
import { AgentAuthError, type ErrorCode, isErrorCode } from '../../contract/errors/errors.js';
import { endWithThisProcess } from '../child-process.js';
import type { Go, Told } from '../part-process.js';
import { makeTemporaryFolder } from '../temporary-folder.js';

const START_MS = 60_000;
const TOO_LATE =
  'A part of the stack was not ready within a minute. Its log, above, says how far it came; start again.';
const ENDED = 'A part of the stack ended before it was ready. What it said last is above.';

export interface OwnProcess {
  readonly file: string;
  readonly env: NodeJS.ProcessEnv;
  /** Error code when it is not ready in time. */
  readonly late: ErrorCode;
  readonly graceMs: number;
  /** Resolves when the parts are there that it relies on, with variables that say where. @default at once */
  readonly others?: Promise<Go['env']>;
  /** Told the process before it is ready. */
  readonly onSpawn?: (child: ChildProcess) => void;
}

/**
 * Waits until the child reports that it is ready, with facts about it; rejects with the reason when it failed. How long it waits for others is
 * their matter.
 */
function untilReady<Ready extends object>(
  child: ChildProcess,
  late: ErrorCode,
  others: Promise<Go['env']>,
): Promise<Ready> {
  return new Promise((resolve, reject) => {
    const fail = (code: unknown, details = {}) =>
      reject(new AgentAuthError(isErrorCode(code) ? code : 'internal_error', details));
    const limit = (): NodeJS.Timeout =>
      setTimeout(() => {
        child.kill('SIGKILL');
        fail(late, { advice: TOO_LATE });
      }, START_MS);
    let timer = limit();
    const go = (env: Go['env']): void => {
      // It may have ended while it waited.
      if (!child.connected) return;
      timer = limit();
      child.send({ env } satisfies Go, () => undefined);
    };
    child.once('exit', () => {
      clearTimeout(timer);
      fail('internal_error', { advice: ENDED });
    });
    child.on('message', (message: Told<Ready>) => {
      clearTimeout(timer);
      if (message.event === 'ready') resolve(message);
      else if (message.event === 'failed') fail(message.error.code, message.error.details);
      // Where the others do not come, the stack gives up, and ends this one too.
      else others.then(go, () => undefined);
    });
  });
}

const NOBODY = Promise.resolve({});

/**
 * Starts a process of ours and waits until it reports that it is ready. It has its own folder for temporary files, such as the profile of
 * its Chromium, which is removed with it.
 */
export async function startOwnProcess<Ready extends object>({
  file,
  env,
  late,
  graceMs,
  others = NOBODY,
  onSpawn = () => {},
}: OwnProcess): Promise<{ readonly child: ChildProcess; readonly ready: Ready }> {
  const folder = await makeTemporaryFolder();
  // In its own process group, so that Ctrl-C in the terminal reaches only this process, which stops its parts in order.
  const child = fork(file, {
    env: { ...env, TMPDIR: folder.path },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  endWithThisProcess(child, graceMs);
  onSpawn(child);
  child.once('exit', () => void folder.remove());
  return { child, ready: await untilReady<Ready>(child, late, others) };
}
