import type { Vault } from '../activities/vault/types.js';
import { AgentAuthError } from '../contract/errors/errors.js';
import { hasCode } from '../contract/errors/has-code.js';
import type { Log } from './log.js';

const MINUTE_MS = 60_000;
/** What a sweep says of a database that is not the vault any more, or not one that this worker can open. */
const GONE = ['state_dir_moved', 'vault_copied', 'copy_unfinished', 'vault_not_found', 'master_key_mismatch'] as const;

export interface EachMinute {
  readonly vault: Pick<Vault, 'sweep' | 'askComparison'>;
  readonly log: Log;
  /** Tells agents what they have yet to hear: whoever was to do it may have died. */
  tellChanges(): Promise<void>;
  /** Looks at the sessions whose time it is. */
  checkSessions(): Promise<void>;
  /** Compares the vault with Temporal, whose records may be lost. */
  compareTemporal(): Promise<void>;
  /** Whether workers of another vault serve the task queue. */
  isQueueShared(): Promise<boolean>;
  /** The worker can't go on: its database is not the vault any more, or is under another master key. */
  stop(error: AgentAuthError): void;
}

export interface Rounds {
  /** As the last round saw it. */
  readonly isQueueShared: boolean;
  end(): void;
}

const isGone = (error: unknown): error is AgentAuthError => GONE.some((code) => hasCode(error, code));

/** Looks after a worker: sweeps the vault, and looks who else serves the task queue. */
export function eachMinute(parts: EachMinute): Rounds {
  const { vault, log, isQueueShared, stop } = parts;
  let shared = false;
  let owesComparison = false;
  const sweep = async (): Promise<void> => {
    try {
      await vault.sweep();
    } catch (error) {
      if (hasCode(error, 'vault_went_back')) {
        log.error({ error_code: error.code }, `${error.message} ${error.next}`);
        owesComparison = true;
      } else if (!isGone(error)) log.error('sweeping dead keys failed; it is tried again in a minute');
      else {
        log.error({ error_code: error.code }, error.message);
        stop(error);
      }
    }
  };
  /** A database that has just gone back may be away for a while. */
  const askComparison = async (): Promise<void> => {
    if (!owesComparison) return;
    await vault.askComparison('all and tell');
    owesComparison = false;
  };
  const look = async (): Promise<void> => {
    shared = await isQueueShared().catch(() => shared);
    const { code: error_code, message } = new AgentAuthError('task_queue_taken');
    if (shared) log.error({ error_code }, message);
  };
  const quietly = (work: Promise<void>): Promise<void> => work.catch(() => undefined);
  /** What works on the vault follows the look whether it is still the same. */
  const workOnVault = async (): Promise<void> => {
    await sweep();
    await quietly(askComparison());
    await Promise.all([parts.tellChanges(), parts.checkSessions(), parts.compareTemporal()].map(quietly));
  };
  const timer = setInterval(() => void Promise.all([workOnVault(), look()]), MINUTE_MS);
  return {
    get isQueueShared() {
      return shared;
    },
    end: () => clearInterval(timer),
  };
}
