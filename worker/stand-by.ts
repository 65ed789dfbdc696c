import type { Log } from './log.js';
import type { Taking } from './taking.js';

const LOOK_MS = 5_000;
/** So often in a row: a server that restarts is waited for. */
const MISSES = 2;
/** So often others are asked at once, while this worker may be given the question itself. */
const QUESTIONS = 4;

export interface StandBy {
  /** Whether this worker reaches the vault's database now. */
  isVaultThere(): Promise<boolean>;
  /** Whether any worker answers for the vault. @param times so often is asked at once */
  someoneAnswers(times: number): Promise<boolean>;
  readonly taking: Pick<Taking, 'isTaking' | 'leave' | 'takeAgain'>;
  readonly log: Log;
}

/**
 * A worker that does not reach the database while others do leaves the work to them until it does. Where nobody does, whoever asks is to hear what is wrong
 * (`vault_unavailable`), and not that there is no worker.
 * @returns ends it
 */
export function standBy({ isVaultThere, someoneAnswers, taking, log }: StandBy): () => void {
  let misses = 0;
  let isLooking = false;
  const takeAgain = async (why: string): Promise<void> => {
    if (taking.isTaking) return;
    await taking.takeAgain();
    log.warn(why);
  };
  const look = async (): Promise<void> => {
    if (await isVaultThere()) {
      misses = 0;
      return takeAgain('the database is back: this worker takes work again');
    }
    misses += 1;
    if (misses < MISSES) return;
    if (!(await someoneAnswers(taking.isTaking ? QUESTIONS : 1)))
      return takeAgain('no other worker reaches the database either: this one answers again, and says so');
    if (!taking.isTaking) return;
    log.error('this worker does not reach the database, and others do: it leaves the work to them until it does');
    // What was taken may take a while to end.
    void taking.leave();
  };
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    look()
      .catch(() => undefined)
      .finally(() => {
        isLooking = false;
      });
  }, LOOK_MS);
  return () => clearInterval(timer);
}
