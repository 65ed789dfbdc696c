import type { FillStep } from '../../../contract/steps.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import { awaitCaptcha } from '../open/captcha.js';
import { consentQuestion } from '../open/consent.js';
import { dismissOverlay } from '../open/dismiss-overlay.js';
import type { PageView, ViewForm } from '../page-world/view.js';
import { addressOf } from '../read/frame-at.js';
import type { Observation } from '../read/observation.js';
import { observe } from '../read/observe.js';
import { formToFill } from '../read/seen-page.js';
import { distrust } from '../recipes/doubt.js';
import { forget } from '../recipes/learn.js';
import { openTab } from './choose-option.js';
import type { OpenedValues } from './open-values.js';
import { formOf, type Plan, planFill } from './plan.js';
import type { Refusal } from './target.js';

const LOOK_AGAIN_MS = 250;

/** A form that is pinned and checked, and the page as it was then. */
export interface ReadyForm {
  readonly kind: 'ready';
  readonly plan: Plan;
  readonly before: Observation;
}

/** Something that asks for an answer lies over the form. */
interface Gated {
  readonly kind: 'gate';
  readonly view: PageView;
}

type Changed = { readonly kind: 'changed' };
type Unfit = Refusal & { readonly before: Observation; readonly source: ViewForm['source'] };

/**
 * The form as it is now; `changed` when it is not the one that was seen. Answers a banner or message that covers it, and waits for a
 * notice that goes away by itself.
 */
export async function prepareForm(
  context: LoginContext,
  login: Login,
  step: FillStep,
  opened: OpenedValues,
): Promise<ReadyForm | Changed | Gated | Refusal> {
  const form = await formInReach(context, login, step, opened);
  context.note({ stage: 'fill', rule: 'form_ready', ...reasonOf(form) });
  return form;
}

async function formInReach(
  context: LoginContext,
  login: Login,
  step: FillStep,
  opened: OpenedValues,
): Promise<ReadyForm | Changed | Gated | Unfit> {
  let form = await pinForm(context, login, step, opened);
  if (form.kind === 'covered' || form.kind === 'missing') {
    const { view } = form.before;
    if (await dismissOverlay(context, login, view)) form = await pinForm(context, login, step, opened);
  }
  const { settleMs, undecidedMs } = context.timeouts;
  // What has an answer is no notice that goes away by itself.
  const isGate = form.kind === 'covered' && (form.before.view.gate?.pins.length ?? 0) > 0;
  const deadline = performance.now() + (isGate ? undecidedMs : settleMs);
  while (form.kind === 'covered' && performance.now() < deadline) {
    await context.wait(LOOK_AGAIN_MS);
    form = await pinForm(context, login, step, opened);
  }
  // A page that came again brings a new challenge, which may pass like the last one.
  if (form.kind === 'ready' && form.before.view.captcha !== null) {
    await awaitCaptcha(context, login, form.before);
    form = await pinForm(context, login, step, opened);
  }
  if (form.kind === 'changed' || form.kind === 'other_site') return form;
  if (form.kind === 'ready') {
    const { form: known } = form.plan;
    if (login.recipes.contradicts(known, addressOf(login.live.page, known))) await forget(context, login);
    return form;
  }
  // Under it, a tab can't be pressed either.
  const isUnder = form.kind === 'covered' || form.kind === 'missing';
  if (isUnder && form.before.view.gate !== null) return { kind: 'gate', view: form.before.view };
  // If the form can't be filled, the recipe is wrong about it: read the page without the recipe.
  await distrust(context, login, form.source);
  return form.source === 'page' ? form : pinForm(context, login, step, opened);
}

async function pinForm(
  context: LoginContext,
  login: Login,
  step: FillStep,
  opened: OpenedValues,
): Promise<ReadyForm | Changed | Unfit> {
  let before = await observe(context, login.live.page, login.network, login);
  const form = formToFill(before.view);
  // The page may show another tab again after each answer.
  if (form !== null && (await openTab(context, login, form)))
    before = await observe(context, login.live.page, login.network, login);
  const found = formOf(before.view, step);
  if (found === null || consentQuestion(login, before.view) !== null) return { kind: 'changed' };
  const planned = await planFill(context, login, step, opened, found);
  return planned.kind === 'ready' ? { ...planned, before } : { ...planned, before, source: found.form.source };
}

function reasonOf(form: ReadyForm | Changed | Gated | Unfit) {
  switch (form.kind) {
    case 'ready': {
      const { form: filled, targets, appended } = form.plan;
      const facts = { fields: targets.length, form_source: filled.source, appended_code: appended !== null };
      return { reason: 'done', facts } as const;
    }
    case 'changed':
      return { reason: 'form_changed', facts: {} } as const;
    case 'gate':
    case 'covered':
      return { reason: 'form_covered', facts: {} } as const;
    case 'missing':
      return { reason: 'field_missing', facts: {} } as const;
    case 'other_site':
      return { reason: 'other_site', facts: { fields: form.fields.length } } as const;
    case 'not_allowed':
      return { reason: 'origin_not_allowed', facts: { code: form.code } } as const;
  }
}
