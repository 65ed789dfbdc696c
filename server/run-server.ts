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
import { KeptAnswers } from './kept-answers.js';
import { Callers } from './lib/callers.js';
import { health } from './lib/health.js';
import { invocationTokens } from './lib/invocation-token.js';
import { RateLimit } from './lib/rate-limit.js';
import type { Services } from './lib/services.js';
import { Watches } from './lib/watches.js';
import { withinMs } from './lib/within-ms.js';
import { createHttpServer, listen } from './listen.js';

/** Keys and codes that were not taken, by address and minute. */
const FAILURES_PER_MINUTE = 120;
/** What is in flight may take this long when the server stops. Milliseconds. */
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

/**
 * Runs the HTTP side until it is stopped.
 * @throws AgentAuthError `temporal_unavailable`, `unauthorized`
 */
export async function runServer(config: ServerConfig, log: Log): Promise<RunningServer> {
  const accessKey = await ownAccessKey(config);
  await sweepBrowserFolders(config.stateDir);
  const stopping = new AbortController();
  const browsers = new Browsers(config.stateDir, config.maxBrowsers, log);
  const server = createHttpServer((request, env) => app.fetch(request, env));
  server.on('upgrade', debuggerTunnel(browsers));
  const listening = await listen(server, config.host, config.port);
  const url = config.publicUrl ?? listening.url;
  const own = await AgentAuth.connect({ state_dir: config.stateDir, access_key: accessKey, http_url: url });
  const watches = new Watches(own);
  const services: Services = {
    config,
    url,
    own,
    callers: new Callers(own, accessKey),
    tokens: invocationTokens(accessKey),
    watches,
    answers: new KeptAnswers(),
    browsers,
    health: health(own),
    limits: { requests: new RateLimit(config.requestsPerMinute), failures: new RateLimit(FAILURES_PER_MINUTE) },
    log,
    stopping: stopping.signal,
  };
  const app = createApp(services);
  return {
    url,
    port: listening.port,
    async stop() {
      stopping.abort();
      await Promise.all([close(server), withinMs(browsers.endAll(), DRAIN_MS)]);
      watches.end();
      await own.close();
    },
  };
}
