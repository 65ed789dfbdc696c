import type { Outcome } from '../../../contract/index.js';
import type { LoginDeps } from '../deps.js';
import { conclude } from './conclude.js';
import type { Submission } from './judge.js';
import type { Login } from './login.js';
import type { Observation } from './observe.js';
import { failed, toOutcome } from './outcome.js';
import type { Plan } from './plan.js';
import { awaitSign } from './settle.js';
import { invalidField, submitForm, tickRemember } from './submit.js';
import { typeValue } from './type-value.js';

/** Types, submits and judges. The attempt is armed: this happens once. */
export async function attempt(
  deps: LoginDeps,
  login: Login,
  plan: Plan,
  values: ReadonlyMap<string, string>,
  before: Observation,
): Promise<Outcome> {
  const { live, network } = login;
  const submission: Submission = {
    fields: plan.targets.map(({ field: { name, role } }) => ({ name, role })),
    signature: plan.form.signature,
  };
  login.submitted = { before, submission };
  network.mark();
  const { started } = network;
  for (const target of plan.targets) {
    const kept = await typeValue(live.page, target, values.get(target.field.name) as string).catch((error) => {
      // A form that is sent by its last character takes its fields along.
      if (network.started === started) throw error;
      return true;
    });
    if (!kept && network.started === started) return failed(deps, login, 'element_not_found', null);
  }
  const sentByTyping = plan.form.class === 'otp' && network.started !== started;
  if (!sentByTyping) {
    await tickRemember(plan);
    const invalid = await invalidField(plan);
    if (invalid !== null) {
      const verdict = { kind: 'refused', fields: [invalid.field], words: invalid.words } as const;
      return toOutcome(deps, login, verdict, before.view);
    }
    const sign = await awaitSign(live.page, network);
    await submitForm(live.page, plan);
    await sign(deps.patience.signMs);
  }
  const { verdict, seen } = await conclude(deps, login, before, submission);
  return toOutcome(deps, login, verdict, seen.view);
}
