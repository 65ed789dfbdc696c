/** The environment of this process, for a child that gets some more: what is not set is left out. */
export const definedEnv = (): Record<string, string> =>
  Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
