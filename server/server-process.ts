/** The HTTP side in a process of its own: `node server-process.js`. Stops on SIGTERM, and when the process that started it is gone. */
import { createLog } from '../worker/log.js';
import { runPart } from '../worker/part-process.js';
import { readServerConfig } from './config.js';
import { runServer } from './run-server.js';

runPart<{ readonly url: string; readonly port: number }>(async (ready) => {
  const server = await runServer(readServerConfig(process.env), createLog());
  await ready({ url: server.url, port: server.port });
  await server.stop();
});
