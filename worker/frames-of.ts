/** Where an error was thrown: files and lines of programs, no message and no address of a page. */
export const framesOf = (error: unknown): string[] =>
  error instanceof Error
    ? (error.stack ?? '')
        .split('\n')
        .filter((line) => /^\s+at .*(file:|node:)/.test(line))
        .slice(0, 6)
        .map((line) => line.trim())
    : [];
