import { type Control, type Field, type Group, isNonEmpty } from './model.js';
import { couldSend } from './press.js';
import type { Scan } from './scan.js';

/** Parts a group that holds two forms: fields with a password and the button of a login or a sign-up, then more fields with another one. */
export function splitForms(scan: Scan, group: Group): Group[] {
  const { fields, controls } = group;
  const end = controls.find(
    (control) =>
      (scan.saysOnly('login', control.label) || scan.says('signup', control.label)) &&
      !control.link &&
      couldSend(scan, control) &&
      fields.some((field) => isPassword(field) && field.order < control.order) &&
      (fields.some((field) => isPassword(field) && field.order > control.order) || isFollowed(scan, group, control)),
  );
  if (end === undefined) return [group];
  const part = (isIn: (order: number) => boolean): Group[] => {
    const own = fields.filter(({ order }) => isIn(order));
    const within = <T extends { readonly order: number }>(all: readonly T[]): T[] =>
      all.filter(({ order }) => isIn(order));
    return isNonEmpty(own)
      ? [{ ...group, fields: own, controls: within(controls), choices: within(group.choices) }]
      : [];
  };
  const [first, rest] = [part((order) => order <= end.order), part((order) => order > end.order)];
  return [...first, ...rest.flatMap((other) => splitForms(scan, other))];
}

/** Whether a form for something else stands below a button: fields to type in, and then a button that sends, and logs nobody in. */
function isFollowed(scan: Scan, { fields, controls }: Group, { order }: Control): boolean {
  const typed = fields.filter((field) => field.order > order && field.type !== 'select');
  const last = Math.max(...typed.map((field) => field.order));
  const below = controls.filter((control) => control.order > order);
  const sends = ({ link, submits, label, order: at }: Control): boolean =>
    !link && submits && at > last && !scan.says('login', label);
  return typed.length > 0 && below.some(sends);
}

const isPassword = ({ type }: Field): boolean => type === 'password';
