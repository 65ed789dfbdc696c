import type { AgentAuth } from '../../client/index.js';
import { type Remembered, remember } from '../../client/internal.js';
import { AgentAuthError, type ErrorCode } from '../../contract/errors/errors.js';

/** A look costs Temporal a workflow: one serves everybody who asks in this time. */
const FRESH_MS = 10_000;

/** Whether a part answers; null where another one that is needed to ask it does not. */
export interface Readiness {
  readonly temporal: boolean;
  readonly worker: boolean | null;
  readonly vault: boolean | null;
}

const NO_TEMPORAL: ReadonlySet<ErrorCode> = new Set([
  'temporal_unavailable',
  'temporal_forbidden',
  'namespace_not_found',
]);

const readinessOf = (code: ErrorCode): Readiness => {
  if (NO_TEMPORAL.has(code)) return { temporal: false, worker: null, vault: null };
  if (code === 'worker_unavailable') return { temporal: true, worker: false, vault: null };
  return { temporal: true, worker: true, vault: false };
};

export interface Health {
  readiness(): Promise<Readiness>;
}

/** Asks the vault who the server is: that goes through Temporal and a worker. */
export function health(own: AgentAuth): Health {
  const look = async (): Promise<{ readonly readiness: Readiness; readonly at: number }> => {
    try {
      await own.keys.check();
      return { readiness: { temporal: true, worker: true, vault: true }, at: Date.now() };
    } catch (error) {
      const code = error instanceof AgentAuthError ? error.code : 'internal_error';
      return { readiness: readinessOf(code), at: Date.now() };
    }
  };
  const seen: Remembered<Awaited<ReturnType<typeof look>>> = remember(look, ({ at }) => Date.now() - at < FRESH_MS);
  return { readiness: async () => (await seen.get()).readiness };
}
