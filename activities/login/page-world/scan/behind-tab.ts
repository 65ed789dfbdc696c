import { native } from '../dom/native.js';
import { isSecret } from './kinds.js';
import type { Control, Field } from './model.js';
import { panelOf } from './panel.js';
import type { Scan } from './scan.js';

const LOGIN = ['password', 'login', 'username'] as const;
/** A login has no more fields than this, its password included. */
const MAX_FIELDS = 5;

/**
 * Whether pressing it shows the login: the page has a password field that can't be seen, in the panel that the control names; or it is a tab whose
 * words say so.
 */
export function showsLogin(scan: Scan, { element, label }: Control): boolean {
  const secrets = scan.fields.filter((field) => field.type === 'password' && isSecret(field));
  if (secrets.length === 0 || secrets.some(({ visible }) => visible)) return false;
  const panel = panelOf(element);
  if (panel !== null)
    return secrets.some((field) => scan.contains(panel, field.element) && isOfLogin(scan, panel, field));
  const isTab = native(element, 'getAttribute')('role') === 'tab';
  const isShown = native(element, 'getAttribute')('aria-selected') === 'true';
  return isTab && !isShown && LOGIN.some((one) => scan.says(one, label));
}

/** Settings have passwords among much else, and a new password is asked for twice. */
function isOfLogin(scan: Scan, panel: Element, secret: Field): boolean {
  const { form } = secret.element;
  const beside = scan.fields.filter(({ element }) => element.form === form && scan.contains(panel, element));
  return beside.length <= MAX_FIELDS && beside.filter(isSecret).length === 1;
}
