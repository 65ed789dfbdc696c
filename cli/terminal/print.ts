import type { AgentAuthError } from '../../contract/errors/errors.js';
import { plainJson } from '../../contract/plain-text.js';
import type { Io } from './io.js';

/** How a command speaks: one JSON object a line, or text for a person. */
export interface Print {
  readonly json: boolean;
  /** One line of the answer. */
  line(value: object, text: string): void;
  /** Progress; a person sees it, a program does not. */
  note(text: string): void;
  error(error: AgentAuthError): void;
}

const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const namesIn = (value: unknown): string | undefined => {
  if (isPlain(value)) return String(value);
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const names = value.map((item) => (isPlain(item) ? String(item) : String((item as { name?: unknown })?.name ?? '')));
  return names.every((name) => name !== '') ? names.join(', ') : undefined;
};

/** The details that fit in a line: names, ids and numbers. What is said in sentences is left out. */
const detailsLine = ({ advice: _, problems, fields, ...details }: AgentAuthError['details']): string =>
  Object.entries(problems === undefined ? { fields, ...details } : details)
    .map(([key, value]) => [key, namesIn(value)] as const)
    .filter(([, names]) => names !== undefined)
    .map(([key, names]) => `${key}: ${names}`)
    .join('; ');

const problemsOf = ({ details: { problems } }: AgentAuthError): string[] =>
  Array.isArray(problems) ? problems.filter((problem) => typeof problem === 'string') : [];

export const printer = (io: Io, json: boolean): Print => ({
  json,
  line: (value, text) => io.out(json ? plainJson(value) : text),
  note: (text) => {
    if (!json) io.err(text);
  },
  error: (error) => {
    if (json) return io.out(plainJson({ error: error.toJSON() }));
    io.err(`${io.colors.red('error:')} ${error.message} (${error.code})`);
    const details = detailsLine(error.details);
    if (details) io.err(`  ${details}`);
    for (const problem of problemsOf(error)) io.err(`  ${problem}`);
    io.err(`  ${error.next}`);
  },
});

const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length));

/** `name  value` lines, for one thing. What is null or empty is left out. */
export function card(value: object): string {
  const entries = Object.entries(value)
    .map(([key, item]) => [key, namesIn(item)] as const)
    .filter((entry): entry is readonly [string, string] => entry[1] !== undefined && entry[1] !== '');
  const width = widest(entries.map(([key]) => key));
  return entries.map(([key, text]) => `${key.padEnd(width)}  ${text}`).join('\n');
}

/** One line of a list, its columns padded. */
export const row = (columns: readonly (readonly [text: string, width: number])[]): string =>
  columns
    .map(([text, width]) => text.padEnd(width))
    .join('  ')
    .trimEnd();
