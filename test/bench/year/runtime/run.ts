/** One run of a workflow: its handlers, what it waits for, and what Temporal would write down of it and bill. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { CancelledFailure } from '@temporalio/common';
import type { Bill } from '../../history/bill.js';

/** Temporal suggests a new run when the history has so many events. */
const SUGGESTED_AT = 4_096;
/** Of each workflow task: scheduled, started, completed. */
const EVENTS_A_TASK = 3;

type Handler = (...args: never[]) => unknown;

interface Handled {
  readonly handler: Handler;
  readonly validator: ((...args: never[]) => void) | null;
}

/** Something that code of a workflow waits for. */
export interface Wait {
  readonly scope: Scope;
  readonly isDue: () => boolean;
  readonly resolve: (inTime: boolean) => void;
  readonly reject: (error: unknown) => void;
}

export class Scope {
  consideredCancelled = false;
  readonly #cancels: (() => void)[] = [];

  constructor(readonly run: Run) {}

  onCancel(work: () => void): void {
    this.#cancels.push(work);
  }

  cancel(): void {
    this.consideredCancelled = true;
    for (const work of this.#cancels.splice(0)) work();
    for (const wait of this.run.waits)
      if (wait.scope === this && this.run.waits.delete(wait)) wait.reject(new CancelledFailure('canceled'));
  }
}

export class Run {
  readonly handlers = new Map<string, Handled>();
  readonly waits = new Set<Wait>();
  readonly patches = new Set<string>();
  readonly root: Scope;
  readonly bill: Record<string, number> = {};
  /** Started, and its first task. */
  events = 1 + EVENTS_A_TASK;
  /** Handlers that have not finished. */
  handling = 0;
  /** Whether local activities of the task in progress are counted. */
  #hasLocal = false;

  constructor(
    readonly workflowId: string,
    readonly firstRunId: string,
    readonly continued: boolean,
  ) {
    this.root = new Scope(this);
    this.count('workflow starts', 0);
  }

  get suggestsNewRun(): boolean {
    return this.events >= SUGGESTED_AT;
  }

  count(kind: keyof Bill & string, events: number): void {
    this.bill[kind] = (this.bill[kind] ?? 0) + 1;
    this.events += events;
  }

  /** Something has come that a workflow task is made for. */
  task(): void {
    this.#hasLocal = false;
    this.events += EVENTS_A_TASK;
  }

  /** All local activities of one task are one action. */
  local(): void {
    this.events += 1;
    if (!this.#hasLocal) this.count('local activities', 0);
    this.#hasLocal = true;
  }

  /** Lets go on what waits for something that is so by now. @returns whether anything did */
  look(): boolean {
    let any = false;
    for (const wait of [...this.waits]) {
      if (!here.run({ run: this, scope: wait.scope }, wait.isDue)) continue;
      if (this.waits.delete(wait)) wait.resolve(true);
      any = true;
    }
    return any;
  }

  /** @throws what its validator says */
  handle(name: string, args: readonly unknown[], isUpdate: boolean): Promise<unknown> {
    const key = `${isUpdate ? 'update' : 'signal'} ${name}`;
    const found = this.handlers.get(key);
    if (found === undefined) throw new Error(`no handler of ${key}`);
    return here.run({ run: this, scope: this.root }, async () => {
      found.validator?.(...(args as never[]));
      this.count(isUpdate ? 'updates' : 'signals', isUpdate ? 2 : 1);
      this.task();
      this.handling += 1;
      try {
        return await found.handler(...(args as never[]));
      } finally {
        this.handling -= 1;
      }
    });
  }
}

export const here = new AsyncLocalStorage<{ readonly run: Run; readonly scope: Scope }>();

export const current = (): { readonly run: Run; readonly scope: Scope } => here.getStore()!;
