import type { Worker } from '@temporalio/worker';

/** What takes work that any worker of the vault could do: workflows with their vault calls, and logins that have no page yet. */
export interface Takers {
  readonly main: Worker;
  readonly browsers: Worker;
}

/** Takers that may leave the work to others for a while. */
export interface Taking {
  readonly isTaking: boolean;
  /** Leaves it to others. @returns when what was taken has ended */
  leave(): Promise<void>;
  /** Takes work again. @throws what the making throws */
  takeAgain(): Promise<void>;
  /** Takes no more logins for good. @returns when those that were opened are open */
  endOpening(): Promise<void>;
  /** Takes nothing more for good. */
  end(): Promise<void>;
  /** Settles after `end`; rejects when Temporal gave up on one of them. */
  readonly done: Promise<void>;
}

interface Running extends Takers {
  /** When each has stopped, however it did. */
  readonly opened: Promise<unknown>;
  readonly ended: Promise<unknown>;
}

export const shutDown = (worker: Worker): void => {
  if (worker.getState() === 'RUNNING') worker.shutdown();
};

/** @param make for each time that work is taken again: a worker runs once */
export function startTaking(first: Takers, make: () => Promise<Takers>): Taking {
  let settle: { resolve(): void; reject(error: unknown): void };
  const done = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  done.catch(() => undefined);
  const run = (takers: Takers): Running => {
    const [opened, ended] = [takers.browsers.run(), takers.main.run()];
    for (const each of [opened, ended]) each.catch((error: unknown) => settle.reject(error));
    return { ...takers, opened: opened.catch(() => undefined), ended: ended.catch(() => undefined) };
  };
  let running: Running | null = run(first);
  let isEnding = false;
  /** One change after the other. */
  let changed: Promise<unknown> = Promise.resolve();
  const inTurn = (change: () => Promise<unknown>): Promise<void> => {
    const made = changed.then(change).then(() => undefined);
    changed = made.catch(() => undefined);
    return made;
  };
  return {
    done,
    get isTaking() {
      return running?.main.getState() === 'RUNNING';
    },
    leave: () =>
      inTurn(async () => {
        const left = running;
        if (left === null || isEnding) return;
        running = null;
        shutDown(left.browsers);
        shutDown(left.main);
        await Promise.all([left.opened, left.ended]);
      }),
    takeAgain: () =>
      inTurn(async () => {
        if (running === null && !isEnding) running = run(await make());
      }),
    endOpening: () => {
      isEnding = true;
      return inTurn(async () => {
        if (running === null) return;
        shutDown(running.browsers);
        await running.opened;
      });
    },
    end: () =>
      inTurn(async () => {
        if (running !== null) {
          shutDown(running.main);
          await running.ended;
        }
        settle.resolve();
      }),
  };
}
