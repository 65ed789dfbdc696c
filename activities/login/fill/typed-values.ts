import type { FillStep, ValueSource } from '../../../contract/steps.js';
import type { TypedValue } from '../../browser/index.js';
import type { Login } from '../login.js';
import { APPENDED } from './appended-code.js';
import type { OpenedValues } from './open-values.js';
import type { Plan } from './plan.js';
import type { Target } from './target.js';

/** Words in the keys of stored values that say who somebody is, and no more: such values travel between sites. */
const IDENTIFIES =
  /(^|_)(e?mail|user|username|user_?id|login|account|identifier|phone|mobile|tel|company|organi[sz]ation|tenant|workspace|domain|branch|name|date|birth(day|date)?|bday|dob|country|region)(_|$)/i;

/** What a fill types, with what the watch on the wire has to know of each. */
export function typedValues(
  { maySendTo }: Login,
  step: FillStep,
  { targets, appended }: Plan,
  { secrets }: OpenedValues,
  values: ReadonlyMap<string, string>,
): TypedValue[] {
  const typed = targets.flatMap((target): TypedValue[] => {
    const value = values.get(target.field.name);
    if (value === undefined) return [];
    return [
      { value, kind: isSecret(target, step.values[target.field.name]) ? 'secret' : 'identifier', mayGoTo: maySendTo },
    ];
  });
  if (appended === null) return typed;
  // The password and the code are typed as one, and a page that knows can take them apart.
  const parts = secrets.filter(({ field }) => field === appended.password || field === APPENDED);
  return [...typed, ...parts.map(({ value }): TypedValue => ({ value, kind: 'secret', mayGoTo: maySendTo }))];
}

/** Whatever goes into a password, code or masked field is a secret, and so is a stored value that does not merely say who somebody is. */
function isSecret({ field, secret }: Target, source: ValueSource | undefined): boolean {
  const isHidden = secret || field.role === 'password' || field.role === 'otp' || field.inputType === 'password';
  if (isHidden || source?.from === 'totp') return true;
  return source?.from === 'stored' && field.role !== 'identifier' && !IDENTIFIES.test(source.key);
}
