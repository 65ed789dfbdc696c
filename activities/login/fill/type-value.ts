import type { Page } from 'playwright-core';
import type { LoginContext } from '../context.js';
import { optionId } from '../evidence/ids.js';
import type { ViewField } from '../page-world/view.js';
import { withoutOtherFrames } from '../read/document/quiet-frames.js';
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
    if (field.options !== null)
      return (await context.race(document.ask('chooseValue', at, optionOf(field.options, value)))) === 'written';
    if ((await context.race(document.ask('insertText', at, value, secret))) === 'written') return true;
    const again = await pin(context, page, elementsOf(field)[0]);
    if (again === null || !(await context.race(again.document.ask('isSameKind', again.pin, at)))) return false;
    element = again;
  }
  if (!(await pressKeys(context, page, element, value, secret))) return false;
  return context.race(element.document.ask('holdsText', element.pin, value));
}

/** What the page calls the option: who does not see the page names it by its id. */
const optionOf = (options: NonNullable<ViewField['options']>, value: string): string =>
  options.some((option) => option.value === value)
    ? value
    : (options.find((option) => optionId(option.value) === value)?.value ?? value);

/** Each character into its own box, in one turn each, so that it can go nowhere else; by a key only where a box does not keep it. */
async function typeBoxes(context: LoginContext, page: Page, boxes: readonly Pinned[], value: string): Promise<boolean> {
  const characters = [...value];
  if (characters.length !== boxes.length) return false;
  for (const [index, character] of characters.entries()) {
    const box = boxes[index];
    if (box === undefined) return false;
    const written = await context.race(box.document.ask('insertCharacter', box.pin, character));
    if (written === 'gone') return false;
    if (written === 'lost' && !(await pressKeys(context, page, box, character, false))) return false;
  }
  return true;
}

/**
 * Presses real keys, one at a time, each only while the focus is in the element. A key goes to whatever frame has the focus in that
 * moment, so that frames inside the page hear none meanwhile, and a form that stands in one of them gets none.
 * @returns false where the focus was elsewhere before or after one of them
 */
async function pressKeys(
  context: LoginContext,
  page: Page,
  { document, pin: at }: Pinned,
  text: string,
  secret: boolean,
): Promise<boolean> {
  const keys = [...text];
  const press = async (): Promise<boolean> => {
    if (!(await context.race(document.ask('takeKeys', at, secret)))) return false;
    for (const [index, key] of keys.entries()) {
      if (!(await context.race(document.ask('hasFocus', at, secret)))) return false;
      await context.race(page.keyboard.press(key === ' ' ? 'Space' : key));
      const isLast = index === keys.length - 1;
      // A box passes the focus on by itself after its one key.
      if (!isLast && !(await context.race(document.ask('hasFocus', at, secret)))) return false;
    }
    return true;
  };
  return context.race(withoutOtherFrames(page, press));
}
