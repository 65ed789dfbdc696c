/** Where an error was thrown: the stack's files and lines, without the message and without addresses of pages. */
export const framesOf = (error: unknown): string[] =>
  error instanceof Error
    ? (error.stack ?? '')
        .split('\n')
        .filter((line) => /^\s+at .*(file:|node:)/.test(line))
        .slice(0, 6)
        .map((line) => line.trim())
    : [];
