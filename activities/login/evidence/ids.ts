import { hash } from '../read/hash.js';

/** Names something of a page by what tells nothing of it. An id stays as it is. */
const idOf = (prefix: string, text: string): string =>
  new RegExp(`^${prefix}_[0-9a-f]{8}$`).test(text) ? text : `${prefix}_${hash(text)}`;

/** An option of a field, by its value. */
export const optionId = (value: string): string => idOf('option', value);

/** A button of an identity provider, by its selector. */
export const ssoId = (selector: string): string => idOf('sso', selector);
