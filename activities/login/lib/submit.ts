import type { Page } from 'playwright-core';
import { canBePressed, invalidMessage, isChecked, takeFocus } from './in-page.js';
import type { Plan } from './plan.js';
import { click } from './press.js';
import type { Pinned } from './target.js';

/** Ticks "keep me signed in", for some sites store nothing otherwise; or takes the tick away, where the agent is not to stay. */
export async function setRemember(page: Page, { remember }: Plan, wanted: boolean): Promise<void> {
  if (remember !== null && (await remember.evaluate(isChecked)) !== wanted) await click(page, remember);
}

/** What the browser itself would refuse to send, with its words; null when it would send all. */
export async function invalidField({ targets }: Plan): Promise<{ field: string; words: string } | null> {
  for (const { field, elements } of targets) {
    const words = await (elements[0] as Pinned).evaluate(invalidMessage);
    if (words !== null) return { field: field.name, words };
  }
  return null;
}

/** Presses the form's own button, or Enter in its last field where there is none to press. */
export async function submitForm(page: Page, { targets, submit }: Plan): Promise<void> {
  const last = targets.at(-1)?.elements.at(-1) as Pinned;
  if (submit !== null) {
    let pressable = await submit.evaluate(canBePressed);
    if (!pressable && (await last.evaluate(takeFocus))) {
      // Some buttons wait for a key to be pressed, which inserting text does not do.
      await page.keyboard.press('End');
      pressable = await submit.evaluate(canBePressed);
    }
    if (pressable && (await click(page, submit))) return;
  }
  if (await last.evaluate(takeFocus)) await page.keyboard.press('Enter');
}
