import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '../../../contract/index.js';
import type { LoginDeps } from '../deps.js';
import { conclude } from './conclude.js';
import type { Submission, Verdict } from './judge.js';
import type { Login } from './login.js';
import type { Observation } from './observe.js';
import { toOutcome } from './outcome.js';
import type { Plan } from './plan.js';
import { awaitSign } from './settle.js';
import { invalidField, setRemember, submitForm } from './submit.js';
import { typeValue } from './type-value.js';

/** Pages that send a code with its last digit do so at once; sent twice, it would be refused. */
const AUTO_SUBMIT_MS = 120;
const POLL_MS = 10;

/** Types, submits and judges. The attempt is armed: this happens once. */
export async function attempt(
  deps: LoginDeps,
  login: Login,
  plan: Plan,
  values: ReadonlyMap<string, string>,
  before: Observation,
): Promise<Outcome> {
  const { network } = login;
  const submission: Submission = {
    fields: plan.targets.map(({ field: { name, role } }) => ({ name, role })),
    appended: plan.appended !== null,
    signature: plan.form.signature,
  };
  login.submitted = { before, submission };
  network.mark();
  const { sent } = network;
  const isOnItsWay = (): boolean => network.sent !== sent;
  try {
    const stopped = await typeAndSend(deps, login, plan, values, isOnItsWay);
    if (stopped !== null) return await toOutcome(deps, login, stopped, before.view);
  } catch (error) {
    // A form that is sent by its last character takes its fields along.
    if (!isOnItsWay()) throw error;
  }
  const { verdict, seen } = await conclude(deps, login, before, submission);
  return toOutcome(deps, login, verdict, seen.view);
}

/** Types and submits. What it answers stands against submitting; null when it was submitted. */
async function typeAndSend(
  deps: LoginDeps,
  { live: { page }, network, grant }: Login,
  plan: Plan,
  values: ReadonlyMap<string, string>,
  isOnItsWay: () => boolean,
): Promise<Exclude<Verdict, { kind: 'unclear' }> | null> {
  for (const target of plan.targets) {
    const kept = await typeValue(page, target, values.get(target.field.name) as string);
    if (!kept && !isOnItsWay()) return { kind: 'failed', code: 'element_not_found', words: null };
  }
  if (plan.form.class === 'otp' && (await happensWithin(AUTO_SUBMIT_MS, isOnItsWay))) return null;
  await setRemember(page, plan, grant.stay_signed_in);
  const [invalid, sign] = await Promise.all([invalidField(plan), awaitSign(page, network)]);
  if (invalid !== null) return { kind: 'refused', fields: [invalid.field], words: invalid.words };
  await submitForm(page, plan);
  await sign(deps.patience.signMs);
  return null;
}

async function happensWithin(ms: number, happens: () => boolean): Promise<boolean> {
  const deadline = performance.now() + ms;
  while (!happens() && performance.now() < deadline) await sleep(POLL_MS);
  return happens();
}
