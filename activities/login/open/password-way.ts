/** The way to the password where a page offers something else first. */
import type { Login } from '../login.js';
import type { ButtonKind, PageView, ViewButton } from '../page-world/view.js';

const WAYS: ReadonlySet<ButtonKind> = new Set(['switch_method', 'login_link']);

/** The button that leads to the password, for a login that has one and is not to go to a provider of identities. */
export function passwordWay({ grant }: Login, { buttons }: PageView): ViewButton | undefined {
  const { credential } = grant;
  if (credential === null || credential.sso_provider !== null || !credential.value_keys.includes('password')) return;
  return buttons.find((button) => WAYS.has(button.kind) && button.mfaType === 'password');
}
