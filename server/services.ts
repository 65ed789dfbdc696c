import type { AgentAuth } from '../client/index.js';
import { callerOf, isServerThere } from '../client/internal.js';
import type { Log } from '../worker/log.js';
import { Callers } from './access/callers.js';
import { LinkHolders } from './access/link-holders.js';
import { RateLimit } from './access/rate-limit.js';
import type { Browsers } from './browsers/browsers.js';
import type { ServerConfig } from './config.js';
import { KeptAnswers } from './invocations/kept-answers.js';
import { type InvocationTokens, invocationTokens } from './invocations/token.js';
import { Watches } from './invocations/watches.js';
import { type Health, health } from './service/health.js';
import { type ServerMetrics, serverMetrics } from './service/metrics.js';

/** Keys and codes that were not taken, by address and minute. */
const FAILURES_PER_MINUTE = 120;

/** What the handlers share. Nothing in it outlives the process. */
export interface Services {
  readonly config: ServerConfig;
  /** How clients and people reach the server, without a trailing slash. */
  readonly url: string;
  /** With the server's own access key. */
  readonly own: AgentAuth;
  readonly callers: Callers;
  readonly links: LinkHolders;
  readonly tokens: InvocationTokens;
  readonly watches: Watches;
  readonly answers: KeptAnswers;
  readonly browsers: Browsers;
  readonly health: Health;
  readonly metrics: ServerMetrics;
  readonly limits: {
    /** By access key or link. */
    readonly requests: RateLimit;
    /** By address: keys and codes that were not taken. */
    readonly failures: RateLimit;
  };
  readonly log: Log;
  /** Aborted when the server stops: streams end and tell their readers to come back. */
  readonly stopping: AbortSignal;
}

export interface ServicesOptions extends Pick<Services, 'config' | 'url' | 'own' | 'browsers' | 'log' | 'stopping'> {
  /** The server's own. */
  readonly accessKey: string;
}

export function createServices({ accessKey, ...given }: ServicesOptions): Services {
  const { own, config } = given;
  return {
    ...given,
    callers: new Callers(own, accessKey),
    links: new LinkHolders(own),
    tokens: invocationTokens(accessKey),
    watches: new Watches(own),
    answers: new KeptAnswers(),
    health: health(own, () => isServerThere(callerOf(own).temporal)),
    metrics: serverMetrics(),
    limits: { requests: new RateLimit(config.requestsPerMinute), failures: new RateLimit(FAILURES_PER_MINUTE) },
  };
}
