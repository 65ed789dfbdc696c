/**
 * A signal that aborts with the first of several, and the way to stop listening. `AbortSignal.any` would do, but on Node 20 a signal
 * made of such a signal can be collected before it fires (nodejs/node#54614), and then nobody hears of the abort.
 */
export function anySignal(signals: readonly AbortSignal[]): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const listeners = signals.map((signal) => {
    const listener = (): void => controller.abort(signal.reason);
    if (signal.aborted) listener();
    else signal.addEventListener('abort', listener, { once: true });
    return () => signal.removeEventListener('abort', listener);
  });
  return {
    signal: controller.signal,
    release: () => {
      for (const remove of listeners) remove();
    },
  };
}
