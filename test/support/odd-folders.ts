/** Names of folders that mean something to addresses, shells or programs, or that are long: 200 characters are more than a socket's path may have. */
export const ODD_FOLDERS = [
  'a#b?c%20d',
  `it's "quoted" \`here\``,
  'x?mode=memory&cache=shared',
  'ünï 日本 e\u0301',
  'n'.repeat(200),
  ':memory:',
  '-rf $HOME *',
  'back\\slash\ttab',
  'file:a',
] as const;
