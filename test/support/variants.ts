import { type TestFunction, test } from 'vitest';

/** Set by `npm run test:variants`. */
const ALL = process.env.TEST_VARIANTS === 'all';

/**
 * Sites of one kind, in several languages and structures. `npm test` logs in to a few of them, `npm run test:variants` to all.
 * @param few how many: taken at even distances, the first among them
 */
export const variants = <const T>(few: number, all: readonly T[]): readonly T[] =>
  ALL || few >= all.length ? all : Array.from({ length: few }, (_, n) => all[Math.floor((n * all.length) / few)] as T);

/** How many inputs that are drawn at random are tried: `few` by `npm test`, `all` by `npm run test:variants`. */
export const runs = (few: number, all: number): number => (ALL ? all : few);

/** A test of a rule that a shorter one tells as well (ADR 0080): `npm run test:variants` runs both. */
export const variant = (name: string, tell: TestFunction): void => {
  if (ALL) test(name, tell);
};
