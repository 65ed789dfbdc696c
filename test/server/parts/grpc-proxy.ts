import { once } from 'node:events';
import {
  type ClientHttp2Session,
  connect,
  createSecureServer,
  createServer,
  type IncomingHttpHeaders,
  type SecureServerOptions,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';

export interface GrpcProxy {
  readonly address: string;
  /** `package.Service/Method` of each call that came. */
  readonly called: ReadonlySet<string>;
  stop(): void;
}

/** See the gRPC specification's statuscodes.md. */
export const PERMISSION_DENIED = 7;
export const UNIMPLEMENTED = 12;
export const UNAUTHENTICATED = 16;

function forward(stream: ServerHttp2Stream, headers: Record<string, unknown>, target: ClientHttp2Session): void {
  const onward = target.request(headers as never);
  onward.on('response', (answer) => {
    if (stream.destroyed) return;
    // An error without a message has its status here, and no trailers.
    if (answer['grpc-status'] !== undefined) return stream.respond(answer, { endStream: true });
    stream.respond(answer, { waitForTrailers: true });
    onward.pipe(stream);
  });
  let trailers = {};
  onward.on('trailers', (sent) => {
    trailers = sent;
  });
  stream.on('wantTrailers', () => stream.sendTrailers(trailers));
  onward.on('error', () => stream.destroy());
  stream.on('error', () => onward.destroy());
  stream.on('close', () => onward.close());
  stream.pipe(onward);
}

/**
 * Stands before a Temporal.
 * @param refuse the status that a call is refused with; null lets it through
 * @param tls takes no connection without
 */
export async function startGrpcProxy(
  address: string,
  refuse: (method: string, headers: IncomingHttpHeaders) => number | null,
  tls: SecureServerOptions | null = null,
): Promise<GrpcProxy> {
  const called = new Set<string>();
  const target = connect(`http://${address}`);
  target.on('error', () => undefined);
  const server = tls === null ? createServer() : createSecureServer(tls);
  const sessions = new Set<{ destroy(): void }>();
  server.on('session', (session) => {
    session.on('error', () => undefined);
    sessions.add(session);
  });
  server.on('stream', (stream, headers) => {
    const method = String(headers[':path']).slice(1);
    called.add(method);
    const status = refuse(method, headers);
    if (status === null) return forward(stream, headers, target);
    stream.respond(
      { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': String(status) },
      { endStream: true },
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    called,
    stop() {
      server.close();
      for (const session of sessions) session.destroy();
      target.destroy();
    },
  };
}
