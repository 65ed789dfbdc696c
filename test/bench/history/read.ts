import type { Client } from '@temporalio/client';

/** What a bill and a table need of an event. */
export interface HistoryEvent {
  readonly id: number;
  /** Name of the event's attributes without the ending, for instance `activityTaskScheduled`. */
  readonly kind: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

const ATTRIBUTES = /^(\w+)EventAttributes$/;

/** The history of a workflow's latest run. */
export async function historyOf(client: Client, workflowId: string): Promise<HistoryEvent[]> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  return (events ?? []).map((event) => {
    const [name, attributes] =
      Object.entries(event).find(([key, value]) => ATTRIBUTES.test(key) && value !== null && value !== undefined) ?? [];
    return {
      id: Number(event.eventId),
      kind: ATTRIBUTES.exec(name ?? '')?.[1] ?? 'unknown',
      attributes: (attributes ?? {}) as Record<string, unknown>,
    };
  });
}
