import { InvalidArgumentError } from 'commander';

/** Longest that a timer of Node can be, in seconds. */
const MAX_SECONDS = 2_147_483;

export function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > MAX_SECONDS)
    throw new InvalidArgumentError(`Give whole seconds from 1 to ${MAX_SECONDS}.`);
  return seconds;
}

/** The same, or 0. */
export const parseAge = (text: string): number => (text === '0' ? 0 : parseSeconds(text));
