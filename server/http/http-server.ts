import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';

type Fetch = Parameters<typeof getRequestListener>[0];

/** How long a client may take to send its headers or its body before it is disconnected. Milliseconds. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 30_000;
/** Longer than proxies in front keep a connection. */
const KEEP_ALIVE_MS = 65_000;

/** Makes the server without its port, which what it serves may want to know. */
export function createHttpServer(fetch: Fetch): Server {
  const server = createServer(getRequestListener(fetch, { overrideGlobalObjects: false }));
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = REQUEST_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
}
