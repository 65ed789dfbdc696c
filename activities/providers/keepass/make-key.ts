import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { answerInvalid, unavailable } from '../shared/trouble.js';

/** What the key of a file is made of (RFC 9106). */
export interface KeyTask {
  readonly kind: 'argon2d' | 'argon2id';
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  /** KiB. */
  readonly memorySize: number;
  readonly iterations: number;
  readonly hashLength: number;
  readonly parallelism: number;
}

const PROGRAM = new URL('./argon2-thread.js', import.meta.url);

/**
 * Makes the key of a file, in a thread of its own.
 * @param timeoutMs a file can ask for more work than anybody waits for
 * @throws AgentAuthError `provider_unavailable` when it takes too long, `provider_answer_invalid` for numbers that no key is made with
 */
export async function makeKey(task: KeyTask, timeoutMs: number): Promise<Uint8Array> {
  const thread = new Worker(PROGRAM, { workerData: task });
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const [key] = await once(thread, 'message', { signal });
    return key as Uint8Array;
  } catch {
    throw signal.aborted ? unavailable('timeout') : answerInvalid('unexpected');
  } finally {
    await thread.terminate();
  }
}
