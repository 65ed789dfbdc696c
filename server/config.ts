import { z } from 'zod';
import { defaultStateDir } from '../contract/machine/stack-file.js';
import { count, type Environment, readEnvironment } from '../worker/read-environment.js';

const environment = z.object({
  AGENT_AUTH_STATE_DIR: z.string().min(1).optional(),
  AGENT_AUTH_HTTP_HOST: z.string().min(1).default('127.0.0.1'),
  AGENT_AUTH_HTTP_PORT: count(0, 65_535).default(7400),
  AGENT_AUTH_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  AGENT_AUTH_RETURN_URLS: z.string().default(''),
  AGENT_AUTH_HTTP_REQUESTS_PER_MINUTE: count(1, 1_000_000).default(12_000),
  AGENT_AUTH_MAX_BROWSERS: count(0, 100).default(4),
  AGENT_AUTH_DRAIN_SECONDS: count(1, 3600).default(3.5),
});

/** How the HTTP server is set up. From the environment, so that a process list shows nothing. */
export interface ServerConfig {
  readonly stateDir: string;
  readonly host: string;
  readonly port: number;
  /** Whether no other port will do where that one is taken. */
  readonly exactPort: boolean;
  /** Where people and clients reach the server, without a trailing slash; null: as it listens. */
  readonly publicUrl: string | null;
  /** Origins that the hosted page may send people back to. */
  readonly returnUrls: readonly string[];
  /** For each access key, and for each link. */
  readonly requestsPerMinute: number;
  readonly maxBrowsers: number;
  /** How long requests in flight may take when the server is told to stop, in ms. */
  readonly drainMs: number;
}

/** @throws AgentAuthError `invalid_input`, naming the variables */
export function readServerConfig(env: Environment): ServerConfig {
  const data = readEnvironment(environment, env);
  return {
    stateDir: data.AGENT_AUTH_STATE_DIR ?? defaultStateDir(env),
    host: data.AGENT_AUTH_HTTP_HOST,
    port: data.AGENT_AUTH_HTTP_PORT,
    exactPort: false,
    publicUrl: data.AGENT_AUTH_PUBLIC_URL?.replace(/\/$/, '') ?? null,
    returnUrls: data.AGENT_AUTH_RETURN_URLS.split(/[\s,]+/).filter((url) => url !== ''),
    requestsPerMinute: data.AGENT_AUTH_HTTP_REQUESTS_PER_MINUTE,
    maxBrowsers: data.AGENT_AUTH_MAX_BROWSERS,
    drainMs: data.AGENT_AUTH_DRAIN_SECONDS * 1000,
  };
}
