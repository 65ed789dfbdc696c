import type { Page } from 'playwright-core';
import type { LoginContext } from '../context.js';
import { last } from './non-empty.js';
import type { Plan } from './plan.js';
import { click } from './press.js';

/** Ticks "keep me signed in", because some sites store nothing otherwise, or unticks it if the agent says so. */
export async function setRemember(context: LoginContext, { remember }: Plan, wanted: boolean): Promise<void> {
  if (remember !== null && remember.checked !== wanted) await click(context, remember);
}

/**
 * Presses the form's own button, or Enter in its last field where there is none to press.
 * @returns null when it was sent; the field that the browser refuses to send, with its message, and then nothing was pressed
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
    // Some buttons are enabled by a key event only, and inserting text sends none.
    await context.race(page.keyboard.press('End'));
    ({ pressable } = await context.race(ready()));
  }
  if (submit !== null && pressable && (await click(context, submit))) return null;
  if (await context.race(document.ask('takeFocus', pin))) await context.race(page.keyboard.press('Enter'));
  return null;
}
