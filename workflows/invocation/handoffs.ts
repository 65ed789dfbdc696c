import { HANDOFF_MS } from '../../contract/invocation/invocation.js';
import { isText } from '../well-formed.js';

/** How many of the latest links are kept. */
const MAX_HANDOFFS = 50;

/** When each code ends, in ms since the epoch, by its SHA-256. */
export type Handoffs = Readonly<Record<string, number>>;

/** What is no text is the hash of no link: anybody in the namespace can send it. */
export const addHandoff = (handoffs: Handoffs, hash: string, now: number): Handoffs =>
  isText(hash) ? withHash(handoffs, hash, now) : handoffs;

const withHash = (handoffs: Handoffs, hash: string, now: number): Handoffs =>
  Object.fromEntries([...Object.entries(handoffs), [hash, now + HANDOFF_MS]].slice(-MAX_HANDOFFS));

export const mayUse = (handoffs: Handoffs, hash: string, now: number): boolean =>
  Object.hasOwn(handoffs, hash) && handoffs[hash]! > now;

export const useHandoff = (handoffs: Handoffs, hash: string): Handoffs =>
  Object.fromEntries(Object.entries(handoffs).filter(([one]) => one !== hash));
