import { native } from '../dom/native.js';
import { isSecret } from './kinds.js';
import type { Control } from './model.js';
import { panelOf } from './panel.js';
import type { Scan } from './scan.js';

const LOGIN = ['password', 'login', 'username'] as const;

/**
 * Whether pressing it shows the login: the page has a password field that can't be seen, in the panel that the control names; or it is a tab whose
 * words say so.
 */
export function showsLogin(scan: Scan, { element, label }: Control): boolean {
  const secrets = scan.fields.filter((field) => field.type === 'password' && isSecret(field));
  if (secrets.length === 0 || secrets.some(({ visible }) => visible)) return false;
  const panel = panelOf(element);
  if (panel !== null) return secrets.some((field) => scan.contains(panel, field.element));
  const isTab = native(element, 'getAttribute')('role') === 'tab';
  const isShown = native(element, 'getAttribute')('aria-selected') === 'true';
  return isTab && !isShown && LOGIN.some((one) => scan.says(one, label));
}
