import { isIdentifier } from '../../../contract/invocation/value-kinds.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import type { PageView, ViewButton } from '../page-world/view.js';
import { emailsIn, isNamedIn, type Own, type Whose, whoseIs } from './account-label.js';

/**
 * Whether a page shows the account of the agent's credential or somebody else's. What a password of this login has opened is its own, whatever
 * the site calls it: that is learned, and compared by later logins.
 */
export async function whoseAccount(context: LoginContext, login: Login, view: PageView): Promise<Whose> {
  const { accounts, labels } = view.standing;
  if (accounts.length + labels.length === 0 || login.gaveSecret) return 'unknown';
  return whoseIs(await ownOf(context, login), view);
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
  if (shown.length === 0 && other !== undefined && (await isForAnother(context, login, view))) return other;
  // A page that names nobody, or offers nobody else, is no choice between accounts.
  if (shown.length === 0 || (other === undefined && view.best?.class !== 'account_choice')) return undefined;
  const own = await ownOf(context, login);
  if (!own.names.some((one) => one.includes('@'))) return accountOfName(own, named, other);
  const ours = named.filter(({ label }) => emailsIn(label).some((one) => own.names.includes(one)));
  if (ours.length > 0) return ours.length === 1 ? ours[0] : undefined;
  return shown.some((one) => mayBeOurs(own, one, view)) ? undefined : other;
}

/** Where accounts are shown by addresses and ours is a name: the one that has that name, else another one than those shown. */
function accountOfName(own: Own, named: readonly ViewButton[], other: ViewButton | undefined): ViewButton | undefined {
  const ours = named.filter(({ label }) => isCalled(own, label));
  if (ours.length > 0) return ours.length === 1 ? ours[0] : undefined;
  return own.names.length > 0 && !named.some(({ label }) => isNamedIn(own, label)) ? other : undefined;
}

/** Whether one of our names stands there as a whole, or as what an address has before its `@`. */
const isCalled = ({ names }: Own, label: string): boolean =>
  label
    .toLowerCase()
    .split(/[\s·()<>,]+/)
    .some((word) => names.includes(word) || names.includes(word.split('@')[0] ?? word));

/** Whether a page that never knew us asks for the password of somebody whom it names by nothing of ours. */
async function isForAnother(context: LoginContext, login: Login, view: PageView): Promise<boolean> {
  if (login.knownTo || view.best?.class !== 'password') return false;
  const own = await ownOf(context, login);
  const { words } = view.standing;
  return own.names.length > 0 && !isNamedIn(own, [view.title, ...view.evidence.headings, words].join(' '));
}

/** An address may be ours by another host. */
const mayBeOurs = (own: Own, shown: string, view: PageView): boolean =>
  whoseIs(own, { ...view, standing: { ...view.standing, accounts: [shown], labels: [] } }) !== 'others';

const ownOf = async (context: LoginContext, login: Login): Promise<Own> => ({
  names: await identifiersOf(context, login),
  learned: login.profile?.account_labels ?? [],
});

/** The credential's names in lower case. Opened only where a page shows one to compare them with. */
async function identifiersOf(context: LoginContext, { grant, ref }: Login): Promise<string[]> {
  const keys = (grant.credential?.value_keys ?? []).filter((key) => isIdentifier(key));
  const opened = await Promise.all(keys.map((key) => context.vault.openStored(ref.auth_agent_id, key).catch(() => '')));
  return opened.filter((value) => value !== '').map((value) => value.trim().toLowerCase());
}
