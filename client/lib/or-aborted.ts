/**
 * Settles as `made` does, or rejects as soon as `signal` is aborted. The SDK cancels requests that run when its signal is aborted,
 * but not one that it was about to send: that one would be held for its full time.
 */
export async function orAborted<T>(made: Promise<T>, signal: AbortSignal): Promise<T> {
  made.catch(() => undefined);
  let stop = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([made, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
