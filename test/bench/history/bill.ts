import type { HistoryEvent } from './read.js';

/** Actions by what they were billed for. */
export type Bill = Readonly<Record<string, number>>;

/** Kinds of events that are one action each (Temporal Cloud, documentation of actions). */
const BILLED: Readonly<Record<string, string>> = {
  workflowExecutionStarted: 'workflow starts',
  startChildWorkflowExecutionInitiated: 'child workflows',
  workflowExecutionSignaled: 'signals',
  workflowExecutionUpdateAccepted: 'updates',
  timerStarted: 'timers',
  activityTaskScheduled: 'activities',
  upsertWorkflowSearchAttributes: 'search attributes',
  // Not in the list of billed actions; counted all the same, so that the sum is no less than the bill.
  workflowPropertiesModified: 'memo',
};

const attemptOf = ({ attributes }: HistoryEvent): number => Number(attributes.attempt ?? 1);

/** All local activities of one workflow task are one action. */
const localActivities = (history: readonly HistoryEvent[]): number =>
  new Set(
    history
      .filter(({ kind, attributes }) => kind === 'markerRecorded' && attributes.markerName === 'core_local_activity')
      .map(({ attributes }) => String(attributes.workflowTaskCompletedEventId)),
  ).size;

const retries = (history: readonly HistoryEvent[]): number =>
  history
    .filter(({ kind }) => kind === 'activityTaskStarted')
    .reduce((sum, event) => sum + Math.max(attemptOf(event) - 1, 0), 0);

/**
 * What a history is billed for. Queries and refused Updates leave no event, and the flow that is measured makes none; heartbeats leave
 * none either, and steps of less than three seconds send none.
 */
export function billOf(history: readonly HistoryEvent[]): Bill {
  const counts: Record<string, number> = {};
  const add = (name: string, count: number): void => {
    if (count > 0) counts[name] = (counts[name] ?? 0) + count;
  };
  for (const { kind } of history) add(BILLED[kind] ?? '', BILLED[kind] ? 1 : 0);
  add('local activities', localActivities(history));
  add('retries', retries(history));
  return counts;
}

export const total = (bills: readonly Bill[]): Bill => {
  const sums: Record<string, number> = {};
  for (const bill of bills) for (const [name, count] of Object.entries(bill)) sums[name] = (sums[name] ?? 0) + count;
  return sums;
};

export const actionsOf = (bill: Bill): number => Object.values(bill).reduce((sum, count) => sum + count, 0);
