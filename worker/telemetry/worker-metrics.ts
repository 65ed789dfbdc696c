import { Counter, Gauge, type Registry } from 'prom-client';
import type { Vault } from '../../activities/vault/types.js';
import { FLOW_ERRORS } from '../../contract/errors/errors.js';
import type { CloseInvocation } from '../../contract/steps.js';
import { processMetrics } from '../process-metrics.js';
import { cached } from './cached.js';

/** How long what was counted is good for another scrape. */
const FRESH_MS = 5_000;
/** A step that Temporal repeats closes a login again: so many are remembered as counted. */
const MAX_REMEMBERED = 1_000;

/** Ends without an error code. */
const PLAIN_ENDS = ['SUCCESS', 'CANCELED', 'EXPIRED'] as const;

export interface Measured {
  readonly vault: Pick<Vault, 'counts' | 'readEnd' | 'providerCalls'>;
  readonly maxPages: number;
  /** How many pages are open. */
  pagesInUse(): number;
  /** How many logins wait for a page of any worker. */
  queuedLogins(): Promise<number>;
}

export interface WorkerMetrics {
  readonly registry: Registry;
  /** Counts a login that this worker has closed, by what the vault says of its end. */
  loginClosed(input: CloseInvocation): Promise<void>;
}

function gauge(registry: Registry, name: string, help: string, measure: () => number | Promise<number>): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      // What can't be known now must not hide the rest.
      this.set(await Promise.resolve(measure()).catch(() => Number.NaN));
    },
  });
}

/** What a worker tells Prometheus. No label names a site, a person, or an account. */
export function workerMetrics({ vault, maxPages, pagesInUse, queuedLogins }: Measured): WorkerMetrics {
  const registry = processMetrics();
  const counts = cached(FRESH_MS, () => vault.counts());
  const queued = cached(FRESH_MS, queuedLogins);
  gauge(registry, 'agent_auth_pages_used', 'Pages that are open in this worker', pagesInUse);
  gauge(registry, 'agent_auth_pages_free', 'Pages that this worker could still open', () => maxPages - pagesInUse());
  gauge(registry, 'agent_auth_pages_queued', 'Logins that wait for a page, over all workers', queued);
  const waiting = 'Logins that wait for a person, over all workers';
  gauge(registry, 'agent_auth_people_waited_for', waiting, async () => (await counts()).waiting_for_person);
  const ending = 'Sessions that end within a day, over all workers';
  gauge(registry, 'agent_auth_sessions_ending', ending, async () => (await counts()).sessions_ending);

  new Counter({
    name: 'agent_auth_provider_calls_total',
    help: 'Calls of this worker to credential providers, by their type and what came of them',
    labelNames: ['provider_type', 'outcome'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { times, ...labels } of vault.providerCalls()) this.inc(labels, times);
    },
  });

  const ended = new Counter({
    name: 'agent_auth_logins_ended_total',
    help: 'Logins that this worker has closed, by how they ended',
    labelNames: ['code'],
    registers: [registry],
  });
  // A series that begins with its first event hides that event from rate().
  for (const code of [...PLAIN_ENDS, ...Object.keys(FLOW_ERRORS)]) ended.inc({ code }, 0);
  const counted = new Set<string>();
  return {
    registry,
    async loginClosed({ invocation_id, auth_agent_id }) {
      if (counted.has(invocation_id)) return;
      const end = await vault.readEnd({ invocation_id, auth_agent_id, run_id: null });
      if (end === null) return;
      counted.add(invocation_id);
      if (counted.size > MAX_REMEMBERED) counted.delete(counted.values().next().value as string);
      ended.inc({ code: end.error_code ?? end.status });
    },
  };
}
