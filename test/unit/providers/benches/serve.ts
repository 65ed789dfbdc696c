import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { Fault } from '../world.js';

/** The faults that any server can have, and the codes that they are answered with. */
export const SERVER_FAULTS = {
  html: 'provider_answer_invalid',
  hang: 'provider_unavailable',
  down: 'provider_unavailable',
  empty: 'provider_answer_invalid',
  big: 'provider_answer_invalid',
  huge: 'provider_answer_invalid',
  redirect: 'provider_answer_invalid',
  limited: 'provider_rate_limited',
} as const satisfies Partial<Record<Fault, string>>;

/** Where the fault `redirect` leads to. Nobody asks there. */
const ELSEWHERE = '/elsewhere';

export interface Served {
  readonly address: string;
  fault: Fault | null;
  close(): Promise<void>;
}

export const sendJson = (response: ServerResponse, status: number, body: unknown, headers = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

function* withoutEnd() {
  const chunk = 'x'.repeat(1 << 20);
  for (let left = 200; left > 0; left -= 1) yield chunk;
}

/** A server on a free port of loopback, with the faults that any server can have. */
export async function serve(
  answer: (request: IncomingMessage, response: ServerResponse, body: string) => unknown,
  secrets: () => string,
): Promise<Served> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { fault } = served;
    if (request.url === ELSEWHERE) throw new Error('a redirect was followed');
    const html = `<html><body>${secrets()}</body></html>`;
    if (fault === 'hang') return;
    if (fault === 'html') response.writeHead(200, { 'content-type': 'text/html' }).end(html);
    else if (fault === 'down') response.writeHead(502, { 'content-type': 'text/html' }).end(html);
    else if (fault === 'limited') sendJson(response, 429, { message: secrets() }, { 'retry-after': '60' });
    else if (fault === 'empty') response.writeHead(200).end();
    else if (fault === 'redirect') response.writeHead(302, { location: ELSEWHERE }).end();
    else if (fault === 'big') response.writeHead(200).end(secrets().padEnd(10 << 20, ' x'));
    else if (fault === 'huge') Readable.from(withoutEnd()).pipe(response.writeHead(200));
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
