import { z } from 'zod';
import { parseProxy } from '../address/parse-proxy.js';
import type { AgentProxy } from '../address/proxy.js';
import { AgentAuthError } from '../errors/errors.js';

const text = z.string().max(2048);

/** The same for all that a proxy can't be given by. */
const refuse = (context: z.RefinementCtx, ...path: string[]): never => {
  context.addIssue({ code: 'custom', path, params: { code: 'invalid_proxy' } });
  return z.NEVER;
};

/** Vendors name their proxies by an id or a name. Both are recognised, so that the refusal can say what to give. */
export const proxyId: z.ZodType<never, string> = text.transform((_, context) => refuse(context));

/** Read as all that may be given; what may not is no part of its type. */
export const proxy = z
  .strictObject({
    server: text.optional(),
    username: text.optional(),
    password: text.optional(),
    proxy_id: text.optional(),
    id: text.optional(),
    name: text.optional(),
  })
  .transform(({ server, username, password, ...vendors }, context) => {
    const [named] = Object.keys(vendors);
    if (named !== undefined || server === undefined) return refuse(context, named ?? 'server');
    try {
      return parseProxy({ server, username, password });
    } catch (error) {
      if (!(error instanceof AgentAuthError)) throw error;
      return refuse(context, ...((error.details.fields as string[] | undefined) ?? []));
    }
  }) as z.ZodType as z.ZodType<AgentProxy, AgentProxy>;
