import type { LoginDeps } from '../deps.js';
import type { Login } from '../login.js';
import type { ElementRef } from '../page-world/view.js';
import { awaitSign, settle } from '../read/settle.js';
import { type Pinned, pin } from './target.js';

const CLICK_MS = 3_000;

/** Clicks as a person does; false when it can't be clicked. */
export const click = ({ document, pin }: Pinned): Promise<boolean> => document.click(pin, CLICK_MS);

/** Presses a link or button and waits until the page has settled again; false when it can't be pressed. */
export async function press(deps: LoginDeps, login: Login, ref: ElementRef): Promise<boolean> {
  const { live, network } = login;
  const element = await pin(live.page, ref);
  if (element === null) return false;
  network.mark();
  const sign = awaitSign(live.page, network);
  if (!(await click(element))) return false;
  await sign(deps.patience.signMs);
  await settle(live.page, network, deps.patience.settleMs);
  return true;
}
