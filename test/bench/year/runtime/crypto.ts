/** `node:crypto` for all that the bench bundles: ids and keys are the same for the same seed, for some orders and waits go by them. */
import { Dice } from '../random.js';

export * from 'node:crypto';

/** Not those that say what happens: how many ids are made says nothing of that. */
export const keys = new Dice();

export const randomBytes = (count: number): Buffer =>
  Buffer.from(Array.from({ length: count }, () => Math.floor(keys.next() * 256)));

export function randomUUID(): string {
  const hex = randomBytes(16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
