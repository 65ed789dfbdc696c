import { native } from '../dom/native.js';
import { isSecret } from './kinds.js';
import type { Control } from './model.js';
import type { Scan } from './scan.js';

/** Where a tab or a button says what it shows: by standard, and by what the usual libraries read. */
const TARGETS = ['aria-controls', 'href', 'data-bs-target', 'data-target'] as const;
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

function panelOf(element: HTMLElement): Element | null {
  const named = TARGETS.map((name) => native(element, 'getAttribute')(name) ?? '');
  const ids = named.map((value, at) => (at === 0 ? value : value.startsWith('#') ? value.slice(1) : ''));
  const root = native(element, 'getRootNode')() as Document | ShadowRoot;
  return ids.filter((id) => id !== '').flatMap((id) => root.getElementById(id) ?? [])[0] ?? null;
}
