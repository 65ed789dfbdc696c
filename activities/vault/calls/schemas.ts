/** Parts of parameters that several operations share. */
import { z } from 'zod';
import { AgentAuthError, NAME_PATTERN } from '../../../contract/index.js';

export const VALUE_KEY_PATTERN = /^[a-z0-9_]{1,64}$/;
export const MAX_VALUES = 50;
const MAX_VALUE_LENGTH = 4096;

/** Long enough for every id and name. */
export const text = z.string().min(1).max(600);
export const value = z.string().min(1).max(MAX_VALUE_LENGTH);
export const values = z
  .record(z.string().regex(VALUE_KEY_PATTERN), value)
  .refine((record) => Object.keys(record).length <= MAX_VALUES);
export const ssoProvider = z.string().regex(/^[a-z0-9_-]{1,64}$/);

export const paging = { limit: z.int().min(1).max(100).optional(), offset: z.int().min(0).optional() };

/** @throws AgentAuthError `invalid_name` */
export function checkName(name: string): string {
  if (!NAME_PATTERN.test(name)) throw new AgentAuthError('invalid_name');
  return name;
}
