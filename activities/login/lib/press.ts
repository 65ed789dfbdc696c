import type { Page } from 'playwright-core';
import type { LoginDeps } from '../deps.js';
import type { ElementRef } from '../discover/view.js';
import { clickPoint } from './in-page.js';
import type { Login } from './login.js';
import { awaitSign, settle } from './settle.js';
import { type Pinned, pin } from './target.js';

const CLICK_TIMEOUT_MS = 3_000;

/** Clicks as a person does: only what can be seen and reached. */
export async function click(page: Page, element: Pinned): Promise<boolean> {
  try {
    const point = await element.evaluate(clickPoint);
    if (point !== null) {
      await page.mouse.click(point.x, point.y);
      return true;
    }
    // It may be about to come into view: this waits for it.
    await element.click({ timeout: CLICK_TIMEOUT_MS, noWaitAfter: true });
    return true;
  } catch {
    return false;
  }
}

/** Presses a link or button and waits until the page has settled again; false when it can't be pressed. */
export async function press(deps: LoginDeps, login: Login, ref: ElementRef): Promise<boolean> {
  const { live, network } = login;
  const element = await pin(live.page, ref);
  if (element === null) return false;
  network.mark();
  const sign = awaitSign(live.page, network);
  if (!(await click(live.page, element))) return false;
  await sign(deps.patience.signMs);
  await settle(live.page, network, deps.patience.settleMs);
  return true;
}
