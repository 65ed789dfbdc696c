import pc from 'picocolors';
import type { Io } from '../../../cli/terminal/io.js';
import type { AgentAuth } from '../../../client/index.js';

export interface FakeIo extends Io {
  readonly stdout: string[];
  readonly stderr: string[];
  readonly asked: string[];
}

export interface FakeIoOptions {
  readonly stdin?: string;
  /** What a person types, one answer a question. Absent: nobody is there. */
  readonly types?: readonly string[];
  /** What the commands talk to. */
  readonly auth?: object;
  readonly connectError?: Error;
}

export function fakeIo({ stdin = '', types, auth = {}, connectError }: FakeIoOptions = {}): FakeIo {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const asked: string[] = [];
  const answers = [...(types ?? [])];
  return {
    stdout,
    stderr,
    asked,
    out: (line) => void stdout.push(line),
    err: (line) => void stderr.push(line),
    colors: pc.createColors(false),
    interactive: types !== undefined,
    readStdin: async () => Buffer.from(stdin),
    askHidden: async (question) => {
      asked.push(question);
      return answers.shift() ?? null;
    },
    connect: async () => {
      if (connectError) throw connectError;
      return { close: async () => undefined, ...auth } as unknown as AgentAuth;
    },
    signal: new AbortController().signal,
    hurry: new AbortController().signal,
  };
}
