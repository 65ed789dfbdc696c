/** The way to the password where a page offers something else first. */
import type { Login } from '../login.js';
import type { ButtonKind, PageView, ViewButton } from '../page-world/view.js';

const WAYS: ReadonlySet<ButtonKind> = new Set(['switch_method', 'login_link']);

/**
 * The button that leads to the password, for a login that has one and is not to go to a provider of identities.
 * @param pressed what was pressed already, by its signatures
 */
export function passwordWay(
  { grant }: Login,
  { buttons }: PageView,
  pressed: ReadonlySet<string> = new Set(),
): ViewButton | undefined {
  const { credential } = grant;
  if (credential === null || credential.sso_provider !== null || !credential.value_keys.includes('password')) return;
  return buttons.find(
    ({ kind, mfaType, ref }) => WAYS.has(kind) && mfaType === 'password' && !pressed.has(ref.signature),
  );
}

/** Whether a login is asked for by a name that its credential lacks, and which has another one: a number of a phone, or an address. */
export function lacksName({ grant: { credential } }: Login, { best }: PageView): boolean {
  const names = best?.class === 'login' ? best.fields.filter(({ role }) => role === 'identifier') : [];
  const [name] = names;
  if (credential === null || name === undefined || names.length > 1) return false;
  const has = (key: string): boolean => credential.value_keys.includes(key);
  if (has(name.name) || (name.alias !== null && has(name.alias))) return false;
  if (name.type === 'tel') return has('email') && !has('phone');
  // An e-mail box takes a stored user name as well.
  return name.type === 'email' && has('phone') && !has('email') && !has('username');
}
