/** The way to the password where a page offers something else first. */
import type { Login } from '../login.js';
import type { PageView, ViewButton } from '../page-world/view.js';

/** The button that leads to the password, for a login that has one and is not to go to a provider of identities. */
export function passwordWay({ grant }: Login, { buttons }: PageView): ViewButton | undefined {
  const { credential } = grant;
  if (credential === null || credential.sso_provider !== null || !credential.value_keys.includes('password')) return;
  return buttons.find(({ kind, mfaType }) => kind === 'switch_method' && mfaType === 'password');
}
