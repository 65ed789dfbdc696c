import { AgentAuthError } from '../../contract/errors/errors.js';
import { anySignal } from '../../contract/machine/any-signal.js';
import { stillHolds } from './admit.js';
import type { Admitted } from './admitted.js';

/** How often it is looked whether the caller's key or link still holds. The vault is asked once a minute for each. Milliseconds. */
const CHECK_MS = 5_000;

/** Tells when callers have lost the right that they were admitted by. */
export function whenOver(caller: Pick<Admitted, 'check'>, over: () => void): { end(): void } {
  const check = (): void => void stillHolds(caller).then((holds) => holds || over());
  const timer = setInterval(check, CHECK_MS);
  return { end: () => clearInterval(timer) };
}

/**
 * What is answered to callers who wait. Those who have lost their right meanwhile are told so at once, and get nothing of it.
 * @param left aborts when the caller has hung up
 * @param work ends soon after its signal, which aborts when nobody waits for it any more
 * @throws AgentAuthError `unauthorized`; as the work does
 */
export async function whileAdmitted<T>(
  caller: Pick<Admitted, 'check'>,
  left: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lost = new AbortController();
  const watch = whenOver(caller, () => lost.abort());
  // Before the work hears of it: what that ends with is nothing for the caller.
  const refused = new Promise<never>((_, reject) =>
    lost.signal.addEventListener('abort', () => reject(new AgentAuthError('unauthorized')), { once: true }),
  );
  const either = anySignal([left, lost.signal]);
  try {
    return await Promise.race([work(either.signal), refused]);
  } finally {
    watch.end();
    either.release();
  }
}
