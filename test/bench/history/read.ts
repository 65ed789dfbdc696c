import type { Client } from '@temporalio/client';

/** What a bill and a table need of an event. */
export interface HistoryEvent {
  /** Name of the event's attributes without the ending, for instance `activityTaskScheduled`. */
  readonly kind: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

type RawHistory = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;

const ATTRIBUTES = /^(\w+)EventAttributes$/;

export function eventsOf({ events }: RawHistory): HistoryEvent[] {
  return (events ?? []).map((event) => {
    const [name, attributes] =
      Object.entries(event).find(([key, value]) => ATTRIBUTES.test(key) && value !== null && value !== undefined) ?? [];
    return {
      kind: ATTRIBUTES.exec(name ?? '')?.[1] ?? 'unknown',
      attributes: (attributes ?? {}) as Record<string, unknown>,
    };
  });
}

/** The history of a workflow's latest run. */
export const historyOf = async (client: Client, workflowId: string): Promise<HistoryEvent[]> =>
  eventsOf(await client.workflow.getHandle(workflowId).fetchHistory());
