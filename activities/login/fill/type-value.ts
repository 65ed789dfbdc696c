import type { LivePage } from '../../browser/index.js';
import type { LoginContext } from '../context.js';
import { withoutOtherFrames } from '../read/document/quiet-frames.js';
import type { NonEmpty } from './non-empty.js';
import { isHeldAsText, pickedValue } from './picked-value.js';
import { click } from './press.js';
import { elementsOf, type Pinned, pin, type Target } from './target.js';

const TRIES = 3;
/** Until a request that the last key has caused is seen. */
const SENDS_MS = 30;
/** A list may be asked of the server. */
const OFFERS_MS = 1_500;
/** Between two keys, for a page that does not keep up. */
const SLOWLY_MS = 25;

/** `not_offered`: the list that it searches has no such value. `cut`: the field takes only the beginning of the value. `changed`: it makes something else of it. `not_allowed`: the page has gone to where it may not be typed. */
export type Kept = 'kept' | 'not_offered' | 'cut' | 'changed' | 'lost' | 'not_allowed';

/**
 * Types a value into its field and checks that it is there. If the page replaces the field meanwhile, it is typed again; where it does not
 * stick, by real keys.
 * @param isSent whether something is on its way already: then nothing is typed a second time
 * @returns the target as it is now; what became of the value
 */
export async function typeValue(
  context: LoginContext,
  live: LivePage,
  target: Target,
  value: string,
  isSent: () => boolean,
): Promise<{ readonly target: Target; readonly kept: Kept }> {
  const { elements, field, secret } = target;
  if (elements.length > 1) {
    const isThere = await typeBoxes(context, live, elements, value);
    if (!isThere) await context.wait(SENDS_MS);
    return { target, kept: isThere ? 'kept' : 'lost' };
  }
  let [element] = elements;
  const result = (kept: boolean, otherwise: Kept = 'lost'): { target: Target; kept: Kept } => ({
    target: { ...target, elements: [element] },
    kept: kept ? 'kept' : otherwise,
  });
  const offered = pickedValue(field, value) ?? value;
  if (field.inputType === 'radios') return result(await pickOffer(context, element, offered), 'changed');
  if (field.inputType === 'list') return result(await pickFromList(context, element, offered), 'not_offered');
  let isChanged = false;
  for (let n = 0; n < TRIES; n++) {
    const { document, pin: at } = element;
    const picked = pickedValue(field, value);
    if (picked !== null) {
      const chosen = await context.race(document.ask('chooseValue', at, picked));
      return result(chosen === 'written', chosen === 'changed' ? 'changed' : 'lost');
    }
    const written = await context.race(document.ask('insertText', at, value, secret));
    if (written === 'written') return result(true);
    if (written === 'searched') return result(await pickOffer(context, element, value), 'not_offered');
    // A page that sends by itself may empty the field.
    await context.wait(SENDS_MS);
    if (isSent()) return result(false);
    if (written === 'cut') return result(false, 'cut');
    isChanged = written === 'changed';
    const again = await pin(context, live.page, elementsOf(field)[0]);
    if (again === null || !(await context.race(again.document.ask('isSameKind', again.pin, at)))) return result(false);
    element = again;
    // Some fields wake up by a press only.
    await click(context, element);
  }
  if (!(await pressKeys(context, live, element, value, secret, SLOWLY_MS))) return result(false);
  const isHeld = await context.race(element.document.ask('holdsText', element.pin, value));
  return result(isHeld, isChanged ? 'changed' : 'lost');
}

/** Opens a list and picks the value. One that stands open since a value that it does not offer would be closed by a press. */
async function pickFromList(context: LoginContext, element: Pinned, value: string): Promise<boolean> {
  const isOpen = (await context.race(element.document.ask('offerFor', element.pin, value))) !== null;
  return (isOpen || (await click(context, element))) && pickOffer(context, element, value);
}

/** Picks what a list offers for a value; false where it does not offer it. */
async function pickOffer(context: LoginContext, { document, pin: at }: Pinned, value: string): Promise<boolean> {
  const until = performance.now() + OFFERS_MS;
  while (performance.now() < until) {
    const offer = await context.race(document.ask('offerFor', at, value));
    // Most lists close as soon as the button of the mouse is down.
    if (offer !== null)
      return (
        (await click(context, { document, pin: offer })) ||
        (await context.race(document.ask('offerFor', at, value))) === null
      );
    await context.wait(SENDS_MS);
  }
  return false;
}

/** Types a value once more, by real keys and slowly, for a page that learns of it by keys only. A list and boxes stay as they are. */
export async function typeByKeys(context: LoginContext, live: LivePage, target: Target, value: string): Promise<void> {
  const [element, ...others] = target.elements;
  if (others.length === 0 && isHeldAsText(target.field))
    await pressKeys(context, live, element, value, target.secret, SLOWLY_MS);
}

/** Each character into its own box, so that it can go nowhere else; by a key only where a box does not keep it. */
async function typeBoxes(
  context: LoginContext,
  live: LivePage,
  boxes: NonEmpty<Pinned>,
  value: string,
): Promise<boolean> {
  const characters = [...value];
  if (characters.length !== boxes.length) return false;
  const pins = boxes.map(({ pin }) => pin);
  for (const [at, box] of boxes.entries()) {
    const written = await context.race(box.document.ask('insertCode', pins, value, at));
    if (written === 'all') return true;
    if (written === 'gone') return false;
    const isLast = at === boxes.length - 1;
    if (written === 'written' && isLast) return false;
    if (written === 'lost' && !(await pressKeys(context, live, box, characters[at] ?? '', false))) return false;
  }
  return true;
}

/** A keyboard has no key for most letters of the world: they come as an input method gives them. */
const pressKey = ({ page }: LivePage, key: string): Promise<void> =>
  /^[ -~]$/.test(key) ? page.keyboard.press(key === ' ' ? 'Space' : key) : page.keyboard.insertText(key);

/**
 * Presses real keys, one at a time, each only while the focus is in the element; one that would reach anything else comes to nothing. A key goes to whatever
 * frame has the focus in that moment, so that frames inside the page hear none meanwhile, and a form that stands in one of them gets none.
 * @returns false where the focus was elsewhere before, while or after one of them
 */
async function pressKeys(
  context: LoginContext,
  live: LivePage,
  { document, pin: at }: Pinned,
  text: string,
  secret: boolean,
  pauseMs = 0,
): Promise<boolean> {
  const keys = [...text];
  if (secret) live.wire.watchBeginnings(text);
  const press = async (): Promise<boolean> => {
    if (!(await context.race(document.ask('takeKeys', at, secret)))) return false;
    for (const [index, key] of keys.entries()) {
      if (!(await context.race(document.ask('hasFocus', at, secret)))) return false;
      await context.race(pressKey(live, key));
      const isLast = index === keys.length - 1;
      if (pauseMs > 0) await context.wait(pauseMs);
      // A box passes the focus on by itself after its one key.
      if (!isLast && !(await context.race(document.ask('hasFocus', at, secret)))) return false;
    }
    return true;
  };
  const isPressed = await context.race(withoutOtherFrames(live.page, press));
  // What the last key has sent is gone with its document.
  const hasStrayed = await context.race(document.ask('endKeys').catch(() => false));
  return isPressed && !hasStrayed;
}
