import { Hono } from 'hono';
import type { ListOf, Paging } from '../client/index.js';
import { AgentAuthError, ERRORS } from '../contract/errors/errors.js';
import { NAME_PATTERN } from '../contract/names.js';
import { parse } from '../contract/schemas/parse.js';
import { admit } from './access/admit.js';
import { ownAddress } from './access/own-address.js';
import { whileAdmitted } from './access/while-admitted.js';
import { hostedPage } from './hosted-page.js';
import { answerError } from './http/answer-error.js';
import { answerList } from './http/answer-list.js';
import type { Env } from './http/env.js';
import { logFailure } from './http/log-failure.js';
import { readBody } from './http/read-body.js';
import { requestLog } from './http/request-log.js';
import type { Route } from './http/route.js';
import { securityHeaders } from './http/security-headers.js';
import { ROUTES } from './routes.js';
import type { Services } from './services.js';

const honoPath = (path: string): string => path.replace('{id}', ':id');

/** Text that can't be an id gets the same "not found" as an unknown id. */
function checkId(route: Route, id: string | undefined): string {
  if (id === undefined) return '';
  const absent = route.errors.find((code) => ERRORS[code].status === 404);
  if (absent && !(route.id ?? NAME_PATTERN).test(id)) throw new AgentAuthError(absent);
  return id;
}

/** One request: let in, checked, handled, answered. */
function register(app: Hono<Env>, route: Route, services: Services): void {
  app.on(route.method, honoPath(route.path), async (context) => {
    const caller = await admit(route, context, services);
    context.set('caller', caller.id);
    const query = route.query ? parse(route.query, context.req.query()) : {};
    const body = route.body ? parse(route.body, await readBody(context, route.bodyLimit)) : undefined;
    const id = checkId(route, context.req.param('id'));
    const result = await whileAdmitted(caller, context.req.raw.signal, (signal) =>
      route.handle({ auth: caller.auth, caller, id, query, body, services, context, signal }),
    );
    context.status(route.status);
    if (result instanceof Response) return result;
    if (route.answer === null) return context.body(null, 204);
    if ('list' in route.answer) return answerList(context, result as ListOf<unknown>, query as Paging);
    return context.json(result);
  });
}

/** What is at an address takes these methods and no other (RFC 9110 section 15.5.6). */
function refuseOtherMethods(app: Hono<Env>): void {
  for (const path of new Set(ROUTES.map((route) => route.path))) {
    const methods = ROUTES.filter((route) => route.path === path).map((route) => route.method);
    app.all(honoPath(path), (context) => {
      context.header('Allow', methods.join(', '));
      throw new AgentAuthError('method_not_allowed');
    });
  }
}

/** The whole HTTP application, without a socket. No CORS headers are ever sent, so pages of other origins can't read its answers. */
export function createApp(services: Services): Hono<Env> {
  const app = new Hono<Env>();
  app.use(requestLog(services.log));
  app.use(services.metrics.count);
  app.use(securityHeaders(services.config.publicUrl?.startsWith('https:') ?? false));
  app.use(ownAddress(services.config));
  hostedPage(app, services.config);
  for (const route of ROUTES) register(app, route, services);
  refuseOtherMethods(app);
  app.notFound((context) => answerError(context, new AgentAuthError('no_such_address')));
  app.onError((error, context) => {
    logFailure(services.log, error);
    return answerError(context, error);
  });
  return app;
}
