/** A number that is typed in two parts: a list of countries by their code, and the rest beside it. */

import type { ViewField } from '../page-world/view.js';

type Option = NonNullable<ViewField['options']>[number];

/** Calling codes have one to three digits, and a few countries more behind a common one (ITU-T E.164, section 6.2.1). */
const CODE = /\+\s?(\d{1,3}(?:[ -]?\d{3})?)(?!\d)/;
const ABROAD = /^\s*(?:\+|00)\s*/;
/** "+49 (0)151": the zero is for calls within the country. */
const WITHIN = /^[\s()./-]*\(0\)/;
const BETWEEN = /^[\s()./-]+/;

const digitsOf = (text: string): string => text.replaceAll(/\D/g, '');

const codeOf = ({ label, value }: Option): string | null =>
  digitsOf((CODE.exec(label) ?? CODE.exec(value))?.[1] ?? '') || null;

/** Whether a list names countries by their codes. */
const isDialList = ({ role, options }: ViewField): boolean =>
  role === 'custom' &&
  options !== null &&
  options.length > 1 &&
  options.filter((one) => codeOf(one) !== null).length * 2 > options.length;

const takesPhone = ({ role, name, inputType, takes }: ViewField): boolean =>
  role === 'identifier' && (inputType === 'tel' || name === 'phone' || (takes?.includes('phone') ?? false));

export interface SplitNumber {
  readonly list: ViewField;
  readonly rest: ViewField;
}

/** The list and the field of a number that is typed in two parts; null where a form has no such two. */
export function splitNumberIn(fields: readonly ViewField[]): SplitNumber | null {
  const [list, ...lists] = fields.filter(isDialList);
  const [rest, ...others] = fields.filter(takesPhone);
  return list === undefined || rest === undefined || lists.length + others.length > 0 ? null : { list, rest };
}

/** The one option whose code a number begins with; undefined for a number without one, and where several countries have it. */
export function countryOf({ options }: ViewField, number: string): Option | undefined {
  if (!ABROAD.test(number)) return undefined;
  const digits = digitsOf(number.replace(ABROAD, ''));
  const fitting = (options ?? []).flatMap((option) => {
    const code = codeOf(option);
    return code !== null && digits.startsWith(code) ? [{ option, code }] : [];
  });
  const longest = Math.max(...fitting.map(({ code }) => code.length));
  const found = fitting.filter(({ code }) => code.length === longest);
  return found.length === 1 ? found[0]?.option : undefined;
}

/** A number without the code that an option says. */
export function restOf(number: string, option: Option): string {
  const code = codeOf(option);
  if (code === null || !ABROAD.test(number)) return number;
  let rest = number.replace(ABROAD, '');
  for (const digit of code) {
    const at = rest.search(/\d/);
    if (rest.charAt(at) !== digit) return number;
    rest = rest.slice(at + 1);
  }
  return rest.replace(WITHIN, '').replace(BETWEEN, '');
}
