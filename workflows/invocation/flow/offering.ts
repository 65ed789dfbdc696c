import type { OfferedValues } from '../../../contract/steps.js';
import { type Flow, type NewEvent, show, without } from './flow.js';

/** Nobody is told twice, nor of an item that the agent took before. */
const eventFor = ({ use }: OfferedValues): NewEvent | undefined =>
  use === undefined ? undefined : { event: use === 'replaced' ? 'item_replaced' : 'item_matched' };

/** What a provider has for the login can be filled as well. Values that were refused may be, once the item is another one. */
export function offered(flow: Flow, now: number, given: OfferedValues): Flow {
  const { keys, has_totp, mark } = given;
  const before = flow.offered?.mark;
  const isOther = before !== undefined && mark !== undefined && mark !== before;
  const stocked = isOther ? anew(flow, given) : flow;
  const { dropped = [] } = stocked;
  const fresh = keys.filter((key) => !dropped.includes(key));
  const gone = goneWith(flow, given);
  const next = {
    ...stocked,
    offered: given,
    stored: [...new Set([...stocked.stored, ...fresh])].filter((key) => !gone.keys.includes(key)),
    has_totp: (stocked.has_totp && !gone.has_totp) || has_totp,
  };
  const event = mark === before ? undefined : eventFor(given);
  return event === undefined ? next : show(next, now, {}, event);
}

/** What only the item of before had: the next one has it no more, and nothing that is stored. Runs of older versions don't know what is stored. */
function goneWith({ offered: before, marks, totp_mark }: Flow, given: OfferedValues) {
  if (before === undefined || marks === undefined) return { keys: [], has_totp: false };
  return {
    keys: before.keys.filter((key) => !given.keys.includes(key) && marks[key] === undefined),
    has_totp: before.has_totp && totp_mark === null,
  };
}

/** What was held against the item's old values says nothing about the new ones. */
function anew(flow: Flow, { keys, has_totp }: OfferedValues): Flow {
  const sent = [...keys.map((key) => `stored ${key}`), ...(has_totp ? ['totp'] : [])];
  return {
    ...flow,
    dropped: (flow.dropped ?? []).filter((key) => !keys.includes(key)),
    reasons: without(flow.reasons, keys),
    sent: without(flow.sent ?? {}, sent),
    refused_totp: has_totp ? 0 : flow.refused_totp,
  };
}
