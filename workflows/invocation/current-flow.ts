import { setCurrentDetails } from '@temporalio/workflow';
import { details } from './details.js';
import type { Flow } from './flow/index.js';

/** The current state of an invocation. Every change is shown in Temporal's UI. */
export class CurrentFlow {
  #flow: Flow;

  constructor(flow: Flow) {
    this.#flow = flow;
  }

  get flow(): Flow {
    return this.#flow;
  }

  update(next: Flow): void {
    this.#flow = next;
    setCurrentDetails(details(next.state));
  }
}
