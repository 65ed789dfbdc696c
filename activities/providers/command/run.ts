import { spawn } from 'node:child_process';
import { MAX_ANSWER_BYTES } from '../shared/ask.js';
import { answerInvalid, unavailable } from '../shared/trouble.js';

/** Of our own environment, what a program needs to find others and to know whose home this is. Keys and tokens are not among it. */
const KEPT = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'USER'] as const;

const cleanEnvironment = (): Record<string, string> =>
  Object.fromEntries(KEPT.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));

/** How long what a program has printed takes to arrive once it has ended. */
const DRAIN_MS = 500;

interface Run {
  readonly args: readonly string[];
  /** Goes in on standard input: arguments and environments can be read by others. */
  readonly input: string;
  readonly timeoutMs: number;
}

/**
 * Runs a program without a shell and returns what it printed. What it says on standard error is dropped, for it may quote a value.
 * @throws AgentAuthError `provider_unavailable`, `provider_answer_invalid`
 */
export function runProgram(file: string, { args, input, timeoutMs }: Run): Promise<string> {
  return new Promise((resolve, reject) => {
    // A group of its own, so that what it has started ends with it.
    const child = spawn(file, args, { env: cleanEnvironment(), stdio: ['pipe', 'pipe', 'ignore'], detached: true });
    const chunks: Buffer[] = [];
    let bytes = 0;
    let drained: NodeJS.Timeout | undefined;
    /** Whatever it has started ends with it, also what it has left behind. */
    const stop = (): void => {
      clearTimeout(timer);
      clearTimeout(drained);
      stopGroup(child.pid);
      child.stdout.destroy();
    };
    const end = (error: Error): void => {
      stop();
      reject(error);
    };
    const finish = (code: number | null): void => {
      stop();
      const text = Buffer.concat(chunks).toString();
      if (code === 0 || text.trim() !== '') resolve(text);
      else reject(unavailable('failed'));
    };
    const timer = setTimeout(() => end(unavailable('timeout')), timeoutMs);
    child.on('error', (error: NodeJS.ErrnoException) => end(unavailable(whyNotStarted(error))));
    // It may end without reading what it was given.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.byteLength;
      if (bytes > MAX_ANSWER_BYTES) end(answerInvalid('too_large'));
      else chunks.push(chunk);
    });
    // A child of its own may hold the output open for ever: what it has printed itself is in the pipe.
    child.on('exit', (code) => {
      drained = setTimeout(() => finish(code), DRAIN_MS);
    });
    child.on('close', finish);
  });
}

const whyNotStarted = ({ code }: NodeJS.ErrnoException) =>
  code === 'ENOENT' ? 'not_there' : code === 'EACCES' ? 'not_executable' : 'failed';

function stopGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
