import type { Page } from 'playwright-core';
import type { LoginContext } from '../context.js';
import { last } from './non-empty.js';
import type { Plan } from './plan.js';
import { click } from './press.js';

/** Ticks "keep me signed in", for some sites store nothing otherwise; or takes the tick away, where the agent is not to stay. */
export async function setRemember(context: LoginContext, { remember }: Plan, wanted: boolean): Promise<void> {
  if (remember !== null && remember.checked !== wanted) await click(context, remember);
}

/**
 * Presses the form's own button, or Enter in its last field where there is none to press.
 * @returns what the browser itself would refuse to send, with its words, and then nothing is pressed; null when all was sent
 */
export async function submitForm(
  context: LoginContext,
  page: Page,
  { targets, submit }: Plan,
): Promise<{ readonly field: string; readonly words: string } | null> {
  const { document, pin } = last(last(targets).elements);
  const pins = targets.map(({ elements }) => elements[0].pin);
  const ready = () => document.ask('readiness', pins, submit?.pin ?? null);
  let { invalid, pressable } = await context.race(ready());
  if (invalid !== null) return { field: (targets[invalid.at] ?? targets[0]).field.name, words: invalid.words };
  if (submit !== null && !pressable && (await context.race(document.ask('takeFocus', pin)))) {
    // Some buttons wait for a key to be pressed, which inserting text does not do.
    await context.race(page.keyboard.press('End'));
    ({ pressable } = await context.race(ready()));
  }
  if (submit !== null && pressable && (await click(context, submit))) return null;
  if (await context.race(document.ask('takeFocus', pin))) await context.race(page.keyboard.press('Enter'));
  return null;
}
