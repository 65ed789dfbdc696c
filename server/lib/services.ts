import type { AgentAuth } from '../../client/index.js';
import type { Log } from '../../worker/log.js';
import type { Browsers } from '../browsers/browsers.js';
import type { ServerConfig } from '../config.js';
import type { KeptAnswers } from '../kept-answers.js';
import type { Callers } from './callers.js';
import type { Health } from './health.js';
import type { InvocationTokens } from './invocation-token.js';
import type { RateLimit } from './rate-limit.js';
import type { Watches } from './watches.js';

/** What the handlers share. Nothing in it outlives the process. */
export interface Services {
  readonly config: ServerConfig;
  /** How clients and people reach the server, without a trailing slash. */
  readonly url: string;
  /** With the server's own access key. */
  readonly own: AgentAuth;
  readonly callers: Callers;
  readonly tokens: InvocationTokens;
  readonly watches: Watches;
  readonly answers: KeptAnswers;
  readonly browsers: Browsers;
  readonly health: Health;
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
