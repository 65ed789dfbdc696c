import type { z } from 'zod';
import { AgentAuthError } from '../../../contract/index.js';

const PLAIN_NAME = /^[a-z0-9_]{1,40}$/;

/** A member's name as callers may read it; something pasted in place of a name is not repeated. */
const plain = (part: PropertyKey): string =>
  typeof part === 'number' || PLAIN_NAME.test(String(part)) ? String(part) : '?';

const pathsOf = (issue: z.core.$ZodIssue): string[] => {
  const path = issue.path.map(plain);
  if (issue.code !== 'unrecognized_keys') return [path.join('.')];
  return issue.keys.map((key) => [...path, plain(key)].join('.'));
};

/**
 * Checks what a caller sent.
 * @throws AgentAuthError `invalid_input` with the paths of the wrong members in `fields`, never their values
 */
export function parseParams<T>(schema: z.ZodType<T>, params: unknown): T {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  throw new AgentAuthError('invalid_input', { fields: [...new Set(parsed.error.issues.flatMap(pathsOf))] });
}
