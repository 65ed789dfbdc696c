import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

export interface UiProxy {
  readonly url: string;
  stop(): Promise<void>;
}

/** Headers for one connection only, which a proxy must not forward (RFC 9110 section 7.6.1). */
const HOP_BY_HOP = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'];

/**
 * Whether a request comes from the UI's own page or from somebody who typed its address. A page of another site shows in `Origin` or
 * `Sec-Fetch-Site`; one whose name was made to resolve to this machine (DNS rebinding) shows in `Host`.
 */
function isOwnRequest({ headers, url = '' }: Pick<IncomingMessage, 'headers' | 'url'>, port: number): boolean {
  const { host = '', origin, 'sec-fetch-site': site } = headers;
  const named = [`127.0.0.1:${port}`, `localhost:${port}`].includes(host);
  const ownOrigin = origin === undefined || origin === `http://${host}`;
  const ownSite = site === undefined || site === 'same-origin' || site === 'none';
  return named && ownOrigin && ownSite && url.startsWith('/');
}

function forward(from: IncomingMessage, answer: ServerResponse, target: number): void {
  const headers: IncomingHttpHeaders = { ...from.headers, host: `127.0.0.1:${target}` };
  for (const name of HOP_BY_HOP) delete headers[name];
  const onward = request({ host: '127.0.0.1', port: target, method: from.method, path: from.url, headers });
  onward.on('response', (response) => {
    const answered = { ...response.headers };
    for (const name of HOP_BY_HOP) delete answered[name];
    answer.writeHead(response.statusCode ?? 502, answered);
    response.pipe(answer);
    response.once('error', () => answer.destroy());
  });
  onward.once('error', () => {
    if (answer.headersSent) answer.destroy();
    else answer.writeHead(502, { 'Content-Type': 'text/plain' }).end("Temporal's UI does not answer.\n");
  });
  answer.once('close', () => onward.destroy());
  from.pipe(onward);
}

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });

/**
 * Serves Temporal's Web UI on loopback to its own pages only: the UI itself checks neither `Host` nor `Origin`.
 * @param wanted port that is tried first; any other when it is taken
 * @param target port where the UI listens now
 */
export async function serveUi(wanted: number, target: () => number): Promise<UiProxy> {
  const server = createServer((from, answer) => {
    if (isOwnRequest(from, port)) forward(from, answer, target());
    else
      answer
        .writeHead(403, { 'Content-Type': 'text/plain' })
        .end('Open the address that `agent-auth up --ui` prints.\n');
  });
  const port = await listen(server, wanted).catch(() => listen(server, 0));
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
