import { isIdentifier } from '../../../contract/value-kinds.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import type { PageView, ViewButton } from '../page-world/view.js';

const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;

/** Whose account a page shows, as far as it says so by an e-mail address: only those are compared, for a name can be written in many ways. */
export type Whose = 'ours' | 'others' | 'unknown';

/**
 * Whether a page shows the account of the agent's credential or somebody else's. What a password of this login has opened is its own, whatever address
 * the site has for it.
 */
export async function whoseAccount(context: LoginContext, login: Login, view: PageView): Promise<Whose> {
  const shown = view.standing.accounts;
  if (shown.length === 0 || login.gaveSecret) return 'unknown';
  const own = await identifiersOf(context, login);
  if (shown.some((one) => isOurs(own, one))) return 'ours';
  return own.some((one) => one.includes('@')) ? 'others' : 'unknown';
}

/** What to press on a page that offers accounts, or another one than it shows; undefined where that is not clear. */
export async function accountToPress(
  context: LoginContext,
  login: Login,
  view: PageView,
): Promise<ViewButton | undefined> {
  if (login.gaveSecret) return undefined;
  const named = view.buttons.filter(({ label, framed }) => !framed && emailsIn(label).length > 0);
  const other = view.buttons.find(({ switchesAccount, leadsAway }) => switchesAccount && !leadsAway);
  const shown = [...view.standing.accounts, ...named.flatMap(({ label }) => emailsIn(label))];
  // A page that names nobody, or offers nobody else, is no choice between accounts.
  if (shown.length === 0 || (other === undefined && view.best?.class !== 'account_choice')) return undefined;
  const own = await identifiersOf(context, login);
  if (!own.some((one) => one.includes('@'))) return undefined;
  const ours = named.filter(({ label }) => emailsIn(label).some((one) => own.includes(one)));
  if (ours.length > 0) return ours.length === 1 ? ours[0] : undefined;
  return shown.some((one) => isOurs(own, one)) ? undefined : other;
}

const emailsIn = (text: string): string[] => (text.match(EMAIL) ?? []).map((one) => one.toLowerCase());

/** The same address, or one that begins like ours: people have several. */
const isOurs = (own: readonly string[], shown: string): boolean =>
  own.some((one) => one === shown || localPart(one) === localPart(shown));

const localPart = (address: string): string => address.split('@')[0] ?? address;

/** The credential's names in lower case. Opened only where a page shows one to compare them with. */
async function identifiersOf(context: LoginContext, { grant, ref }: Login): Promise<string[]> {
  const keys = (grant.credential?.value_keys ?? []).filter((key) => isIdentifier(key));
  const opened = await Promise.all(keys.map((key) => context.vault.openStored(ref.auth_agent_id, key).catch(() => '')));
  return opened.filter((value) => value !== '').map((value) => value.trim().toLowerCase());
}
