/** The HTTP side in a process of its own: `node server-process.js`. Stops on SIGTERM, and when the process that started it is gone. */
import { AgentAuthError } from '../contract/errors.js';
import { createLog } from '../worker/log.js';
import { readServerConfig } from './config.js';
import { runServer } from './run-server.js';

/** What the process tells its parent. */
export type ServerMessage =
  | { readonly event: 'ready'; readonly url: string; readonly port: number }
  | { readonly event: 'failed'; readonly error: ReturnType<AgentAuthError['toJSON']> };

const tell = (message: ServerMessage): void => void process.send?.(message);

async function main(): Promise<void> {
  const server = await runServer(readServerConfig(process.env), createLog());
  const stopped = new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
    process.once('disconnect', resolve);
  });
  tell({ event: 'ready', url: server.url, port: server.port });
  await stopped;
  await server.stop();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const known = error instanceof AgentAuthError ? error : new AgentAuthError('internal_error');
    tell({ event: 'failed', error: known.toJSON() });
    if (!process.send) process.stderr.write(`error: ${known.message} (${known.code})\n  ${known.next}\n`);
    process.exit(1);
  },
);
