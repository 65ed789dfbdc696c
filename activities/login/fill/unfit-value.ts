/** Values that their field can't take: that is seen before anything is typed, and a value is never cut or changed. */
import { isTypable } from '../../../contract/typable.js';
import type { Plan } from './plan.js';
import type { Target } from './target.js';

export interface Unfit {
  readonly code: 'value_too_long' | 'value_not_taken';
  /** The field, as a person reads it. */
  readonly words: string;
}

/** Types that have a limit; for others the browser does not look at it (HTML Standard, section 4.10.5.3.1). */
const LIMITED: ReadonlySet<string> = new Set(['text', 'search', 'url', 'tel', 'email', 'password', 'textarea']);

/** A valid floating-point number (HTML Standard, section 2.3.4.3): all that a field of the type `number` holds. */
const NUMBER = /^-?(?:\d+|\d*\.\d+)(?:e[+-]?\d+)?$/i;

function unfitAs({ field, elements }: Target, value: string): Unfit | null {
  const { label, maxLength, inputType } = field;
  const long = (limit: number): Unfit => ({
    code: 'value_too_long',
    words: `${label} (maxlength ${limit})`.trim(),
  });
  const notTaken: Unfit = { code: 'value_not_taken', words: label };
  if (!isTypable(value)) return notTaken;
  if (field.keypad) return null;
  if (elements.length > 1) {
    const missing = elements.length - [...value].length;
    if (missing === 0) return null;
    return missing < 0 ? long(elements.length) : notTaken;
  }
  if (inputType === 'number' && !NUMBER.test(value.trim())) return notTaken;
  return maxLength !== null && LIMITED.has(inputType) && value.length > maxLength ? long(maxLength) : null;
}

/** The first field that can't take its value as it is; null where all can. */
export function unfitValue({ targets }: Plan, values: ReadonlyMap<string, string>): Unfit | null {
  for (const target of targets) {
    const value = values.get(target.field.name);
    const unfit = value === undefined ? null : unfitAs(target, value);
    if (unfit !== null) return unfit;
  }
  return null;
}
