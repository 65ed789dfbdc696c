import { HANDOFF_MS } from '../../contract/invocation.js';

/** How many of the latest links are kept. */
const MAX_HANDOFFS = 50;

/** When each code ends, in ms since the epoch, by its SHA-256. */
export type Handoffs = Readonly<Record<string, number>>;

export const addHandoff = (handoffs: Handoffs, hash: string, now: number): Handoffs =>
  Object.fromEntries([...Object.entries(handoffs), [hash, now + HANDOFF_MS]].slice(-MAX_HANDOFFS));

export const mayUse = (handoffs: Handoffs, hash: string, now: number): boolean =>
  Object.hasOwn(handoffs, hash) && handoffs[hash]! > now;

export const useHandoff = (handoffs: Handoffs, hash: string): Handoffs =>
  Object.fromEntries(Object.entries(handoffs).filter(([one]) => one !== hash));
