/** Wrong calls are told without what was given: somebody types a password where a name belongs, and what is printed stands in logs of scripts. */

/** The name of an option, as all of ours are written, and a value behind it. */
const OPTION = /^(--[a-z][a-z-]*)(?:=(.*))?$/s;

/**
 * Replaces quoted arguments in what commander says by their numbers. Names of options stay, and words that it takes for a mistyped name.
 * @param args as they were given
 */
export function withoutGiven(text: string, args: readonly string[]): string {
  const isMistyped = text.includes('Did you mean');
  return args.reduce((told, given, index) => {
    const place = `no. ${index + 1}`;
    const [, option, value] = OPTION.exec(given) ?? [];
    if (option !== undefined) return told.replaceAll(`'${given}'`, `'${option}'`).replaceAll(`'${value}'`, place);
    const isName = isMistyped && /^[a-z-]+$/.test(given);
    return isName ? told : told.replaceAll(`'${given}'`, place);
  }, text);
}
