import type { Page } from 'playwright-core';
import { chooseValue, holdsText, insertText, takeFocus } from './in-page.js';
import { type Pinned, pinField, type Target } from './target.js';

const TRIES = 3;

/**
 * Types a value into its field and makes sure that it is there. A page that replaces the field under the typist's hands gets it
 * typed again.
 * @returns false when the field does not keep it
 */
export async function typeValue(page: Page, target: Target, value: string): Promise<boolean> {
  if (target.elements.length > 1) return typeBoxes(page, target.elements, value);
  let current: Target | null = target;
  for (let n = 0; n < TRIES && current !== null; n++) {
    const [element] = current.elements as [Pinned];
    if (current.field.options !== null) return (await element.evaluate(chooseValue, value)) === 'typed';
    if (
      (await element.evaluate(insertText, { text: value, secret: target.secret })) === 'typed' &&
      (await element.evaluate(holdsText, value))
    )
      return true;
    const again = await pinField(page, current.field, target.secret);
    if (again === null || !(await isSameKind(again.elements[0] as Pinned, element))) return false;
    current = again;
  }
  return false;
}

/** What stands in the field's place must be of its kind, or a password would end up in the open. */
const isSameKind = async (replacement: Pinned, original: Pinned): Promise<boolean> => {
  const kind = (element: Element): string =>
    [element.tagName, element.getAttribute('type'), element.getAttribute('name'), element.id].join(' ');
  return (await replacement.evaluate(kind)) === (await original.evaluate(kind));
};

/** Key by key, since such boxes pass the focus on by themselves; each key only when the focus is where it belongs. */
async function typeBoxes(page: Page, boxes: readonly Pinned[], value: string): Promise<boolean> {
  const characters = [...value];
  if (characters.length !== boxes.length) return false;
  for (const [index, box] of boxes.entries()) {
    if (!(await box.evaluate(takeFocus))) return false;
    await page.keyboard.press(characters[index] as string);
  }
  return true;
}
