import { type Bill, billOf } from './bill.js';
import type { HistoryEvent } from './read.js';

/** A part of a login: what comes before the first page, each step on a page, the person's answer, the end. */
export interface Step {
  readonly name: string;
  readonly events: number;
  readonly bill: Bill;
}

const NAMES: Readonly<Record<string, string>> = {
  openLogin: 'open the login page',
  fillFields: 'fill and submit a page',
  chooseOption: 'choose on a page',
  lookAtPage: 'look at the page',
  saveSession: 'save and prove the session',
  closePage: 'close the page',
};

/** Where a new part begins, and what it is called. */
function beginning({ kind, attributes }: HistoryEvent): string | null {
  if (kind === 'activityTaskScheduled') return NAMES[(attributes.activityType as { name: string }).name] ?? null;
  // The only timer of the flow that is measured.
  if (kind === 'timerStarted') return 'wait for a person, and the answer';
  return null;
}

/** Cuts a history where a page step or a wait begins. The parts add up to the whole. */
export function stepsOf(history: readonly HistoryEvent[]): Step[] {
  const parts: { name: string; events: HistoryEvent[] }[] = [
    { name: 'begin: key, names of what is stored', events: [] },
  ];
  for (const event of history) {
    const name = beginning(event);
    if (name !== null) parts.push({ name, events: [] });
    // Deleting keys, saving what was given and the report to the agent follow the last page step.
    if (event.kind === 'signalExternalWorkflowExecutionInitiated')
      parts.push({ name: 'end: report to the agent', events: [] });
    parts.at(-1)!.events.push(event);
  }
  return parts.map(({ name, events }) => ({ name, events: events.length, bill: billOf(events) }));
}
