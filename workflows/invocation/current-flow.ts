import { setCurrentDetails } from '@temporalio/workflow';
import { details } from './details.js';
import type { Flow } from './flow/index.js';

/** Where an invocation stands now. Every change of it is shown in Temporal's UI. */
export class CurrentFlow {
  #flow: Flow;

  constructor(flow: Flow) {
    this.#flow = flow;
  }

  get flow(): Flow {
    return this.#flow;
  }

  become(next: Flow): void {
    this.#flow = next;
    setCurrentDetails(details(next.state));
  }
}
