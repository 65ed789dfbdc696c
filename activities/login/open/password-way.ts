/** The way to the password where a page offers something else first. */
import type { Login } from '../login.js';
import type { ButtonKind, FormClass, PageView, ViewButton, ViewField } from '../page-world/view.js';

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

/**
 * Whether a login is asked for by a name that its credential lacks, and which has another one: a number of a phone, or an address; or only the password, for which
 * the form that is shown has no field.
 */
export function lacksName({ grant: { credential } }: Login, { best }: PageView): boolean {
  const names = best !== null && NAMED.has(best.class) ? best.fields.filter(({ role }) => role === 'identifier') : [];
  const [name] = names;
  if (credential === null || name === undefined || names.length > 1) return false;
  const has = (key: string): boolean => credential.value_keys.includes(key);
  if (best?.class === 'identifier' && has('password') && !has('phone') && best.fields.some(takesPhone)) return true;
  if (has(name.name) || (name.alias !== null && has(name.alias))) return false;
  if (best?.class === 'identifier' && has('password') && !NAMES.some(has)) return true;
  // A box for a number takes a stored user name as well, where the password stands beside it.
  if (name.type === 'tel') return !has('phone') && (has('email') || (best?.class === 'identifier' && has('username')));
  // An e-mail box takes a stored user name as well.
  return name.type === 'email' && has('phone') && !has('email') && !has('username');
}

/** Beside a name that a code is sent for. */
const takesPhone = ({ role, required, takes }: ViewField): boolean =>
  role === 'custom' && required && (takes?.includes('phone') ?? false);

const NAMES: readonly string[] = ['username', 'email', 'phone'];
const NAMED: ReadonlySet<FormClass> = new Set(['login', 'identifier']);
