import { native } from '../dom/native.js';
import type { Control, Field, Group } from './model.js';
import type { Scan } from './scan.js';
import { isFramed } from './site-frame.js';

/**
 * Lists that are set already, and that nothing a page asks has to do with: languages, or lists apart from the form that the only buttons near them send. A site has
 * them on all of its pages.
 */
export const isSetting = (scan: Scan, { fields }: Group, submit: Control | null): boolean =>
  fields.every((field) => isSet(field) && (listsLanguages(scan, field) || isApart(field, submit)));

/** The list of languages that a site has on all of its pages is no field of what the page asks, however near it stands. */
export const switchesLanguage = (scan: Scan, field: Field): boolean =>
  isSet(field) && (field.element.form === null || isFramed(field.element)) && listsLanguages(scan, field);

const isSet = ({ element, type }: Field): boolean => type === 'select' && element.value !== '';

const isApart = ({ element }: Field, submit: Control | null): boolean =>
  element.form === null && submit !== null && submit.submits && native(submit.element, 'closest')('form') !== null;

function listsLanguages(scan: Scan, { element }: Field): boolean {
  const labels = Array.from((element as HTMLSelectElement).options, ({ label }) => label.trim());
  return labels.length > 1 && labels.filter((label) => scan.saysOnly('languageName', label)).length * 2 > labels.length;
}
