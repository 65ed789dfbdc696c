import type { Field, Purpose } from './model.js';

const SECRETS: ReadonlySet<Purpose> = new Set(['password', 'currentPassword', 'newPassword', 'confirmPassword']);
const NAMES: ReadonlySet<Purpose> = new Set(['username', 'email', 'phone']);
const PERSONAL: ReadonlySet<Purpose> = new Set([
  'firstName',
  'lastName',
  'fullName',
  'birth',
  'gender',
  'address',
  'postal',
  'place',
]);

/** Asks for a password of any kind. */
export function isSecret(field: Field): boolean {
  return SECRETS.has(field.purpose);
}

/** Asks for what identifies a person to the site. */
export function isName(field: Field): boolean {
  return NAMES.has(field.purpose);
}

/** Asks for what only a sign-up, a profile or a delivery wants to know. */
export function isPersonal(field: Field): boolean {
  return PERSONAL.has(field.purpose);
}

/** One line of free input, unmasked. */
export function isTyped(field: Field): boolean {
  return !['password', 'select', 'textarea', 'search'].includes(field.type);
}
