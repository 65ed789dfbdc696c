import type { z } from 'zod';
import { AgentAuthError, ERRORS, type ErrorCode, isErrorCode } from '../errors/errors.js';
import { problemOf } from './problem-words.js';

/** A name that may be repeated in an error. Anything else could be a secret in the wrong place. */
const PLAIN_NAME = /^[A-Za-z0-9_.-]{1,64}$/;

const ownCode = (issue: z.core.$ZodIssue): ErrorCode | undefined =>
  issue.code === 'custom' && isErrorCode(issue.params?.code) ? issue.params.code : undefined;

/** JSON can hold a member `__proto__`; what copies or checks the object loses it without a word. No recursion: JSON may be nested deeply. */
function holdsProto(input: unknown): boolean {
  const left = [input];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next !== 'object' || next === null) continue;
    if (Object.hasOwn(next, '__proto__')) return true;
    for (const member of Object.values(next)) left.push(member);
  }
  return false;
}

/**
 * Checks what a caller gave.
 * @param plainName what a member's name must look like to be repeated in the error
 * @throws AgentAuthError `invalid_input`, `invalid_name` for a member `__proto__`, or the code that the schema names; details {fields, problems}: names, and
 * what is wrong with each that the code does not tell; never values
 */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  plainName: RegExp = PLAIN_NAME,
): z.output<Schema> {
  if (holdsProto(input)) throw new AgentAuthError('invalid_name', { fields: ['__proto__'] });
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const { issues } = result.error;
  const pathOf = (path: readonly PropertyKey[]): string =>
    path.map((part) => (typeof part === 'number' || plainName.test(String(part)) ? String(part) : '?')).join('.');
  const fieldsOf = (issue: z.core.$ZodIssue): string[] =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => pathOf([...issue.path, key])) : [pathOf(issue.path)];
  const code = issues.map(ownCode).find((found) => found !== undefined) ?? 'invalid_input';
  const problemsOf = (issue: z.core.$ZodIssue): string[] => {
    const own = ownCode(issue);
    if (own === code) return [];
    const problem = own === undefined ? problemOf(issue, input) : ERRORS[own].message;
    return fieldsOf(issue).map((field) => (field === '' ? `the request ${problem}` : `${field}: ${problem}`));
  };
  const fields = [...new Set(issues.flatMap(fieldsOf))].filter((field) => field !== '');
  const problems = [...new Set(issues.flatMap(problemsOf))];
  throw new AgentAuthError(code, { fields, ...(problems.length > 0 ? { problems } : {}) });
}
