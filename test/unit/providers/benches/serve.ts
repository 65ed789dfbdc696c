import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fault } from '../world.js';

export interface Served {
  readonly address: string;
  fault: Fault | null;
  close(): Promise<void>;
}

export const sendJson = (response: ServerResponse, status: number, body: unknown, headers = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

/** A server on a free port of loopback, with the faults that any server can have. */
export async function serve(
  answer: (request: IncomingMessage, response: ServerResponse, body: string) => unknown,
  secrets: () => string,
): Promise<Served> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { fault } = served;
    const html = `<html><body>${secrets()}</body></html>`;
    if (fault === 'hang') return;
    if (fault === 'html') response.writeHead(200, { 'content-type': 'text/html' }).end(html);
    else if (fault === 'down') response.writeHead(502, { 'content-type': 'text/html' }).end(html);
    else if (fault === 'limited') sendJson(response, 429, { message: secrets() }, { 'retry-after': '60' });
    else if (fault === 'empty') response.writeHead(200).end();
    else answer(request, response, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const served: Served = {
    address: `http://127.0.0.1:${port}`,
    fault: null,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return served;
}
