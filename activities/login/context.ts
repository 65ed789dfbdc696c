import { setMaxListeners } from 'node:events';
import type { TraceEntry } from '../../contract/invocation/trace.js';
import type { Recipe } from '../../contract/recipes/recipe.js';
import type { LoginRef } from '../../contract/steps.js';
import { type Pages, SafeError } from '../browser/index.js';
import type { LoginVault } from '../vault/types.js';
import type { Logins } from './login.js';

/** Why a step is to stop: somebody cancelled it, its worker stops, or its time is over. */
export type AbortReason = 'cancel' | 'shutdown' | 'time_out';

/** What Temporal offers a running activity. */
export interface ActivityHooks {
  /** Sends a heartbeat, without details: those would go to history. */
  heartbeat(): void;
  /** Aborts when the activity is to stop. */
  readonly signal: AbortSignal;
  /** Why the signal has aborted. */
  abortReason(): AbortReason;
}

/** How long things may take, in ms. */
export interface Timeouts {
  /** Until the first page must have come. */
  readonly openMs: number;
  /** Until a page must have come to rest. */
  readonly settleMs: number;
  /** Until something must have happened after a submit. */
  readonly signMs: number;
  /** How long a quiet page is watched when it is unclear what it means. */
  readonly undecidedMs: number;
  /** How long we wait for a page that says it will continue by itself. */
  readonly movingMs: number;
  /** How often a page that uses a profile says so. */
  readonly holdMs: number;
}
export const TIMEOUTS: Timeouts = {
  openMs: 30_000,
  settleMs: 10_000,
  signMs: 1_500,
  undecidedMs: 3_000,
  movingMs: 30_000,
  holdMs: 5_000,
};

export interface LoginOptions {
  readonly vault: LoginVault;
  readonly pages: Pages;
  /** The queue of this worker's pages. */
  readonly taskQueue: string;
  /** Folder for artefacts of failed logins; created by the first one. */
  readonly artefactDir: string;
  /** Whether pictures of pages are taken, values and all, for an admin key. @default false */
  readonly pixels?: boolean;
  /** Hooks of the activity that runs now. */
  readonly activity: () => ActivityHooks;
  /** Ms since the epoch. @default Date.now */
  readonly clock?: () => number;
  /** @default TIMEOUTS */
  readonly timeouts?: Timeouts;
  /** How to log in to some sites, as their operator wrote it. @default none */
  readonly recipes?: readonly Recipe[];
}

/** What all steps of a worker share. */
export interface LoginRoom extends Required<LoginOptions> {
  readonly logins: Logins;
}

/** With what is not given as it is by default. */
export const roomOf = (options: LoginOptions): LoginRoom => ({
  clock: Date.now,
  timeouts: TIMEOUTS,
  recipes: [],
  pixels: false,
  ...options,
  logins: new WeakMap(),
});

/**
 * The context of one step, and the first parameter of every function that waits. Each `await` passes it on or waits in its `race` or
 * `wait`, so that an abort ends the step wherever it is.
 */
export interface LoginContext extends Omit<LoginRoom, 'activity'> {
  /** The vault. After an abort no call begins, but one that has begun is waited for, so that its result is known. */
  readonly vault: LoginVault;
  /** Aborts when the step is to stop. Its reason is a `StepAborted`. */
  readonly signal: AbortSignal;
  /** When the step's time is over, by `performance.now()`. */
  readonly deadline: number;
  /**
   * Waits for something that can't be stopped, but no longer than the step lasts.
   * @throws StepAborted, and what the work throws
   */
  race<T>(work: Promise<T>): Promise<T>;
  /**
   * @param until ends the wait early
   * @throws StepAborted
   */
  wait(ms: number, until?: AbortSignal): Promise<void>;
  /**
   * Waits for something that has to be closed again. After an abort, waits a moment longer for it to open, and closes it.
   * @throws StepAborted, and what `opening` throws
   */
  openLate<T>(opening: Promise<T>, close: (opened: T) => Promise<unknown>): Promise<T>;
  /**
   * Waits for something that ends by itself soon after an abort. What it came to in spite of that counts: a session that was being
   * written is saved.
   * @throws StepAborted, and what `work` throws
   */
  toItsEnd<T>(work: Promise<T>): Promise<T>;
  /** Adds a decision to the trace: only codes from closed lists, never the text of a page or what is typed. */
  note(entry: Omit<TraceEntry, 'at'>): void;
}

const MESSAGES: Readonly<Record<AbortReason, string>> = {
  cancel: 'The step was canceled.',
  shutdown: 'The worker is shutting down.',
  time_out: 'The step took too long.',
};

/** The step was told to stop, and did. */
export class StepAborted extends SafeError {
  override readonly name = 'StepAborted';
  /** The code that is seen when Temporal did not end the step itself: its time was over. */
  readonly type = 'browser_error';
  constructor(readonly reason: AbortReason) {
    super(MESSAGES[reason]);
  }
}

/** How long a step may take. Less than its time-out in Temporal (workflows/invocation/page-steps.ts), so that it can clean up. */
const MAX_STEP_MS = 140_000;
/** How long an aborted step waits for work that it has begun. */
const LATE_MS = 5_000;
/** Entries of the trace that one step keeps: a step with more decisions than this goes in circles. */
const MAX_NOTES = 200;

export interface RunningContext {
  readonly context: LoginContext;
  /** Ends the step: stops its timer and writes its trace. A trace that can't be written is not a failure. */
  end(): Promise<void>;
}

/** The context of a step that begins now. */
export function contextOf(room: LoginRoom, hooks: ActivityHooks, ref: LoginRef): RunningContext {
  const controller = new AbortController();
  const { signal } = controller;
  // No limit: any number of waits may listen to the one signal.
  setMaxListeners(0, signal);
  const abort = (reason: AbortReason): void => controller.abort(new StepAborted(reason));
  const onAbort = (): void => abort(hooks.abortReason());
  if (hooks.signal.aborted) onAbort();
  else hooks.signal.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => abort('time_out'), MAX_STEP_MS);
  const notes: TraceEntry[] = [];

  const race: LoginContext['race'] = (work) =>
    new Promise((resolve, reject) => {
      const stop = (): void => reject(signal.reason);
      signal.addEventListener('abort', stop, { once: true });
      work
        // An error of the page after the abort follows from the abort, and is reported as such.
        .then(resolve, (error: unknown) => reject(signal.aborted ? signal.reason : error))
        .finally(() => signal.removeEventListener('abort', stop));
      if (signal.aborted) stop();
    });

  const context: LoginContext = {
    ...room,
    vault: untilAborted(room.vault, signal),
    signal,
    deadline: performance.now() + MAX_STEP_MS,
    race,
    wait: (ms, until) => race(pause(ms, until === undefined ? [signal] : [signal, until])),
    async openLate(opening, close) {
      try {
        return await race(opening);
      } catch (error) {
        if (signal.aborted) await Promise.race([opening.then(close).catch(() => undefined), pause(LATE_MS, [])]);
        throw error;
      }
    },
    async toItsEnd(work) {
      try {
        return await race(work);
      } catch (error) {
        if (!signal.aborted) throw error;
        const late = work.catch(() => Promise.reject(error));
        return Promise.race([late, pause(LATE_MS, []).then(() => Promise.reject(error))]);
      }
    },
    note(entry) {
      if (notes.length < MAX_NOTES) notes.push({ at: room.clock(), ...entry });
    },
  };
  return {
    context,
    async end() {
      clearTimeout(timer);
      hooks.signal.removeEventListener('abort', onAbort);
      if (notes.length > 0) await room.vault.appendTrace(ref, notes).catch(() => undefined);
    },
  };
}

/** Waits for a time, or until one of the signals aborts. */
function pause(ms: number, until: readonly AbortSignal[]): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      for (const signal of until) signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    for (const signal of until) signal.addEventListener('abort', end, { once: true });
    if (until.some(({ aborted }) => aborted)) end();
  });
}

/** The vault, refusing to begin a call after the signal has aborted. */
const untilAborted = (vault: LoginVault, signal: AbortSignal): LoginVault =>
  new Proxy(vault, {
    get(target, name) {
      signal.throwIfAborted();
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
