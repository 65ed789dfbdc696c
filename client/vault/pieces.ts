/** What is too large for one call of the vault, in pieces. See contract/sealing/pieces.ts. */
import { cut, type Pieces } from '../../contract/sealing/pieces.js';
import type { VaultOperation, VaultOperations } from '../../contract/vault-calls.js';
import { randomId } from '../random.js';

type Call = (op: VaultOperation, params: VaultOperations[VaultOperation][0]) => Promise<unknown>;

/** How many are on their way at once. */
const AT_ONCE = 3;
/** Bytes that one request carries: sealed it takes a third more, of the 2 MB of a payload. */
const MAX_REQUEST_BYTES = 1_100_000;

export const isLarge = (request: Uint8Array): boolean => request.length > MAX_REQUEST_BYTES;

/** Does something for each, some at the same time. */
async function forEach<T>(items: readonly T[], work: (item: T, at: number) => Promise<void>): Promise<void> {
  const left = items.entries();
  const one = async (): Promise<void> => {
    for (const [at, item] of left) await work(item, at);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

/** Gives bytes to the vault, to be used by a call that names them. */
export async function sendPieces(call: Call, whole: Uint8Array): Promise<Pieces> {
  const id = randomId();
  const parts = cut(whole);
  const put = (part: Uint8Array, at: number) =>
    call('pieces.put', { id, at, data: Buffer.from(part).toString('base64') }).then(() => undefined);
  const [first, ...others] = parts;
  // The first one makes the key that all are kept under.
  if (first !== undefined) await put(first, 0);
  await forEach(others, (part, at) => put(part, at + 1));
  return { id, count: parts.length };
}

/** Takes from the vault what a call has left there for this caller. */
export async function fetchPieces(call: Call, { id, count }: Pieces): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  await forEach(Array.from({ length: count }), async (_, at) => {
    const { data } = (await call('pieces.get', { id, at })) as { readonly data: string };
    parts[at] = Buffer.from(data, 'base64');
  });
  // What stays is deleted some minutes later.
  await call('pieces.delete', { id }).catch(() => undefined);
  return Buffer.concat(parts);
}
