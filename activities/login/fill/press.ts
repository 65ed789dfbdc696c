import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import type { ElementRef } from '../page-world/view.js';
import type { Pressed } from '../read/document/live-document.js';
import { awaitSign, settle } from '../read/settle.js';
import { type Pinned, pin } from './target.js';

const CLICK_MS = 3_000;

/** Clicks like a person; false when the element can't be clicked. Nothing was typed into its form. */
export const click = async (context: LoginContext, { document, pin }: Pinned): Promise<boolean> =>
  (await document.click(context, pin, CLICK_MS, null)) === 'pressed';

/**
 * The same for the button of a form that is filled.
 * @param origins that the click may send the form to
 */
export const clickToSend = (
  context: LoginContext,
  { document, pin }: Pinned,
  origins: readonly string[],
): Promise<Pressed> => document.click(context, pin, CLICK_MS, origins);

/** Presses a link or button and waits until the page has settled again; false when it can't be pressed. */
export async function press(context: LoginContext, login: Login, ref: ElementRef): Promise<boolean> {
  const { live, network } = login;
  const element = await pin(context, live.page, ref);
  if (element === null) return false;
  network.mark();
  const sign = awaitSign(context, live.page, network);
  if (!(await click(context, element))) return false;
  await context.race(sign(context.timeouts.signMs));
  await settle(context, live.page, network, context.timeouts.settleMs);
  return true;
}
