import { buffer as readAll } from 'node:stream/consumers';
import pc from 'picocolors';
import type { AgentAuth, ConnectOptions } from '../../client/index.js';
import { plainLines, plainText } from '../../contract/plain-text.js';
import { interruption } from './signals.js';

export type Colors = ReturnType<typeof pc.createColors>;

/** What a command touches outside of itself. Tests bring their own. */
export interface Io {
  out(line: string): void;
  err(line: string): void;
  readonly colors: Colors;
  /** Somebody can be asked: input and the stream of the questions are terminals. */
  readonly interactive: boolean;
  readStdin(): Promise<Uint8Array>;
  /** Asks without showing what is typed, not even its length. Null when the person gave up (Ctrl-C), or `signal` took the question away. */
  askHidden(question: string, signal?: AbortSignal): Promise<string | null>;
  connect(options: ConnectOptions): Promise<AgentAuth>;
  /** Aborted by Ctrl-C, by SIGTERM, and when the terminal is closed. */
  readonly signal: AbortSignal;
  /** Aborted when that was not enough: by the next one of them. */
  readonly hurry: AbortSignal;
}

/** The colors that we use, as picocolors writes them. */
const OUR_COLORS = new RegExp(`(${String.fromCharCode(27)}\\[(?:[0-2]|22|3[0-9])m)`);

/** Sites write labels and messages, so that any line can hold what a terminal obeys: only our own colors pass. */
export const forTerminal = (text: string): string =>
  text
    .split(OUR_COLORS)
    .map((part, index) => (index % 2 === 1 ? part : plainLines(part)))
    .join('');

async function askHidden(message: string, signal?: AbortSignal): Promise<string | null> {
  try {
    const { default: password } = await import('@inquirer/password');
    // On stderr, so that stdout stays the answer alone.
    return await password({ message: plainText(message), mask: false }, { output: process.stderr, signal });
  } catch {
    // The one way in which a prompt fails: it was left, or taken away.
    return null;
  }
}

/** This process: its streams, its terminal, its signals. */
export function processIo(): Io {
  const interrupted = interruption();
  // A terminal or a pipe that is closed takes no more; that is no reason to end.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  return {
    out: (line) => void process.stdout.write(`${forTerminal(line)}\n`),
    err: (line) => void process.stderr.write(`${forTerminal(line)}\n`),
    colors: pc.createColors(pc.isColorSupported && process.stdout.isTTY === true),
    interactive: process.stdin.isTTY === true && process.stderr.isTTY === true,
    readStdin: () => readAll(process.stdin),
    askHidden,
    connect: async (options) => {
      // Loaded here: help and wrong calls need no client, which takes a while to load.
      const { AgentAuth } = await import('../../client/index.js');
      return AgentAuth.connect(options);
    },
    // A command that never looks at it is ended by Ctrl-C as any program.
    get signal() {
      return interrupted.signal;
    },
    get hurry() {
      return interrupted.again;
    },
  };
}
