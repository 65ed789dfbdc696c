import { native } from '../dom/native.js';
import type { Control, Field, Group } from './model.js';
import type { Scan } from './scan.js';

/**
 * Lists that are set already, and that nothing a page asks has to do with: languages, or lists apart from the form that the only buttons near them send. A site has
 * them on all of its pages.
 */
export const isSetting = (scan: Scan, { fields }: Group, submit: Control | null): boolean =>
  fields.every((field) => isSet(field) && (listsLanguages(scan, field) || isApart(field, submit)));

const isSet = ({ element, type }: Field): boolean => type === 'select' && element.value !== '';

const isApart = ({ element }: Field, submit: Control | null): boolean =>
  element.form === null && submit !== null && submit.submits && native(submit.element, 'closest')('form') !== null;

function listsLanguages(scan: Scan, { element }: Field): boolean {
  const labels = Array.from((element as HTMLSelectElement).options, ({ label }) => label.trim());
  return labels.length > 1 && labels.filter((label) => scan.saysOnly('languageName', label)).length * 2 > labels.length;
}
