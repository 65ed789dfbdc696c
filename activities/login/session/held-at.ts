import { actsWhenOpened } from '../../session-check/index.js';
import type { LoginContext } from '../context.js';
import { answersOf } from '../judge/left-step.js';
import type { Login } from '../login.js';
import { isBeside } from '../read/beside.js';
import type { Sight } from '../read/observation.js';
import { withoutQuery } from './address.js';
import { type Found, isLetIn, proofAt } from './evidence.js';
import { lookAt, strangerAt, type Visit } from './visit.js';

/**
 * Whether a page that looks like a place behind the login holds everybody until it is answered: each page of the site that was opened shows
 * it, and so does one that its own navigation leads to.
 */
export async function isHeldAt(
  context: LoginContext,
  login: Login,
  visit: Visit,
  inside: Found,
  shown: readonly Found[],
): Promise<boolean> {
  const { member } = inside;
  const { view } = member.seen;
  // A search beside a way out is what places have.
  const isAsked = view.forms.some((form) => form.fields.length > 0 && !(view.evidence.logout && isBeside(form)));
  const isAsking = answersOf(view).length > 0 || view.standing.headline !== null || isAsked;
  // What only tells something may wait for what happens elsewhere.
  const { bare, tells, greets, account } = view.standing;
  if (!isAsking && !tells) return false;
  const within = shown.filter(({ proof }) => proof === 'signed_in');
  const isOther = (found: Found): boolean => !isSamePage(found.member, member);
  if (within.some((found) => isOther(found) && (isAsking || isLetIn(found)))) return false;
  if (!isAsking && (greets || account || !bare))
    return (await isClosed(context, login, visit, member, shown)) && hold(login, member);
  const way = waysOn(member, shown).at(-1) ?? routeOn(member);
  // Where nothing leads on, what a bare page calls itself decides.
  if (way === null) {
    const isNamed = view.standing.headline !== null && bare;
    return (isNamed || (tells && (await isClosed(context, login, visit, member, shown)))) && hold(login, member);
  }
  if (login.mayTypeAt(way) !== null) return false;
  const next = await lookAt(context, login, visit, way, () => false);
  // A route leaves the address as it is.
  const isSame = isRouteOf(way, member) ? showsTheSame : isSamePage;
  const leadsBack = isSame(next, member);
  const isHeld =
    isOpen(next) && (leadsBack || (isAsking && (await isAlone(context, login, member, { address: way, next }))));
  return isHeld && hold(login, member);
}

function hold(login: Login, { seen }: Sight): true {
  login.held = seen.view.standing.words;
  return true;
}

/** What is its own on a page that asks something and tells little. */
const MAX_OWN = 8;

/**
 * Whether nothing but this page knows of a session: its navigation leads to what everybody is shown, as that of a shop does around a step of its
 * login. A place behind a login has its "Log out" or its menu on other pages too.
 */
async function isAlone(
  context: LoginContext,
  login: Login,
  { seen }: Sight,
  { address, next }: { readonly address: string; readonly next: Sight },
): Promise<boolean> {
  const own = [...seen.lines].filter((line) => !next.seen.lines.has(line));
  if (seen.view.standing.linksHere || seen.view.standing.account || own.length > MAX_OWN) return false;
  const stranger = await strangerAt(context, login, address);
  return proofAt({ address, member: next, stranger, behind: new Set() }) !== 'signed_in';
}

/** So many pages lead back: one may be the same page by another name. */
const MIN_CLOSED = 2;

/**
 * Whether a place of which nothing else was shown has everything else closed: where its navigation leads, what stood beside the form of the login
 * included, the session is led back. "Limited mode: confirm who you are to see your data."
 */
async function isClosed(
  context: LoginContext,
  login: Login,
  visit: Visit,
  member: Sight,
  shown: readonly Found[],
): Promise<boolean> {
  const { shared } = member.seen.view.standing;
  const ways = waysOn(member, shown, shared).filter((way) => login.mayTypeAt(way) === null);
  if (ways.length < MIN_CLOSED) return false;
  for (const way of ways.slice(-MIN_CLOSED)) {
    const next = await lookAt(context, login, visit, way, () => false);
    if (!isOpen(next) || !isSamePage(next, member)) return false;
  }
  return true;
}

const isOpen = ({ seen }: Sight): boolean => (seen.status ?? 200) < 400;

/** Pages of its navigation that were not opened yet: the first is mostly the home page by another name. */
function waysOn({ url, seen }: Sight, shown: readonly Found[], more: readonly string[] = []): string[] {
  const opened = new Set(shown.flatMap(({ address, member }) => [withoutQuery(address), withoutQuery(member.url)]));
  return [...more, ...seen.view.standing.places]
    .filter((path) => !actsWhenOpened(path))
    .map((path) => new URL(path, url).href)
    .filter((address) => !opened.has(withoutQuery(address)));
}

/** The last of its routes within this page. */
function routeOn({ url, seen }: Sight): string | null {
  const here = new URL(url).hash;
  const routes = seen.view.standing.routes.filter((route) => route !== here && !actsWhenOpened(route));
  return routes.map((route) => new URL(route, url).href).at(-1) ?? null;
}

const isRouteOf = (way: string, { url }: Sight): boolean => withoutQuery(way) === withoutQuery(url);

/** The same address, or the same text at another one. */
const isSamePage = (one: Sight, other: Sight): boolean =>
  withoutQuery(one.url) === withoutQuery(other.url) || showsTheSame(one, other);

const showsTheSame = (one: Sight, other: Sight): boolean =>
  one.seen.lines.size === other.seen.lines.size && [...one.seen.lines].every((line) => other.seen.lines.has(line));
