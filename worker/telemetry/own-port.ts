import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { type Address, listenAt } from '../listen.js';
import { refusalOf } from '../own-address.js';
import type { WorkerReadiness } from './readiness.js';

/** No request has a body, so one that takes longer is not a real one. */
const REQUEST_MS = 5_000;

export interface OwnPort {
  readonly url: string;
  close(): Promise<void>;
}

export interface Served {
  readonly registry: Registry;
  readiness(): Promise<WorkerReadiness>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const json = (status: number, body: object): Answer => ({
  status,
  type: 'application/json',
  body: `${JSON.stringify(body)}\n`,
});

const refused = (error: AgentAuthError): Answer => json(error.status, error.toJSON());

async function answerOf({ method, url = '', headers }: IncomingMessage, host: string, served: Served): Promise<Answer> {
  const refusal = refusalOf({ host: headers.host, origin: headers.origin }, { host, publicUrl: null });
  if (refusal !== null) return refused(new AgentAuthError(refusal));
  if (method !== 'GET' && method !== 'HEAD') return refused(new AgentAuthError('method_not_allowed'));
  switch (url.split('?')[0]) {
    case '/healthz':
      return json(200, { status: 'ok' });
    case '/readyz': {
      const parts = await served.readiness();
      return json(Object.values(parts).every(Boolean) ? 200 : 503, parts);
    }
    case '/metrics':
      return { status: 200, type: served.registry.contentType, body: await served.registry.metrics() };
    default:
      return refused(new AgentAuthError('no_such_address'));
  }
}

async function respond(request: IncomingMessage, response: ServerResponse, answering: Promise<Answer>): Promise<void> {
  const { status, type, body } = await answering.catch(() => refused(new AgentAuthError('internal_error')));
  const headers = { 'Content-Type': type, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };
  response
    .writeHead(status, status === 405 ? { ...headers, Allow: 'GET, HEAD' } : headers)
    .end(request.method === 'HEAD' ? undefined : body);
}

/**
 * Tells whoever can reach the port how the worker is: `/healthz`, `/readyz`, `/metrics`.
 * @throws AgentAuthError `port_unavailable`
 */
export async function openPort(address: Address, served: Served): Promise<OwnPort> {
  const server = createServer((request, response) => {
    void respond(request, response, answerOf(request, address.host, served));
  });
  server.requestTimeout = REQUEST_MS;
  const { url } = await listenAt(server, address);
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
