import type { Page } from 'playwright-core';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import { boxesToTick } from '../open/boxes.js';
import type { Readiness, Stopped } from '../page-world/agent.js';
import type { LiveDocument, Pressed } from '../read/document/live-document.js';
import { last } from './non-empty.js';
import type { OriginRefusal } from './origin.js';
import type { Plan } from './plan.js';
import { click, clickToSend } from './press.js';
import { type Pinned, pin } from './target.js';

/** Why nothing was sent. */
export type NotSent =
  /** The browser would not send this field, with its message. */
  | { readonly kind: 'invalid'; readonly field: string; readonly words: string }
  /** It is sent to where nothing may go. */
  | { readonly kind: 'not_allowed'; readonly code: OriginRefusal }
  /** No script of the page handles it, so that the browser would send the password in an address. */
  | { readonly kind: 'insecure' }
  /** The page has emptied a field in the last moment. */
  | { readonly kind: 'emptied' }
  /** Its button can't be pressed, nor does Enter. */
  | { readonly kind: 'disabled' };

/** Ticks "keep me signed in", because some sites store nothing otherwise, or unticks it if the agent says so. */
export async function setRemember(context: LoginContext, { remember }: Plan, wanted: boolean): Promise<void> {
  if (remember !== null && remember.checked !== wanted) await click(context, remember);
}

/** Ticks what the form is not sent without, as far as somebody has agreed to it. */
export async function tickBoxes(context: LoginContext, login: Login, { form }: Plan): Promise<void> {
  for (const { ref } of boxesToTick(login, form)) {
    const box = await pin(context, login.live.page, ref);
    if (box !== null) await click(context, box);
  }
}

/**
 * Presses the form's own button, or Enter in its last field where there is none to press. Where the form is sent was checked before it was
 * filled; it is checked again now, for the button that Enter would press as well, and in the moment of the press.
 * @param now what stands against sending it
 * @returns null when it was sent
 */
export async function submitForm(
  context: LoginContext,
  login: Login,
  plan: Plan,
  now: Readiness,
): Promise<NotSent | null> {
  const { targets, submit } = plan;
  const { page } = login.live;
  if (now.invalid !== null) {
    const { at, words } = now.invalid;
    return { kind: 'invalid', field: (targets[at] ?? targets[0]).field.name, words };
  }
  const wrong = refusedAmong(login, plan, now.actions);
  if (wrong !== null) return notAllowed(login, wrong);
  const origins = originsOf(now.actions);
  if (submit !== null && !now.pressable && now.byDefault?.pin === submit.pin) return { kind: 'disabled' };
  const clicked = submit !== null && now.pressable ? await clickToSend(context, submit, origins) : 'missed';
  if (clicked !== 'missed') return notSentBy(clicked);
  const byDefault = now.byDefault?.action ? refusedAmong(login, plan, [now.byDefault.action]) : null;
  if (byDefault === null) {
    const pressed = await pressEnter(context, page, plan, now);
    if (pressed !== 'missed') return notSentBy(pressed);
  }
  const requested = submit === null ? 'missed' : await requestSubmit(context, plan, submit, origins);
  if (requested !== 'missed') return notSentBy(requested);
  return byDefault === null ? null : notAllowed(login, byDefault);
}

const notSentBy = (pressed: Exclude<Pressed, 'missed'>): NotSent | null =>
  pressed === 'pressed' ? null : { kind: pressed };

/** Enter presses the form's first button, wherever it is. */
async function pressEnter(
  context: LoginContext,
  page: Page,
  { targets }: Plan,
  { byDefault, actions }: Readiness,
): Promise<Pressed> {
  const { document, pin } = last(last(targets).elements);
  const origins = originsOf(byDefault?.action ? [...actions, byDefault.action] : actions);
  await context.race(document.ask('expectPress', byDefault?.pin ?? null, origins));
  const isFocused = await context.race(document.ask('takeFocus', pin));
  if (isFocused) await context.race(page.keyboard.press('Enter'));
  return pressedUnless(await stoppedIn(context, document), isFocused);
}

/** The last resort, for a page hears no click of it. */
async function requestSubmit(
  context: LoginContext,
  { targets }: Plan,
  submit: Pinned,
  origins: readonly string[],
): Promise<Pressed> {
  const { document } = last(last(targets).elements);
  await context.race(document.ask('expectPress', submit.pin, origins));
  const isSent = await context.race(document.ask('requestSubmit', submit.pin));
  return pressedUnless(await stoppedIn(context, document), isSent);
}

function pressedUnless(stopped: Stopped | null, isPressed: boolean): Pressed {
  if (stopped !== null && stopped !== 'elsewhere') return stopped;
  return stopped === null && isPressed ? 'pressed' : 'missed';
}

/** Ends the watch over a press. The page may be elsewhere by now: then nothing was stopped. */
const stoppedIn = (context: LoginContext, document: LiveDocument): Promise<Stopped | null> =>
  context.race(document.ask('endPress').catch(() => null));

const originsOf = (addresses: readonly string[]): string[] => addresses.map((address) => new URL(address).origin);

interface Wrong {
  readonly address: string;
  readonly code: OriginRefusal;
}

/** The first address that one of the values may not be sent to. */
function refusedAmong({ mayTypeAt }: Login, { rules }: Plan, addresses: readonly string[]): Wrong | null {
  const address = addresses.find((one) => ![...rules.values()].every((rule) => rule.maySendTo(one)));
  return address === undefined ? null : { address, code: mayTypeAt(address) ?? 'domain_not_allowed' };
}

/** Counts as stopped on the wire: it would have been. */
function notAllowed({ live }: Login, { address, code }: Wrong): NotSent {
  live.wire.keep(address);
  return { kind: 'not_allowed', code };
}
