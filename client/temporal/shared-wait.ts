/** One wait that several callers share; it is given up when all of them have lost interest. */
interface Shared<T> {
  readonly result: Promise<T>;
  readonly stop: AbortController;
  waiting: number;
}

const WAITS = new WeakMap<object, Map<string, Shared<unknown>>>();

function waitsOf(owner: object): Map<string, Shared<unknown>> {
  const waits = WAITS.get(owner) ?? new Map<string, Shared<unknown>>();
  WAITS.set(owner, waits);
  return waits;
}

function begin<T>(
  waits: Map<string, Shared<unknown>>,
  key: string,
  work: (signal: AbortSignal) => Promise<T>,
): Shared<T> {
  const stop = new AbortController();
  const shared: Shared<T> = { result: work(stop.signal), stop, waiting: 0 };
  const forget = (): void => {
    if (waits.get(key) === shared) waits.delete(key);
  };
  shared.result.then(forget, forget);
  waits.set(key, shared);
  return shared;
}

/** Resolves with undefined when `signal` aborts. Holds nothing of the caller afterwards. */
function until<T>(result: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => resolve(undefined);
    const settled = (): void => signal.removeEventListener('abort', giveUp);
    signal.addEventListener('abort', giveUp, { once: true });
    if (signal.aborted) giveUp();
    result.then(resolve, reject).finally(settled);
  });
}

/**
 * Joins the wait of that key which is under way, or begins it.
 * @param work ends soon after its signal, which aborts when nobody waits any more
 * @returns undefined when the caller's own `signal` came first
 */
export async function waitTogether<T>(
  owner: object,
  key: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const waits = waitsOf(owner);
  const shared = (waits.get(key) as Shared<T> | undefined) ?? begin(waits, key, work);
  shared.waiting += 1;
  try {
    return await until(shared.result, signal);
  } finally {
    shared.waiting -= 1;
    if (shared.waiting === 0) {
      if (waits.get(key) === shared) waits.delete(key);
      shared.stop.abort();
    }
  }
}
