import type { Stack, StackEvent, StackOptions } from '../worker/up.js';
import type { Io } from './terminal/io.js';
import type { Print } from './terminal/print.js';

const PARTS = {
  temporal: 'Temporal',
  worker: 'the worker',
  server: 'the HTTP server',
  sample: 'the sample site',
} as const;

const begun = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}`;

function tellStackEvent(event: StackEvent): string {
  switch (event.event) {
    case 'starting':
      return `Starting ${PARTS[event.part]} …`;
    case 'started':
      return `${begun(PARTS[event.part])} runs.`;
    case 'restarted':
      return `${begun(PARTS[event.part])} had ended; started it again (process ${event.pid}).`;
    case 'waiting':
      return 'Waiting for the worker of a stack that was killed to end …';
    case 'network_folder':
      return `warning: the state folder is on a network file system (${event.type}), where the databases can break. Use a local disk.`;
  }
}

type Options = Omit<StackOptions, 'onEvent' | 'signal' | 'hurry'>;

/**
 * Runs a stack as long as something needs it, and stops it, whatever ends that. Ctrl-C in the middle of the start takes back what was started.
 * @returns null when it was told to stop before it was ready
 */
export async function withStack<T>(
  { io, print }: { readonly io: Io; readonly print: Print },
  options: Options,
  work: (stack: Stack) => Promise<T>,
): Promise<T | null> {
  // Looked at before anything is started.
  const { signal, hurry } = io;
  // Loaded here: no other command needs the worker, which takes a while to load.
  const { startStack } = await import('../worker/up.js');
  const tellStop = (): void => print.note('Stopping … (once more to not wait for logins at work)');
  signal.addEventListener('abort', tellStop, { once: true });
  try {
    const onEvent = (event: StackEvent): void => print.note(tellStackEvent(event));
    const stack = await startStack({ ...options, signal, hurry, onEvent });
    try {
      return await work(stack);
    } finally {
      if (!signal.aborted) tellStop();
      await stack.stop();
    }
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  } finally {
    signal.removeEventListener('abort', tellStop);
  }
}
