import type { Page } from 'playwright-core';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import type { Readiness } from '../page-world/agent.js';
import type { LiveDocument } from '../read/document/live-document.js';
import { last } from './non-empty.js';
import type { OriginRefusal } from './origin.js';
import type { Plan } from './plan.js';
import { click } from './press.js';
import type { Pinned } from './target.js';

/** Why nothing was pressed: the browser would not send this field, with its message; or the form is sent to where nothing may go. */
export type NotSent =
  | { readonly kind: 'invalid'; readonly field: string; readonly words: string }
  | { readonly kind: 'not_allowed'; readonly code: OriginRefusal };

/** Ticks "keep me signed in", because some sites store nothing otherwise, or unticks it if the agent says so. */
export async function setRemember(context: LoginContext, { remember }: Plan, wanted: boolean): Promise<void> {
  if (remember !== null && remember.checked !== wanted) await click(context, remember);
}

/**
 * Presses the form's own button, or Enter in its last field where there is none to press. Where the form is sent was checked before it was
 * filled; it is checked again now, for the button that Enter would press as well, and in the moment of the press.
 * @returns null when it was sent
 */
export async function submitForm(context: LoginContext, login: Login, plan: Plan): Promise<NotSent | null> {
  const { targets, submit } = plan;
  const { page } = login.live;
  const { document, pin } = last(last(targets).elements);
  const pins = targets.map(({ elements }) => elements[0].pin);
  const ready = () => document.ask('readiness', pins, submit?.pin ?? null);
  let now = await context.race(ready());
  if (now.invalid !== null) {
    const { at, words } = now.invalid;
    return { kind: 'invalid', field: (targets[at] ?? targets[0]).field.name, words };
  }
  if (submit !== null && !now.pressable && (await context.race(document.ask('takeFocus', pin)))) {
    // Some buttons are enabled by a key that a user pressed only.
    await context.race(page.keyboard.press('End'));
    now = await context.race(ready());
  }
  const wrong = refusedAmong(login, plan, now.actions);
  if (wrong !== null) return notAllowed(login, wrong);
  const origins = originsOf(now.actions);
  if (submit !== null && now.pressable && (await click(context, submit, origins))) return null;
  const byDefault = now.byDefault?.action ? refusedAmong(login, plan, [now.byDefault.action]) : null;
  if (byDefault === null && (await pressEnter(context, page, plan, now))) return null;
  if (submit !== null && (await requestSubmit(context, plan, submit, origins))) return null;
  return byDefault === null ? null : notAllowed(login, byDefault);
}

/** Enter takes the form's first button, wherever that is. False where it was not pressed, or hit something else. */
async function pressEnter(
  context: LoginContext,
  page: Page,
  { targets }: Plan,
  { byDefault, actions }: Readiness,
): Promise<boolean> {
  const { document, pin } = last(last(targets).elements);
  const origins = originsOf(byDefault?.action ? [...actions, byDefault.action] : actions);
  await context.race(document.ask('expectPress', byDefault?.pin ?? null, origins));
  const isFocused = await context.race(document.ask('takeFocus', pin));
  if (isFocused) await context.race(page.keyboard.press('Enter'));
  return !(await isStopped(context, document)) && isFocused;
}

/** The last resort, for a page hears no click of it. False where there is nothing to send so. */
async function requestSubmit(
  context: LoginContext,
  { targets }: Plan,
  submit: Pinned,
  origins: readonly string[],
): Promise<boolean> {
  const { document } = last(last(targets).elements);
  await context.race(document.ask('expectPress', submit.pin, origins));
  const isSent = await context.race(document.ask('requestSubmit', submit.pin));
  return !(await isStopped(context, document)) && isSent;
}

/** Ends the watch over a press. The page may be elsewhere by now: then nothing was stopped. */
const isStopped = (context: LoginContext, document: LiveDocument): Promise<boolean> =>
  context.race(document.ask('endPress').catch(() => false));

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
