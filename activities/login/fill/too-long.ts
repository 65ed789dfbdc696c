import type { Plan } from './plan.js';

/** Types that have a limit; for others the browser does not look at it (HTML Standard, section 4.10.5.3.1). */
const LIMITED: ReadonlySet<string> = new Set(['text', 'search', 'url', 'tel', 'email', 'password', 'textarea']);

/** The field that takes fewer characters than its value has, as a person reads it; null where there is none. A value is never cut. */
export function tooLong({ targets }: Plan, values: ReadonlyMap<string, string>): string | null {
  const short = targets.find(
    ({ field, elements }) =>
      elements.length === 1 &&
      field.maxLength !== null &&
      LIMITED.has(field.inputType) &&
      (values.get(field.name) ?? '').length > field.maxLength,
  );
  return short === undefined ? null : `${short.field.label} (maxlength ${short.field.maxLength})`.trim();
}
