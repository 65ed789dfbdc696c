import { isIdentifier } from '../../../contract/invocation/value-kinds.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import type { PageView, ViewButton, ViewForm } from '../page-world/view.js';
import { isBeside } from '../read/beside.js';
import { emailsIn, isCalledOurs, isNamedIn, type Own, type Whose, whoseIs } from './account-label.js';

/**
 * Whether a page shows the account of the agent's credential or somebody else's. What a password of this login has opened is its own, whatever
 * the site calls it: that is learned, and compared by later logins.
 */
export async function whoseAccount(context: LoginContext, login: Login, view: PageView): Promise<Whose> {
  const { accounts, labels } = view.standing;
  if (accounts.length + labels.length === 0 || login.gaveSecret) return 'unknown';
  return whoseIs(await ownOf(context, login), view);
}

/** Whether a page calls who is logged in by a name that was typed in this login. */
export const callsUs = ({ scrub }: Pick<Login, 'scrub'>, view: PageView): boolean =>
  isCalledOurs({ names: scrub.names.map((name) => name.trim().toLowerCase()), learned: [] }, view);

/** What to press on a page that offers accounts, or another one than it shows; undefined where that is not clear. */
export async function accountToPress(
  context: LoginContext,
  login: Login,
  view: PageView,
): Promise<ViewButton | undefined> {
  if (login.gaveSecret) return undefined;
  const offered = await offeredToUs(context, login, view);
  if (offered !== undefined) return offered;
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

/** The one offer of a page that stands beside one of our names and nobody else's, in whatever words, where it offers something else as well. */
async function offeredToUs(context: LoginContext, login: Login, view: PageView): Promise<ViewButton | undefined> {
  const { evidence, standing, forms } = view;
  if (evidence.logout || standing.places.length > 0 || forms.some(asksSomething)) return undefined;
  const offers = view.buttons.filter(({ framed, cookies, kind }) => !framed && cookies === null && kind !== 'language');
  if (offers.length < 2 || offers.every(({ beside }) => beside === null)) return undefined;
  const { names } = await ownOf(context, login);
  const shown = emailsIn(
    [...standing.texts, ...offers.flatMap(({ label, beside }) => [label, beside ?? ''])].join(' '),
  );
  // In the text of a page, the initial of a picture may stand right before an address.
  const isNamed = (one: string): boolean => names.some((name) => one === name || one === name.slice(0, 1) + name);
  if (!shown.every(isNamed)) return undefined;
  const isOurs = ({ beside }: ViewButton): boolean => beside !== null && hasWord(names, beside);
  const ours = offers.filter(isOurs);
  return ours.length === 1 ? ours.find(mayGoOn) : undefined;
}

const asksSomething = (form: ViewForm): boolean => form.fields.length > 0 && !isBeside(form);

/** Whether it may lead on as who is shown: it does not say that it gives that up, or that it sends something. */
const mayGoOn = ({ leadsAway, switchesAccount, mfaType, provider }: ViewButton): boolean =>
  !leadsAway && !switchesAccount && mfaType === null && provider === null;

/** Whether one of the names stands there as a whole. */
const hasWord = (names: readonly string[], text: string): boolean =>
  text
    .toLowerCase()
    .split(/[\s·()<>,]+/)
    .some((word) => names.includes(word));

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
