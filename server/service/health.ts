import type { AgentAuth } from '../../client/index.js';
import { type Remembered, remember } from '../../client/internal.js';
import { AgentAuthError, type ErrorCode } from '../../contract/errors/errors.js';

/** A look costs Temporal a workflow: one serves everybody who asks in this time. */
const FRESH_MS = 10_000;
/** Who asks whether a server is ready waits for seconds, not for as long as a call may take. */
const WITHIN_MS = 3_000;

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

const nothingIn = (ms: number): Promise<null> => new Promise((resolve) => setTimeout(resolve, ms, null).unref());

export interface Health {
  readiness(): Promise<Readiness>;
}

/**
 * Asks the vault who the server is: that goes through Temporal and a worker.
 * @param isTemporalThere asked where the vault takes longer than a probe waits
 */
export function health(own: Pick<AgentAuth, 'keys'>, isTemporalThere: () => Promise<boolean>): Health {
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
  return {
    async readiness() {
      const inTime = await Promise.race([seen.get(), nothingIn(WITHIN_MS)]);
      if (inTime !== null) return inTime.readiness;
      const temporal = await isTemporalThere();
      return { temporal, worker: null, vault: temporal ? false : null };
    },
  };
}
