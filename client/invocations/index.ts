import type { Caller } from '../lib/caller.js';
import { cancel } from './cancel.js';
import { create } from './create.js';
import { exchange } from './exchange.js';
import { follow } from './follow.js';
import { handoff } from './handoff.js';
import { list } from './list.js';
import { retrieve } from './retrieve.js';
import { submit } from './submit.js';
import { trace } from './trace.js';
import { wait } from './wait.js';

/** Single logins. An invocation's id is its workflow id. */
export const invocations = (caller: Caller) => ({
  /** Starts a login, or joins the one in progress. */
  create: create(caller),
  /** The state now. */
  retrieve: retrieve(caller),
  /** Invocations, newest first. Await it for one page, or iterate over all. */
  list: list(caller),
  /** Answers what is pending. */
  submit: submit(caller),
  /** The state now and each newer one, until the end; without polling. */
  follow: follow(caller),
  /** Waits for the end. */
  wait: wait(caller),
  /** What the login engine decided, step by step. */
  trace: trace(caller),
  /** Makes another link for a person. */
  handoff: handoff(caller),
  /** Uses up the one-time code of a link. */
  exchange: exchange(caller),
  /** Ends it; nothing is saved. */
  cancel: cancel(caller),
});
