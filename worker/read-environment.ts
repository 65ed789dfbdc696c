import { z } from 'zod';
import { AgentAuthError } from '../contract/errors.js';

/** A whole number in an environment variable. */
export const count = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

/**
 * @throws AgentAuthError `invalid_input`, naming the variables
 */
export function readEnvironment<T extends z.ZodType>(
  schema: T,
  env: Readonly<Record<string, string | undefined>>,
): z.output<T> {
  const { success, data, error } = schema.safeParse(env);
  if (!success)
    throw new AgentAuthError('invalid_input', { variables: error.issues.map((issue) => issue.path.join('.')) });
  return data;
}
