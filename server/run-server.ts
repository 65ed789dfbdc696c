import type { Server } from 'node:http';
import { AgentAuth } from '../client/index.js';
import { hasCode } from '../client/internal.js';
import { sweepHeldFolders } from '../worker/held-folder.js';
import { listenAt, listenNear } from '../worker/listen.js';
import type { Log } from '../worker/log.js';
import { createApp } from './app.js';
import { Browsers } from './browsers/browsers.js';
import { debuggerTunnel } from './browsers/debugger-tunnel.js';
import { browserFolders } from './browsers/launch.js';
import type { ServerConfig } from './config.js';
import { createHttpServer } from './http/http-server.js';
import { ownAccessKey } from './own-access-key.js';
import { createServices } from './services.js';
import { withinMs } from './within-ms.js';

const LET_GO_MS = 50;
/** How long the start waits for the vault. Milliseconds. */
const VAULT_MS = 5_000;

export interface RunningServer {
  /** How clients and people reach it. */
  readonly url: string;
  /** Where it listens. */
  readonly port: number;
  /**
   * Refuses a vault that does not know the server's key. Where none answers soon, one may come later.
   * @throws AgentAuthError `untrusted_vault`, `unauthorized`
   */
  checkVault(): Promise<void>;
  /** Lets requests in flight end, tells streams to come back, ends the browsers. */
  stop(): Promise<void>;
}

/** Takes no new request, and closes each connection as soon as its last request is answered. */
async function close(server: Server, drainMs: number): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  const letGo = setInterval(() => server.closeIdleConnections(), LET_GO_MS);
  await withinMs(closed, drainMs);
  clearInterval(letGo);
  server.closeAllConnections();
}

async function checkVault({ keys }: AgentAuth): Promise<void> {
  const check = keys.check().catch((error: unknown) => {
    if (hasCode(error, 'untrusted_vault', 'unauthorized')) throw error;
  });
  await withinMs(check, VAULT_MS);
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
  const accessKey = await ownAccessKey(process.env, config.stateDir);
  await sweepHeldFolders(browserFolders(config.stateDir), '');
  const browsers = new Browsers(config.stateDir, config.maxBrowsers, log);
  const { app, finish } = appToCome();
  const server = createHttpServer(async (request, env) => (await app).fetch(request, env));
  server.on('upgrade', debuggerTunnel(browsers, config));
  const listening = await (config.exactPort ? listenAt : listenNear)(server, config);
  try {
    const url = config.publicUrl ?? listening.url;
    const own = await AgentAuth.connect({ state_dir: config.stateDir, access_key: accessKey, http_url: url });
    const stopping = new AbortController();
    const services = createServices({ config, url, own, accessKey, browsers, log, stopping: stopping.signal });
    finish(createApp(services));
    return {
      url,
      port: listening.port,
      checkVault: () => checkVault(own),
      async stop() {
        stopping.abort();
        await Promise.all([close(server, config.drainMs), withinMs(browsers.endAll(), config.drainMs)]);
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
