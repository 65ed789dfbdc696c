import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import type { Readiness } from '../page-world/agent.js';
import { last } from './non-empty.js';
import type { Plan } from './plan.js';
import { typeByKeys } from './type-value.js';

const LOOK_AGAIN_MS = 40;

type Look = (context: LoginContext) => Promise<Readiness>;

/**
 * Waits for the button of a filled form, if it can't be pressed yet, and does what a person would: presses a key, leaves the field, types again
 * by real keys, slowly.
 * @param look what stands against sending the form
 */
export async function wakeButton(
  context: LoginContext,
  { live, network }: Login,
  plan: Plan,
  values: ReadonlyMap<string, string>,
  seen: Readiness,
  look: Look,
): Promise<Readiness> {
  if (plan.submit === null || seen.pressable) return seen;
  const { targets } = plan;
  const { page } = live;
  const { document, pin } = last(last(targets).elements);
  // Some buttons are enabled by a key that a user pressed only.
  if (await context.race(document.ask('takeFocus', pin))) await context.race(page.keyboard.press('End'));
  let now = await look(context);
  if (now.pressable) return now;
  await context.race(document.ask('leave', pin));
  const { undecidedMs, settleMs } = context.timeouts;
  now = await untilPressable(context, look, undecidedMs);
  const latest = performance.now() + settleMs;
  while (!now.pressable && !network.quiet && performance.now() < latest)
    now = await untilPressable(context, look, undecidedMs);
  if (now.pressable) return now;
  for (const target of targets) await typeByKeys(context, live, target, values.get(target.field.name) as string);
  await context.race(document.ask('leave', pin));
  return untilPressable(context, look, undecidedMs / 2);
}

async function untilPressable(context: LoginContext, look: Look, withinMs: number): Promise<Readiness> {
  const until = performance.now() + withinMs;
  let now = await look(context);
  while (!now.pressable && performance.now() < until) {
    await context.wait(LOOK_AGAIN_MS);
    now = await look(context);
  }
  return now;
}
