import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import { documentOf } from '../read/document/document-of.js';
import type { LiveDocument } from '../read/document/live-document.js';
import { frameAt } from '../read/frame-at.js';
import { happensWithin } from './happens-within.js';
import type { Plan } from './plan.js';
import type { Target } from './target.js';
import type { Kept } from './type-value.js';

/** Between two looks at the keys: they have to stay where they are. */
const STILL_MS = 30;
const LOOK_AGAIN_MS = 40;
/** Until a page shows that it took a press. */
const TAKES_MS = 600;
/** Until a page sends by itself what was pressed. */
const SENDS_MS = 150;

/** Whether a value can be pressed on a keypad. */
export const canBePressed = (value: string): boolean => /^[0-9]+$/.test(value);

/** What became of a value that was pressed. */
export interface PressedValue {
  readonly kept: Kept;
  /** Whether the page has sent it with its last digit. */
  readonly isSent: boolean;
}

const LOST: PressedValue = { kept: 'lost', isSent: false };
const SENT: PressedValue = { kept: 'kept', isSent: true };

const hasGoneOn = ({ network }: Login): boolean => network.navigating || network.mainStatus !== null;

/**
 * Presses a PIN on the keys that the page draws, read anew for each digit: many are shuffled after each. Before each press it is looked whether the value
 * still may go to where the page is. A page that does not show that it took a press gets no other one.
 */
export async function pressKeypad(
  context: LoginContext,
  login: Login,
  plan: Plan,
  target: Target,
  value: string,
): Promise<PressedValue> {
  const { live, network } = login;
  const digits = [...value].map(Number);
  // Scripts see what was pressed so far.
  live.wire.watchBeginnings(value);
  if (!(await isListening(context, login, target))) return LOST;
  let asksEachTime = false;
  let { sent } = network;
  for (const [at, digit] of digits.entries()) {
    // A page that has gone on had enough. The next one gets no press of this.
    if (hasGoneOn(login)) return at === 0 ? LOST : SENT;
    if (!mayPress(login, plan, target)) return { kept: 'not_allowed', isSent: false };
    asksEachTime ||= network.sent !== sent;
    sent = network.sent;
    const taken = await pressDigit(context, login, plan, target, digit);
    if (taken === 'taken') continue;
    if (hasGoneOn(login)) return SENT;
    // More than a page wants has no effect.
    return taken === 'idle' && at > 0 ? { kept: 'cut', isSent: false } : LOST;
  }
  const isSent = (): boolean => hasGoneOn(login) || (!asksEachTime && network.sent !== sent);
  return { kept: 'kept', isSent: await happensWithin(context, SENDS_MS, LOOK_AGAIN_MS, isSent) };
}

function mayPress({ live, mayTypeAt }: Login, { rules }: Plan, { field }: Target): boolean {
  const frame = frameAt(live.page, field.ref.frame);
  const rule = rules.get(field.name);
  if (frame === null || rule === undefined) return false;
  const [around, inside] = [live.page.url(), frame.url()];
  return mayTypeAt(around) === null && mayTypeAt(inside) === null && rule.mayBeAround(around) && rule.mayTypeAt(inside);
}

/** The document that shows the keys now. */
async function documentWith(context: LoginContext, { live }: Login, { field }: Target): Promise<LiveDocument | null> {
  const frame = frameAt(live.page, field.ref.frame);
  return frame === null ? null : context.race(documentOf(frame));
}

/** Waits until the scripts of the page are there. */
async function isListening(context: LoginContext, login: Login, target: Target): Promise<boolean> {
  const document = await documentWith(context, login, target);
  if (document === null) return false;
  const listens = async (): Promise<boolean> => !(await context.race(document.ask('readiness', [], [], null))).waking;
  return happensWithin(context, context.timeouts.settleMs, LOOK_AGAIN_MS, listens);
}

/**
 * Presses one digit.
 * @returns `idle` where the page does not show that it took the press; `gone` where the key can't be pressed
 */
async function pressDigit(
  context: LoginContext,
  login: Login,
  { form, rules }: Plan,
  target: Target,
  digit: number,
): Promise<'taken' | 'idle' | 'gone'> {
  const { network } = login;
  const maySendTo = rules.get(target.field.name)?.maySendTo ?? (() => false);
  const origins = form.action !== null && maySendTo(form.action) ? [new URL(form.action).origin] : [];
  const until = performance.now() + context.timeouts.settleMs;
  while (performance.now() < until) {
    const document = await documentWith(context, login, target);
    if (document === null || network.navigating) return 'gone';
    const keys = await keysAtRest(context, login, document, target);
    const key = keys?.[digit];
    if (keys === null || key === undefined) return 'gone';
    const { sent } = network;
    const pressed = await document.tap(context, key, origins);
    if (pressed === 'insecure') return 'gone';
    const isTaken = async (): Promise<boolean> =>
      network.sent !== sent ||
      network.navigating ||
      (await context.race(document.ask('keypadChanged', target.field.ref)));
    // Some take it as soon as the button of the mouse is down, and put other keys there.
    const began = pressed === 'pressed' || (await context.race(document.ask('beganOn', key)).catch(() => true));
    if (began && (await happensWithin(context, TAKES_MS, LOOK_AGAIN_MS, () => isTaken().catch(() => true))))
      return 'taken';
    if (pressed === 'pressed') return 'idle';
    await context.wait(LOOK_AGAIN_MS);
  }
  return 'gone';
}

/** The keys once they stay where they are, and nothing is on its way that could change them. */
async function keysAtRest(
  context: LoginContext,
  { network }: Login,
  document: LiveDocument,
  { field }: Target,
): Promise<readonly string[] | null> {
  const until = performance.now() + context.timeouts.undecidedMs;
  let last: readonly string[] | null = null;
  while (performance.now() < until && !network.navigating) {
    const keys = await context.race(document.ask('readKeypad', field.ref));
    if (keys !== null && last?.join() === keys.join() && network.quiet) return keys;
    last = keys;
    await context.wait(STILL_MS);
  }
  return null;
}
