/** Ctrl-C, SIGTERM and a terminal that is closed. */
export interface Interruption {
  /** Aborted by the first of them. */
  readonly signal: AbortSignal;
  /** Aborted by the next one, where somebody listens to it; else that one ends the process as it would any program. */
  readonly again: AbortSignal;
}

const NAMES = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** One Ctrl-C comes twice where npm has started the program: from the terminal, and from npm, which hands it on. */
const SAME_MS = 1_000;

/** Listens from the first look at it on: a command that never looks is ended by Ctrl-C as any program. */
export function interruption(now: () => number = () => performance.now()): Interruption {
  let begun: { readonly signal: AbortController; readonly again: AbortController } | undefined;
  let hasAgain = false;
  let first: number | null = null;
  const controllers = () => {
    if (begun !== undefined) return begun;
    begun = { signal: new AbortController(), again: new AbortController() };
    for (const name of NAMES) process.on(name, onSignal);
    return begun;
  };
  const onSignal = (name: NodeJS.Signals): void => {
    const { signal, again } = controllers();
    if (first === null) {
      first = now();
      signal.abort();
      return;
    }
    if (now() - first < SAME_MS) return;
    for (const each of NAMES) process.removeListener(each, onSignal);
    if (hasAgain) again.abort();
    else process.kill(process.pid, name);
  };
  return {
    get signal() {
      return controllers().signal.signal;
    },
    get again() {
      hasAgain = true;
      return controllers().again.signal;
    },
  };
}
