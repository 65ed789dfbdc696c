import type { Client } from '@temporalio/client';
import { AgentAuthError } from '../../contract/errors/errors.js';

/** A workflow takes ten Updates in flight, from all processes. */
const UPDATES_OF_A_WORKFLOW = 4;
/** Vault calls of one process: more of them would only wait for each other at the worker, where their time runs. */
const VAULT_CALLS = 16;
/** Longest that a call waits for its turn. Milliseconds. */
const WAIT_MS = 60_000;

/** So many at a time, first come, first served. */
class Turns {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(readonly max: number) {}

  get isIdle(): boolean {
    return this.#running === 0;
  }

  /** @throws AgentAuthError `worker_unavailable` when its turn does not come in time: `work` has not begun */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.#take();
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // Who waits takes the place over, so that nobody comes in between.
      if (next) next();
      else this.#running -= 1;
    }
  }

  #take(): Promise<void> {
    if (this.#running < this.max) {
      this.#running += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(begin), 1);
        reject(new AgentAuthError('worker_unavailable'));
      }, WAIT_MS);
      this.#waiting.push(begin);
    });
  }
}

interface Lanes {
  readonly vault: Turns;
  readonly workflows: Map<string, Turns>;
}

const LANES = new WeakMap<Client, Lanes>();

/** All that use one Temporal client, whatever their access keys, queue together. */
function lanesOf(temporal: Client): Lanes {
  const known = LANES.get(temporal);
  if (known) return known;
  const lanes = { vault: new Turns(VAULT_CALLS), workflows: new Map<string, Turns>() };
  LANES.set(temporal, lanes);
  return lanes;
}

/** Makes a vault call when it is its turn. */
export const inVaultTurn = <T>(temporal: Client, call: () => Promise<T>): Promise<T> =>
  lanesOf(temporal).vault.run(call);

/** Sends an Update that is answered soon when it is its turn at the workflow. */
export async function inTurn<T>(temporal: Client, workflowId: string, update: () => Promise<T>): Promise<T> {
  const { workflows } = lanesOf(temporal);
  const turns = workflows.get(workflowId) ?? new Turns(UPDATES_OF_A_WORKFLOW);
  workflows.set(workflowId, turns);
  try {
    return await turns.run(update);
  } finally {
    if (turns.isIdle) workflows.delete(workflowId);
  }
}
