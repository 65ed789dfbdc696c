/** What webhooks are sent to. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Received {
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What the receiver does with a message: a status to answer, an address to redirect to, or nothing at all. */
export type Answer = number | { readonly redirect: string } | 'hangs';

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** A receiver on loopback, which the test ends. */
export async function startReceiver(answerTo: (received: Received, count: number) => Answer = () => 204) {
  const received: Received[] = [];
  let waiting: (() => void)[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const body = await bodyOf(incoming);
    const { type, data } = body === '' ? {} : JSON.parse(body);
    const headers = incoming.headers as Record<string, string>;
    const message = { headers, body, id: headers['webhook-id'] ?? '', type, data };
    received.push(message);
    const answer = answerTo(message, received.length);
    if (typeof answer === 'number') outgoing.writeHead(answer).end('a body');
    else if (answer !== 'hangs') outgoing.writeHead(307, { location: answer.redirect }).end();
    for (const wake of waiting) wake();
    waiting = [];
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    received,
    /** Waits until so many have come that a test looks for. */
    async until(isThere: (received: readonly Received[]) => boolean): Promise<void> {
      while (!isThere(received)) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}
