import type { Timeouts } from '../context.js';
import { isAtWork, isBehindLogin, isOnTheWay, leavesNothing } from '../judge/left-step.js';
import { isBotWall, mayLetIn } from './firewall.js';
import type { NetworkWatch } from './network-watch.js';
import type { Observation } from './observation.js';

/** A page with fewer letters is still loading: it shows "Loading", the name of the application, a button to stop. */
const MIN_LETTERS = 40;

/** A browser calculates for longer than a page takes to show something. */
const CALCULATES = 4;

/** Whether the page may be an application that has yet to show what it is. */
export const isStarting = ({ alive, status, lines }: Pick<Observation, 'alive' | 'status' | 'lines'>): boolean =>
  alive && (status ?? 200) < 400 && lettersOf([...lines].join('')) < MIN_LETTERS;

/** Whether a page leads on by itself, or shows nothing yet that is worth judging. */
export const isLoading = (seen: Pick<Observation, 'view' | 'alive' | 'status' | 'lines'>): boolean =>
  isOnTheWay(seen.view) || (isStarting(seen) && !isBehindLogin(seen.view));

/** Whether a page that shows little, and leaves nothing to do, may go on by itself. */
export const mayGoOn = ({ view, alive }: Pick<Observation, 'view' | 'alive'>): boolean =>
  alive && leavesNothing(view) && (view.standing.waits || !isBehindLogin(view));

/** A character of Chinese, Japanese or Korean says as much as three letters. */
const lettersOf = (text: string): number =>
  text.length +
  2 * (text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0);

/**
 * How long a page that shows nothing conclusive is watched, in ms: by what still moves. It may say that it leads on by itself, be at work, or keep its form disabled; and one that has
 * yet to start is waited for as long as the site has not answered all that it asked for, however slow the site or this machine is.
 */
export function undecidedFor(
  timeouts: Timeouts,
  seen: Pick<Observation, 'view' | 'alive' | 'status' | 'lines'>,
  network: Pick<NetworkWatch, 'busy'>,
): number {
  // It says that it leads on, whether it does or not.
  if (isBotWall(seen) && mayLetIn(seen)) return CALCULATES * timeouts.undecidedMs;
  if (isOnTheWay(seen.view) || seen.view.standing.busy || seen.view.standing.disabled) return timeouts.movingMs;
  // A place may turn a ring for ever.
  if (isAtWork(seen.view)) return isBehindLogin(seen.view) ? timeouts.settleMs : timeouts.movingMs;
  return isStarting(seen) && network.busy ? timeouts.openMs : timeouts.undecidedMs;
}
