import type { Page } from 'playwright-core';
import type { LoginContext } from '../context.js';
import { elementsOf, type Pinned, pin, type Target } from './target.js';

const TRIES = 3;

/**
 * Types a value into its field and checks that it is there. If the page replaces the field meanwhile, it is typed again.
 * @returns false when the field does not keep it
 */
export async function typeValue(
  context: LoginContext,
  page: Page,
  { elements, field, secret }: Target,
  value: string,
): Promise<boolean> {
  if (elements.length > 1) return typeBoxes(context, page, elements, value);
  let [element] = elements;
  for (let n = 0; n < TRIES; n++) {
    const { document, pin: at } = element;
    if (field.options !== null) return (await context.race(document.ask('chooseValue', at, value))) === 'written';
    if ((await context.race(document.ask('insertText', at, value, secret))) === 'written') return true;
    const again = await pin(context, page, elementsOf(field)[0]);
    if (again === null || !(await context.race(again.document.ask('isSameKind', again.pin, at)))) return false;
    element = again;
  }
  return false;
}

/** Key by key, since such boxes pass the focus on by themselves; each key only when the focus is where it belongs. */
async function typeBoxes(context: LoginContext, page: Page, boxes: readonly Pinned[], value: string): Promise<boolean> {
  const characters = [...value];
  if (characters.length !== boxes.length) return false;
  for (const [index, character] of characters.entries()) {
    const box = boxes[index];
    if (box === undefined) return false;
    const { document, pin: at } = box;
    if (!(await context.race(document.ask('takeFocus', at)))) return false;
    await context.race(page.keyboard.press(character));
  }
  return true;
}
