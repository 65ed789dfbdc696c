import type { MiddlewareHandler } from 'hono';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { type OwnAddress, refusalOf } from '../../worker/own-address.js';

/** Refuses what is not meant for this server, before anything else looks at it. */
export const ownAddress =
  (config: OwnAddress): MiddlewareHandler =>
  async (context, next) => {
    const { host, origin } = context.req.header();
    const refusal = refusalOf({ host, origin }, config);
    if (refusal !== null) throw new AgentAuthError(refusal);
    await next();
  };
