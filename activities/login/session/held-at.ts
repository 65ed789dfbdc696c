import { actsWhenOpened } from '../../session-check/index.js';
import type { LoginContext } from '../context.js';
import { answersOf } from '../judge/left-step.js';
import type { Login } from '../login.js';
import { withoutQuery } from './address.js';
import type { Found } from './evidence.js';
import { lookAt, type Sight, type Visit } from './visit.js';

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
  const isAsking =
    answersOf(member.seen.view).length > 0 || member.seen.view.forms.some(({ fields }) => fields.length > 0);
  const within = shown.filter(({ proof }) => proof === 'signed_in');
  if (!isAsking || within.some((found) => !isSamePage(found.member, member))) return false;
  const way = wayOn(member, shown);
  if (way === null || login.mayTypeAt(way) !== null) return false;
  const next = await lookAt(context, login, visit, way, () => false);
  // A route leaves the address as it is.
  const isSame = isRouteOf(way, member) ? showsTheSame : isSamePage;
  const isHeld = (next.seen.status ?? 200) < 400 && isSame(next, member);
  if (isHeld) login.held = member.seen.view.standing.words;
  return isHeld;
}

/** The last page of its navigation that was not opened yet: the first is mostly the home page by another name. */
function wayOn({ url, seen }: Sight, shown: readonly Found[]): string | null {
  const opened = new Set(shown.flatMap(({ address, member }) => [withoutQuery(address), withoutQuery(member.url)]));
  const ways = seen.view.standing.places
    .filter((path) => !actsWhenOpened(path))
    .map((path) => new URL(path, url).href)
    .filter((address) => !opened.has(withoutQuery(address)));
  const here = new URL(url).hash;
  const routes = seen.view.standing.routes.filter((route) => route !== here && !actsWhenOpened(route));
  return ways.at(-1) ?? routes.map((route) => new URL(route, url).href).at(-1) ?? null;
}

const isRouteOf = (way: string, { url }: Sight): boolean => withoutQuery(way) === withoutQuery(url);

/** The same address, or the same text at another one. */
const isSamePage = (one: Sight, other: Sight): boolean =>
  withoutQuery(one.url) === withoutQuery(other.url) || showsTheSame(one, other);

const showsTheSame = (one: Sight, other: Sight): boolean =>
  one.seen.lines.size === other.seen.lines.size && [...one.seen.lines].every((line) => other.seen.lines.has(line));
