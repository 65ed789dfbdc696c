import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import type { Readiness } from '../page-world/agent.js';
import { last, mapAll } from './non-empty.js';
import { isHeldAsText } from './picked-value.js';
import type { Plan } from './plan.js';
import { pressKeypad } from './press-keypad.js';
import type { Target } from './target.js';
import { type Kept, typeValue } from './type-value.js';
import { wakeButton } from './wake-button.js';

const LOOK_AGAIN_MS = 40;
/** How often what a page has emptied is typed again. */
const MAX_AGAIN = 2;

/** A form that holds all values, as it is to be sent. */
export interface Filled {
  readonly kind: 'filled';
  readonly plan: Plan;
  readonly now: Readiness;
}

/** A field that does not keep its value: nothing is sent. */
export interface NotFilled {
  readonly kind: 'not_filled';
  readonly target: Target;
  readonly kept: Exclude<Kept, 'kept'>;
}

/**
 * Types each value into its field, or presses it on its keypad, in the order in which a person does.
 * @param isSent whether something is on its way already: then nothing is typed a second time
 * @returns `isSent` where the page has sent it with the last digit that was pressed
 */
export async function typeAll(
  context: LoginContext,
  login: Login,
  plan: Plan,
  values: ReadonlyMap<string, string>,
  isSent: () => boolean,
): Promise<(Omit<Filled, 'now'> & { readonly isSent: boolean }) | NotFilled> {
  let filled = plan;
  for (const target of plan.targets) {
    const value = givenFor(values, target);
    if (target.field.keypad) {
      const pressed = await pressKeypad(context, login, plan, target, value);
      if (pressed.kept !== 'kept') return { kind: 'not_filled', target, kept: pressed.kept };
      if (pressed.isSent) return { kind: 'filled', plan: filled, isSent: true };
      continue;
    }
    const typed = await typeValue(context, login.live, target, value, isSent);
    filled = withTarget(filled, target, typed.target);
    const { name, isOpenChoice, inputType } = target.field;
    if (typed.kept === 'not_offered') {
      const isList = inputType === 'list';
      const isAsked = (isOpenChoice || isList) && !login.notOffered.has(name);
      login.notOffered.add(name);
      if (isList && !isAsked) return { kind: 'not_filled', target, kept: 'changed' };
      // What was typed to search a list may be a value, too. A name that was only tried is none.
      if (!isAsked) continue;
    }
    if (typed.kept !== 'kept') return { kind: 'not_filled', target, kept: typed.kept };
  }
  return { kind: 'filled', plan: filled, isSent: false };
}

/**
 * Waits until the page listens, each field holds its value and the button can be pressed. What the page has emptied meanwhile, as when a
 * script has come to life, is typed again.
 * @param isSent whether what was typed is on its way already
 */
export async function makeReady(
  context: LoginContext,
  login: Login,
  given: Plan,
  values: ReadonlyMap<string, string>,
  isSent: () => boolean,
): Promise<Filled | NotFilled> {
  let plan = given;
  let lost = given.targets[0];
  for (let again = 0; again <= MAX_AGAIN * given.targets.length; again++) {
    const now = await readyNow(context, login, plan, values);
    const empty = plan.targets.find((_, at) => now.lost.includes(at));
    if (empty === undefined || isSent()) return { kind: 'filled', plan, now };
    lost = empty;
    const typed = await typeValue(context, login.live, lost, givenFor(values, lost), isSent);
    if (typed.kept !== 'kept' && typed.kept !== 'not_offered')
      return { kind: 'not_filled', target: lost, kept: typed.kept };
    plan = withTarget(plan, lost, typed.target);
  }
  return { kind: 'not_filled', target: lost, kept: 'lost' };
}

async function readyNow(
  context: LoginContext,
  login: Login,
  plan: Plan,
  values: ReadonlyMap<string, string>,
): Promise<Readiness> {
  const { document } = last(last(plan.targets).elements);
  const look = (context: LoginContext): Promise<Readiness> =>
    context.race(document.ask('readiness', ...formNow(plan, values)));
  const until = performance.now() + context.timeouts.settleMs;
  let now = await look(context);
  while (now.waking && performance.now() < until) {
    await context.wait(LOOK_AGAIN_MS);
    now = await look(context);
  }
  return now.lost.length > 0 ? now : wakeButton(context, login, plan, values, now, look);
}

/** Each field with the text that is compared: not what was chosen from a list or pressed, nor a code in boxes. */
function formNow({ targets, submit }: Plan, values: ReadonlyMap<string, string>) {
  const texts = targets.map((target) =>
    target.elements.length > 1 || !isHeldAsText(target.field) ? null : givenFor(values, target),
  );
  return [targets.map(({ elements }) => elements[0].pin), texts, submit?.pin ?? null] as const;
}

const givenFor = (values: ReadonlyMap<string, string>, { field }: Target): string => values.get(field.name) as string;

const withTarget = (plan: Plan, old: Target, target: Target): Plan =>
  old === target ? plan : { ...plan, targets: mapAll(plan.targets, (one) => (one === old ? target : one)) };
