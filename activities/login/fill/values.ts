import { isIdentifier } from '../../../contract/invocation/value-kinds.js';
import type { FillResult, FillStep } from '../../../contract/steps.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import { countryOf, restOf, splitNumberIn } from '../read/dial-codes.js';
import { domainOf, restBeside, splitAddressIn } from '../read/mail-domains.js';
import { append } from './appended-code.js';
import { emptyFields, isGone, type OpenedValues, refusedBefore } from './open-values.js';
import { optionFor } from './picked-value.js';
import type { Plan } from './plan.js';
import { canBePressed } from './press-keypad.js';

type Unused = Extract<FillResult, { kind: 'not_entitled' | 'empty' | 'refused_before' }>;
type Wait = Extract<FillResult, { kind: 'wait_until' }>;
/** A list does not offer what is stored for it. */
type Unlisted = { readonly kind: 'unlisted' };

/** Why the values should not be typed (nobody may give them, one is empty or was refused before); null when they should. */
export async function refuseValues(
  context: LoginContext,
  step: FillStep,
  values: OpenedValues,
): Promise<Unused | null> {
  const { notEntitled, gone } = values;
  if (notEntitled.length > 0) {
    const facts = { fields: notEntitled.length };
    context.note({ stage: 'fill', rule: 'values_opened', reason: 'not_entitled', facts });
    return { kind: 'not_entitled', fields: notEntitled };
  }
  if (gone.length > 0) return goneFrom(context, gone);
  const empty = emptyFields(values);
  if (empty.length > 0) {
    context.note({ stage: 'fill', rule: 'values_opened', reason: 'empty_value', facts: { fields: empty.length } });
    return { kind: 'empty', fields: empty };
  }
  const refused = await refusedBefore(context, step, values);
  if (refused.length === 0) return null;
  context.note({ stage: 'fill', rule: 'refused_before', reason: 'known_refusal', facts: { fields: refused.length } });
  return { kind: 'refused_before', fields: refused };
}

/** Somebody has changed the credential since the login looked: it looks again. */
function goneFrom(context: LoginContext, fields: readonly string[]): Unused {
  context.note({ stage: 'fill', rule: 'values_opened', reason: 'value_gone', facts: { fields: fields.length } });
  return { kind: 'empty', fields, gone: true };
}

/** The values by field, with a one-time code where the form has a field for one. The code is made right before it is typed. */
export async function completeValues(
  context: LoginContext,
  login: Login,
  { appended, targets }: Plan,
  { secrets, totpField }: OpenedValues,
): Promise<{ readonly kind: 'values'; readonly values: ReadonlyMap<string, string> } | Wait | Unused | Unlisted> {
  const values = new Map(secrets.map(({ field, value }) => [field, value]));
  const names = targets.filter(({ field }) => isIdentifier(field.name, field.role));
  login.scrub.addNames(names.flatMap(({ field }) => values.get(field.name) ?? []));
  splitValues(targets, values);
  for (const { field, from, value: whole } of secrets) {
    const value = values.get(field) ?? whole;
    const positions = targets.find((target) => target.field.name === field)?.field.positions ?? null;
    if (isUnpressable(targets, field, value)) return { kind: 'empty', fields: [field] };
    if (from === 'stored' && isUnlisted(login, targets, field, value)) {
      // The page is shown as what it is now, whose list has to be chosen from; then it is asked for.
      if (login.notOffered.has(field)) return { kind: 'empty', fields: [field] };
      login.notOffered.add(field);
      return { kind: 'unlisted' };
    }
    if (from !== 'stored' || positions === null) continue;
    const characters = charactersAt(value, positions);
    if (characters === null) return { kind: 'empty', fields: [field] };
    values.set(field, characters);
  }
  if (totpField !== null) {
    const claim = await claimCode(context, login);
    if (claim.kind === 'gone') return goneFrom(context, [totpField]);
    const isFresh = claim.kind === 'code';
    context.note({
      stage: 'fill',
      rule: 'code_claimed',
      reason: isFresh ? 'code_fresh' : 'code_used_up',
      facts: {},
    });
    if (!isFresh) return { kind: 'wait_until', at: new Date(claim.until).toISOString() };
    login.scrub.add([claim.code]);
    values.set(totpField, claim.code);
  }
  const writing = appended === null ? values : append(values, appended);
  login.scrub.add([...writing].filter(([field]) => !isOffered(targets, field)).map(([, value]) => value));
  return { kind: 'values', values: writing };
}

/** A keypad has keys for digits only. */
const isUnpressable = (targets: Plan['targets'], name: string, value: string): boolean =>
  targets.some(({ field }) => field.name === name && field.keypad) && !canBePressed(value);

/** What a page offers everybody is no secret; what is stored is kept out of texts since the login began. */
const isOffered = (targets: Plan['targets'], name: string): boolean =>
  targets.some(({ field }) => field.name === name && field.options !== null);

/** What a list beside its field sets in part is typed without that: a number without the code of its country, an address without its domain. */
const IN_PARTS = [
  { splitIn: splitNumberIn, listed: countryOf, restOf },
  { splitIn: splitAddressIn, listed: domainOf, restOf: restBeside },
];

function splitValues(targets: Plan['targets'], values: Map<string, string>): void {
  for (const { splitIn, listed, restOf } of IN_PARTS) {
    const split = splitIn(targets.map(({ field }) => field));
    const first = split && values.get(split.list.name);
    const whole = split && values.get(split.rest.name);
    if (split === null || first == null || whole == null) continue;
    const option = optionFor(split.list.options ?? [], first) ?? listed(split.list, first);
    if (option === undefined) continue;
    values.set(split.list.name, option.value);
    values.set(split.rest.name, restOf(whole, option));
  }
}

/** Whether a list is known not to offer what is stored. Whatever stands there already would be sent for it. */
function isUnlisted({ notOffered }: Login, targets: Plan['targets'], name: string, value: string): boolean {
  const field = targets.find((target) => target.field.name === name)?.field;
  if (field === undefined) return false;
  return field.options === null
    ? field.inputType === 'list' && notOffered.has(name)
    : optionFor(field.options, value) === undefined;
}

/** The characters that a site asks for, of the whole password; null where it has not as many. */
function charactersAt(password: string, positions: readonly number[]): string | null {
  const all = [...password];
  return positions.every((position) => position <= all.length)
    ? positions.map((position) => all.at(position < 0 ? position : position - 1)).join('')
    : null;
}

/** Claims a code by the site's clock, or by ours. The time to wait until is returned by ours. */
async function claimCode(context: LoginContext, { ref, network, codesBy }: Login) {
  const offset = codesBy === 'site' ? network.clockOffset : 0;
  const claim = await context.vault.claimTotp(ref.auth_agent_id, context.clock() + offset).catch((error: unknown) => {
    if (isGone(error)) return { kind: 'gone' as const };
    throw error;
  });
  return claim.kind === 'wait' ? { kind: 'wait' as const, until: claim.until - offset } : claim;
}
