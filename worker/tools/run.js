import { spawn } from 'node:child_process';

/**
 * @typedef {object} RunOptions
 * @property {number} timeoutMs after this the program and its children are killed
 * @property {NodeJS.ProcessEnv} [env]
 * @property {string} [cwd]
 * @property {AbortSignal} [signal] kills it earlier
 * @property {RegExp} [until] the run is a success, and the program is ended, as soon as its output matches
 * @property {'quiet' | 'inherit'} [output] `inherit` shows its output on our standard error; default `quiet`
 * @property {boolean} [shell] for Windows, where `npm` is a script
 */

/** @typedef {{ ok: true, output: string } | { ok: false, why: string, output: string }} RunResult */

const KEPT_OUTPUT = 64 * 1024;
const WINDOWS = process.platform === 'win32';
const ENDING_SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Runs a program to its end, never longer than `timeoutMs`. A program that fails or can't be started is an answer, no
 * exception. The output is standard output and standard error together.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {RunOptions} options
 * @returns {Promise<RunResult>}
 */
export function run(program, args, { timeoutMs, env, cwd, signal, until, output = 'quiet', shell = false }) {
  return new Promise((resolve) => {
    let seen = '';
    // A group of its own, so that the children (a browser has many) end together with it.
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: !WINDOWS,
      shell,
      ...(env && { env }),
      ...(cwd && { cwd }),
    });
    const killAll = () => {
      if (child.pid === undefined) return;
      try {
        if (WINDOWS) child.kill();
        else process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    };
    const stopGuarding = endTogether(killAll);
    /** @param {RunResult} result */
    const finish = (result) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      stopGuarding();
      killAll();
      resolve(result);
    };
    const onAbort = () => finish({ ok: false, why: 'it took too long', output: seen });
    const timer = setTimeout(
      () => finish({ ok: false, why: `it did not finish in ${timeoutMs / 1000} s`, output: seen }),
      timeoutMs,
    );
    signal?.addEventListener('abort', onAbort);
    if (signal?.aborted) onAbort();

    /** @param {Buffer} chunk */
    const onOutput = (chunk) => {
      if (output === 'inherit') process.stderr.write(chunk);
      seen = (seen + chunk.toString()).slice(-KEPT_OUTPUT);
      if (until?.test(seen)) finish({ ok: true, output: seen });
    };
    child.stdout.on('data', onOutput);
    child.stderr.on('data', onOutput);
    child.on('error', (error) => finish({ ok: false, why: error.message, output: seen }));
    child.on('close', (code, killedBy) => {
      if (code === 0 && until === undefined) finish({ ok: true, output: seen });
      else finish({ ok: false, why: `${lastLine(seen)} (${killedBy ?? `exit code ${code}`})`.trim(), output: seen });
    });
  });
}

/**
 * In a group of its own the program does not hear of Ctrl-C, so it is ended with us.
 *
 * @param {() => void} killAll
 * @returns {() => void} ends the guard
 */
function endTogether(killAll) {
  /** @param {NodeJS.Signals} signal */
  const onSignal = (signal) => {
    stop();
    killAll();
    // Our listener kept the signal from ending us; whoever else listens has heard it already.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  const stop = () => {
    process.off('exit', killAll);
    for (const signal of ENDING_SIGNALS) process.off(signal, onSignal);
  };
  process.on('exit', killAll);
  for (const signal of ENDING_SIGNALS) process.on(signal, onSignal);
  return stop;
}

/** @param {string} text */
function lastLine(text) {
  return text.trimEnd().split('\n').at(-1)?.slice(0, 300) ?? '';
}
