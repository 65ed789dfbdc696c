import type { Plan } from './plan.js';

/** The field that takes fewer characters than its value has, as a person reads it; null where there is none. A value is never cut. */
export function tooLong({ targets }: Plan, values: ReadonlyMap<string, string>): string | null {
  const short = targets.find(
    ({ field, elements }) =>
      elements.length === 1 &&
      field.maxLength !== null &&
      field.options === null &&
      (values.get(field.name) ?? '').length > field.maxLength,
  );
  return short === undefined ? null : `${short.field.label} (maxlength ${short.field.maxLength})`.trim();
}
