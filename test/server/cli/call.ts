import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { run } from '../../../cli/run.js';
import { AgentAuth, type ConnectOptions } from '../../../client/index.js';
import { builtFile } from '../../../worker/built-file.js';
import { fakeIo } from '../../unit/cli/fake-io.js';

export interface Call {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Each line of stdout. */
  readonly lines: Record<string, unknown>[];
}

const asJson = (line: string): Record<string, unknown> => {
  try {
    return JSON.parse(line);
  } catch {
    return { notJson: line };
  }
};

/** Runs a built program in a process of its own, without a terminal. */
export async function call(
  program: readonly string[],
  args: readonly string[],
  { env = {}, stdin = '' }: { env?: Record<string, string>; stdin?: string } = {},
): Promise<Call> {
  const child = spawn(process.execPath, [builtFile(...program), ...args], { env: { ...process.env, ...env } });
  child.stdin.end(stdin);
  const closed = once(child, 'close') as Promise<[number | null]>;
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { code, stdout, stderr, lines: stdout.split('\n').filter(Boolean).map(asJson) };
}

/** The same command in this process: to start one takes longer than most commands. */
export async function callHere(args: readonly string[], stdin = ''): Promise<Call> {
  const io = { ...fakeIo({ stdin }), connect: (options: ConnectOptions) => AgentAuth.connect(options) };
  const code = await run([...args], io);
  const lines = io.stdout.map(asJson);
  return { code, stdout: io.stdout.join('\n'), stderr: io.stderr.join('\n'), lines };
}
