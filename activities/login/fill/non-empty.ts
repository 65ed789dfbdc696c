/** A list that has at least one member. */
export type NonEmpty<T> = readonly [T, ...T[]];

/** The list; null where it is empty. */
export function nonEmpty<T>([first, ...rest]: readonly T[]): NonEmpty<T> | null {
  return first === undefined ? null : [first, ...rest];
}

export const last = <T>(list: NonEmpty<T>): T => list.at(-1) ?? list[0];

export const mapAll = <T, U>([first, ...rest]: NonEmpty<T>, to: (one: T) => U): NonEmpty<U> => [
  to(first),
  ...rest.map(to),
];
