import type { Server } from 'node:http';
import { AgentAuth } from '../client/index.js';
import { accessKeyFrom } from '../client/internal.js';
import { accessKeyPath } from '../contract/stack-file.js';
import type { Log } from '../worker/log.js';
import { createApp } from './app.js';
import { Browsers } from './browsers/browsers.js';
import { debuggerTunnel } from './browsers/debugger-tunnel.js';
import { sweepBrowserFolders } from './browsers/folders.js';
import type { ServerConfig } from './config.js';
import { createHttpServer, listen } from './http/listen.js';
import { createServices } from './services.js';
import { withinMs } from './within-ms.js';

/** How long requests in flight may take when the server stops. Milliseconds. */
const DRAIN_MS = 3_500;
const LET_GO_MS = 50;

export interface RunningServer {
  /** How clients and people reach it. */
  readonly url: string;
  /** Where it listens. */
  readonly port: number;
  /** Lets requests in flight end, tells streams to come back, ends the browsers. */
  stop(): Promise<void>;
}

/** The server's own access key: the environment's, else the state folder's. */
const ownAccessKey = async ({ stateDir }: ServerConfig): Promise<string> => {
  const { AGENT_AUTH_ACCESS_KEY: text, AGENT_AUTH_ACCESS_KEY_FILE: file } = process.env;
  return (await accessKeyFrom({ text, files: [file ?? accessKeyPath(stateDir)] })()).text;
};

/** Takes no new request, and lets go of each connection as soon as its last one is answered. */
async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  const letGo = setInterval(() => server.closeIdleConnections(), LET_GO_MS);
  await withinMs(closed, DRAIN_MS);
  clearInterval(letGo);
  server.closeAllConnections();
}

/** The application. It is made after the server listens, because many answers contain its address. Earlier requests wait for it. */
function appToCome() {
  let finish: (app: ReturnType<typeof createApp>) => void = () => undefined;
  const app = new Promise<ReturnType<typeof createApp>>((resolve) => {
    finish = resolve;
  });
  return { app, finish };
}

/**
 * Runs the HTTP side until it is stopped.
 * @throws AgentAuthError `temporal_unavailable`, `unauthorized`
 */
export async function runServer(config: ServerConfig, log: Log): Promise<RunningServer> {
  const accessKey = await ownAccessKey(config);
  await sweepBrowserFolders(config.stateDir);
  const browsers = new Browsers(config.stateDir, config.maxBrowsers, log);
  const { app, finish } = appToCome();
  const server = createHttpServer(async (request, env) => (await app).fetch(request, env));
  server.on('upgrade', debuggerTunnel(browsers, config));
  const listening = await listen(server, config.host, config.port);
  try {
    const url = config.publicUrl ?? listening.url;
    const own = await AgentAuth.connect({ state_dir: config.stateDir, access_key: accessKey, http_url: url });
    const stopping = new AbortController();
    const services = createServices({ config, url, own, accessKey, browsers, log, stopping: stopping.signal });
    finish(createApp(services));
    return {
      url,
      port: listening.port,
      async stop() {
        stopping.abort();
        await Promise.all([close(server), withinMs(browsers.endAll(), DRAIN_MS)]);
        services.watches.end();
        await own.close();
      },
    };
  } catch (error) {
    server.close();
    server.closeAllConnections();
    throw error;
  }
}
