/** Addresses that are asked for once only, or that do something. */
import { actsWhenOpened } from './acting-path.js';

/** Paths that renew something, or say something of the moment. */
const MOVES =
  /refresh|renew|rotat|keep-?alive|heartbeat|\bping\b|\bpoll\b|stream|events?\b|socket|download|export|send|toggle|trigger|mark-/i;
/** Parameters that carry what entitles to something. */
const SECRET = /token|code|secret|session|^sid$|ticket|signature|^sig$|nonce|^state$|password|api_?key/i;
/** Something made by a machine. */
const MADE = /^[A-Za-z0-9_+/=-]{24,}$/;

export function isTransient(address: string): boolean {
  const { pathname, searchParams } = new URL(address);
  if (actsWhenOpened(pathname) || MOVES.test(pathname)) return true;
  return [...searchParams].some(
    ([name, value]) => SECRET.test(name) || MADE.test(value) || actsWhenOpened(value) || actsWhenOpened(name),
  );
}
