import type { TypedValue } from '../../browser/index.js';
import { APPENDED } from './appended-code.js';
import type { OpenedValues } from './open-values.js';
import type { Plan } from './plan.js';

/** What a fill types, with what the watch on the wire has to know of each. */
export function typedValues(
  { targets, appended, rules }: Plan,
  { secrets }: OpenedValues,
  values: ReadonlyMap<string, string>,
): TypedValue[] {
  const toTyped = (name: string, value: string | undefined): TypedValue[] => {
    const rule = rules.get(name);
    if (value === undefined || rule === undefined) return [];
    const password = targets.some(({ field, secret }) => secret && field.name === name);
    return [{ value, kind: rule.kind, mayGoTo: rule.maySendTo, password }];
  };
  const typed = targets.flatMap(({ field }) => toTyped(field.name, values.get(field.name)));
  if (appended === null) return typed;
  // The password and the code are typed as one, and a page that knows can take them apart.
  const parts = secrets.filter(({ field }) => field === appended.password || field === APPENDED);
  return [...typed, ...parts.flatMap(({ field, value }) => toTyped(field, value))];
}
