import type { z } from 'zod';
import { withoutWww } from '../contract/address/domain.js';
import { parse } from '../contract/schemas/parse.js';

const hasDomain = <T>(params: T): params is T & { readonly domain: string } =>
  typeof params === 'object' && params !== null && 'domain' in params && typeof params.domain === 'string';

/**
 * Checks what a caller gave; a domain is the one that stands for its host `www.` as well. The vault checks again: this answers sooner.
 * @throws AgentAuthError `invalid_input`, or the code that the schema names; details {fields}: names, never values
 */
export function readParams<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const params = parse(schema, input);
  return hasDomain(params) ? { ...params, domain: withoutWww(params.domain) } : params;
}
