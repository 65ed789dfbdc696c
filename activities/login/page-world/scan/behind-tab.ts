import { native } from '../dom/native.js';
import { isName, isSecret } from './kinds.js';
import type { Control, Field } from './model.js';
import { panelOf } from './panel.js';
import { filesIn } from './roles.js';
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
  if (secrets.length === 0) return false;
  const isTab = native(element, 'getAttribute')('role') === 'tab';
  const isShown = native(element, 'getAttribute')('aria-selected') === 'true';
  const panel = panelOf(element);
  const behind = secrets.filter(
    (field) => panel !== null && scan.contains(panel, field.element) && isOfLogin(scan, panel, field),
  );
  const [shown, ...others] = secrets.filter(({ visible }) => visible);
  if (shown !== undefined)
    return isTab && !isShown && others.length === 0 && behind.some((field) => asksForOtherName(scan, shown, field));
  if (panel !== null) return behind.length > 0;
  return isTab && !isShown && LOGIN.some((one) => scan.says(one, label));
}

/** A phone number here, an e-mail address there, each with a password: one login under two kinds of name. */
function asksForOtherName(scan: Scan, shown: Field, behind: Field): boolean {
  const [one, other] = [shown, behind].map(({ element: { form } }) =>
    form === null ? null : (scan.fields.find((field) => field.element.form === form && isName(field))?.purpose ?? null),
  );
  return one !== null && other !== null && (one === 'phone') !== (other === 'phone');
}

/** Settings have passwords among much else, and a new password is asked for twice. A password for a file is none of an account. */
function isOfLogin(scan: Scan, panel: Element, secret: Field): boolean {
  const { form } = secret.element;
  const beside = scan.fields.filter(({ element }) => element.form === form && scan.contains(panel, element));
  const room = form === null || scan.contains(form, panel) ? panel : form;
  return beside.length <= MAX_FIELDS && beside.filter(isSecret).length === 1 && filesIn(room).length === 0;
}
