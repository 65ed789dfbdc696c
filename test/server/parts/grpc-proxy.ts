import { once } from 'node:events';
import { type ClientHttp2Session, connect, createServer, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';

export interface GrpcProxy {
  readonly address: string;
  /** `package.Service/Method` of each call that came. */
  readonly called: ReadonlySet<string>;
  stop(): void;
}

/** `UNIMPLEMENTED`, see the gRPC specification's statuscodes.md. */
const UNIMPLEMENTED = '12';

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

/** Stands before a Temporal and lets through what `mayCall` allows: any other call is one that this server does not have. */
export async function startGrpcProxy(address: string, mayCall: (method: string) => boolean): Promise<GrpcProxy> {
  const called = new Set<string>();
  const target = connect(`http://${address}`);
  target.on('error', () => undefined);
  const server = createServer();
  const sessions = new Set<{ destroy(): void }>();
  server.on('session', (session) => sessions.add(session));
  server.on('stream', (stream, headers) => {
    const method = String(headers[':path']).slice(1);
    called.add(method);
    if (mayCall(method)) return forward(stream, headers, target);
    stream.respond(
      { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': UNIMPLEMENTED },
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
