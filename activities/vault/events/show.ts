import type { Selectable } from 'kysely';
import type { AgentEvent, SentEventType } from '../../../contract/events.js';
import { toText } from '../store/times.js';
import type { EventsTable } from './tables.js';

/** An event as callers see it, once it is numbered. */
export const showEvent = <Type extends SentEventType>({
  id,
  type,
  at,
  data,
}: Pick<Selectable<EventsTable>, 'id' | 'at' | 'data'> & { readonly type: Type }): Omit<AgentEvent, 'type'> & {
  readonly type: Type;
} => ({ id: id as string, type, timestamp: toText(Number(at)), data: JSON.parse(data) });
