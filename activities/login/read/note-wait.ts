import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';

/** Writes down that the site wants to be left alone, where it has said so since that was last written. */
export async function noteWait(context: LoginContext, { ref, network }: Pick<Login, 'ref' | 'network'>): Promise<void> {
  const { retryAfter } = network;
  if (retryAfter === null) return;
  network.retryAfter = null;
  await context.vault.noteRetryAfter(ref, retryAfter);
}
