import { join } from 'node:path';
import { z } from 'zod';
import { CIRCUIT, type CircuitLimits } from '../activities/vault/circuit-limits.js';
import type { PostgresVault } from '../activities/vault/index.js';
import { CEILINGS, type Ceilings } from '../activities/vault/submission.js';
import { defaultStateDir } from '../contract/machine/stack-file.js';
import { DEFAULT_TASK_QUEUE } from '../contract/names.js';
import { type Deployment, readDeployment } from './deployment.js';
import { count, type Environment, environmentError, readEnvironment, readTogether } from './read-environment.js';

const environment = z.object({
  AGENT_AUTH_STATE_DIR: z.string().min(1).optional(),
  AGENT_AUTH_DATABASE_URL: z.string().min(1).optional(),
  AGENT_AUTH_MASTER_KEY: z.string().min(1).optional(),
  AGENT_AUTH_MASTER_KEY_FILE: z.string().min(1).optional(),
  AGENT_AUTH_MIGRATE: z.enum(['on', 'off']).default('on'),
  AGENT_AUTH_TASK_QUEUE: z
    .string()
    .regex(/^[\w.-]{1,100}$/, { error: 'Expected up to 100 letters, digits, dots, dashes or underscores' })
    .default(DEFAULT_TASK_QUEUE),
  AGENT_AUTH_MAX_PAGES: count(1, 100).default(4),
  AGENT_AUTH_MAX_LOGINS_PER_SITE: count(1, 10_000).optional(),
  AGENT_AUTH_PAGE_IDLE_SECONDS: count(1, 86_400).default(60),
  AGENT_AUTH_MAX_CACHED_WORKFLOWS: count(10, 100_000).default(100),
  AGENT_AUTH_CDP_URL: z.url().optional(),
  AGENT_AUTH_RECIPES_DIR: z.string().min(1).optional(),
  AGENT_AUTH_ARTEFACTS: z.enum(['drawn', 'pixels']).default('drawn'),
  AGENT_AUTH_HEADED: z.enum(['0', '1']).default('0'),
  AGENT_AUTH_MAX_UNCLEAR_LOGINS: count(1, 100).default(CEILINGS.unclear),
  AGENT_AUTH_MAX_FAILED_LOGINS_PER_DAY: count(1, 1000).default(CEILINGS.daily),
  AGENT_AUTH_SITE_PAUSE_SECONDS: count(1, 7_200).default(CIRCUIT.first / 1000),
  AGENT_AUTH_DRAIN_SECONDS: count(1, 3600).default(20),
  AGENT_AUTH_WEBHOOK_REACH: z.enum(['public', 'loopback', 'private']).default('public'),
  AGENT_AUTH_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  AGENT_AUTH_WORKER_HOST: z.string().min(1).default('127.0.0.1'),
  AGENT_AUTH_WORKER_PORT: count(0, 65_535).optional(),
});

/** Settings of a worker. Read from the environment, because a process list shows command lines. */
export interface WorkerConfig {
  readonly stateDir: string;
  /** Where the vault is, unless it is in the state folder. */
  readonly postgres: PostgresVault | undefined;
  /** Prefix of the task queues. */
  readonly taskQueue: string;
  /** How many logins may hold a page at the same time. */
  readonly maxPages: number;
  /** How many logins may be on a site at the same time, over all workers. */
  readonly loginsPerSite: number;
  readonly pageIdleSeconds: number;
  readonly maxCachedWorkflows: number;
  /** A browser that runs elsewhere, instead of one of our own. */
  readonly cdpUrl: string | null;
  readonly headed: boolean;
  /** Whether pages where logins fail are photographed too, for an admin key. */
  readonly pixels: boolean;
  /** How many logins an account may take. */
  readonly ceilings: Ceilings;
  /** When agents leave a site in trouble alone. */
  readonly circuit: CircuitLimits;
  /** Folder of recipes. One that was set explicitly must exist. */
  readonly recipes: { readonly folder: string; readonly required: boolean };
  /** How long logins may go on when the worker is told to stop, in ms. */
  readonly drainMs: number;
  /** What webhooks may reach besides the public internet. */
  readonly webhookReach: 'public' | 'loopback' | 'private';
  /** Where people reach the hosted page, without a trailing slash; null: as the stack of the state folder says. */
  readonly publicUrl: string | null;
  /** Where it says how it is; null: nowhere. */
  readonly port: { readonly host: string; readonly port: number } | null;
  /** For Worker Versioning; null: off. */
  readonly deployment: Deployment | null;
}

/** A master key of a state folder is in that folder, and nowhere else. */
function postgresOf(data: z.output<typeof environment>): PostgresVault | undefined {
  const { AGENT_AUTH_DATABASE_URL: url, AGENT_AUTH_MASTER_KEY: text, AGENT_AUTH_MASTER_KEY_FILE: file } = data;
  const problem =
    text !== undefined && file !== undefined
      ? 'Give one of the two'
      : url === undefined
        ? 'Only with AGENT_AUTH_DATABASE_URL'
        : null;
  const given = { AGENT_AUTH_MASTER_KEY: text, AGENT_AUTH_MASTER_KEY_FILE: file };
  const faults = Object.entries(given).flatMap(([variable, value]) =>
    value === undefined || problem === null ? [] : [{ variable, problem }],
  );
  if (faults.length > 0) throw environmentError(faults);
  if (url === undefined) return undefined;
  const source = text === undefined ? file && { file } : { text };
  return { url, migrate: data.AGENT_AUTH_MIGRATE === 'on', ...(source ? { masterKey: source } : {}) };
}

/** @throws AgentAuthError `invalid_input`, naming the variables */
export function readConfig(env: Environment): WorkerConfig {
  const { data, deployment } = readTogether({
    data: () => readEnvironment(environment, env),
    deployment: () => readDeployment(env),
  });
  const stateDir = data.AGENT_AUTH_STATE_DIR ?? defaultStateDir(env);
  const recipesDir = data.AGENT_AUTH_RECIPES_DIR;
  return {
    stateDir,
    postgres: postgresOf(data),
    taskQueue: data.AGENT_AUTH_TASK_QUEUE,
    maxPages: data.AGENT_AUTH_MAX_PAGES,
    loginsPerSite: data.AGENT_AUTH_MAX_LOGINS_PER_SITE ?? data.AGENT_AUTH_MAX_PAGES,
    pageIdleSeconds: data.AGENT_AUTH_PAGE_IDLE_SECONDS,
    maxCachedWorkflows: data.AGENT_AUTH_MAX_CACHED_WORKFLOWS,
    cdpUrl: data.AGENT_AUTH_CDP_URL ?? null,
    headed: data.AGENT_AUTH_HEADED === '1',
    pixels: data.AGENT_AUTH_ARTEFACTS === 'pixels',
    ceilings: {
      unclear: data.AGENT_AUTH_MAX_UNCLEAR_LOGINS,
      daily: data.AGENT_AUTH_MAX_FAILED_LOGINS_PER_DAY,
    },
    circuit: { ...CIRCUIT, first: data.AGENT_AUTH_SITE_PAUSE_SECONDS * 1000 },
    recipes: { folder: recipesDir ?? join(stateDir, 'recipes'), required: recipesDir !== undefined },
    drainMs: data.AGENT_AUTH_DRAIN_SECONDS * 1000,
    webhookReach: data.AGENT_AUTH_WEBHOOK_REACH,
    publicUrl: data.AGENT_AUTH_PUBLIC_URL?.replace(/\/$/, '') ?? null,
    port:
      data.AGENT_AUTH_WORKER_PORT === undefined
        ? null
        : { host: data.AGENT_AUTH_WORKER_HOST, port: data.AGENT_AUTH_WORKER_PORT },
    deployment,
  };
}
