import { z } from 'zod';
import { AgentAuthError } from '../contract/errors/errors.js';
import { hasCode } from '../contract/errors/has-code.js';
import { problemOf } from '../contract/schemas/problem-words.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A whole number in an environment variable, in digits; an empty variable is not one. */
export const count = (least: number, most: number) =>
  z
    .string()
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most, {
      error: `Expected a whole number from ${least} to ${most}`,
    })
    .transform(Number);

/** What is wrong with a variable. Never quotes its value, which can be a secret. */
export interface Fault {
  readonly variable: string;
  readonly problem: string;
}

/** @returns `invalid_input`, naming the variables */
export const environmentError = (faults: readonly Fault[]): AgentAuthError<'invalid_input'> =>
  new AgentAuthError('invalid_input', {
    variables: faults.map(({ variable }) => variable),
    problems: faults.map(({ variable, problem }) => `${variable}: ${problem}`),
  });

const faultsOf = ({ issues }: z.ZodError, env: Environment): Fault[] =>
  issues.map((issue) => ({ variable: issue.path.join('.'), problem: problemOf(issue, env) }));

/**
 * @throws AgentAuthError `invalid_input`, naming the variables
 */
export function readEnvironment<T extends z.ZodType>(schema: T, env: Environment): z.output<T> {
  const { success, data, error } = schema.safeParse(env);
  if (!success) throw environmentError(faultsOf(error, env));
  return data;
}

/**
 * Reads several parts of the environment, and tells the faults of all of them at once.
 * @throws AgentAuthError `invalid_input`, naming the variables
 */
export function readTogether<Read extends Readonly<Record<string, unknown>>>(
  readers: {
    readonly [Name in keyof Read]: () => Read[Name];
  },
): Read {
  const read: Partial<Read> = {};
  const refused: AgentAuthError[] = [];
  for (const name of Object.keys(readers) as (keyof Read)[]) {
    try {
      read[name] = readers[name]();
    } catch (error) {
      if (!hasCode(error, 'invalid_input')) throw error;
      refused.push(error);
    }
  }
  if (refused.length === 0) return read as Read;
  const all = (member: 'variables' | 'problems') =>
    refused.flatMap(({ details }) => (details[member] ?? []) as string[]);
  throw new AgentAuthError('invalid_input', { variables: all('variables'), problems: all('problems') });
}
