/**
 * Why a request was not answered as hoped, by what the page does about it:
 * `gone` this tab may not ask (any more), `moved_on` the flow is elsewhere by now, `busy` asked too often or the server is starting,
 * `taken` another browser has the link, `done` there is nothing left to do,
 * `offline` no answer at all, `refused` the answer was not accepted, `failed` the server failed.
 */
export type Trouble = 'gone' | 'taken' | 'done' | 'moved_on' | 'busy' | 'offline' | 'refused' | 'failed';

/** Codes (contract/errors/errors.ts) that say: look again, something else is asked by now. */
const MOVED_ON = new Set(['stale_step', 'submit_in_progress', 'not_awaiting_input', 'invocation_ended', 'wrong_key']);
const GONE = new Set([401, 403, 404, 410]);
const BUSY = new Set([429, 503]);

/**
 * @param status HTTP status (RFC 9110)
 * @param code of the body, if it had one
 */
export function troubleOf(status: number, code: unknown): Trouble {
  if (code === 'link_taken') return 'taken';
  if (typeof code === 'string' && MOVED_ON.has(code)) return 'moved_on';
  if (GONE.has(status)) return 'gone';
  if (BUSY.has(status)) return 'busy';
  return status >= 500 ? 'failed' : 'refused';
}
