import { actsWhenOpened } from '../../session-check/index.js';
import type { LoginContext } from '../context.js';
import { isBehindLogin, isOneOfFew } from '../judge/left-step.js';
import type { Login } from '../login.js';
import type { PageView, ViewForm } from '../page-world/view.js';
import { isBeside, isPressed } from '../read/beside.js';
import type { Sight } from '../read/observation.js';
import { still } from '../read/observe.js';
import { mayBeStep } from '../read/other-task.js';
import { asksForLogin } from '../read/seen-page.js';
import { isSameRequest, lastingAddress } from './address.js';
import { type Found, isLetIn, proofAt } from './evidence.js';
import { ownAnswers } from './own-answers.js';
import {
  hasContent,
  hasRecords,
  isToChoose,
  leadsOnFromItsMiddle,
  onlyTells,
  saysAnything,
  tellsSomething,
} from './told-only.js';
import { lookOnce, strangerAt, type Visit } from './visit.js';

/**
 * Whether a page that looks like a place behind the login is a step of it: no other page lets the session in, and this one asks something, leads back to
 * itself, or does no more than speak. What a stranger is refused is given to half a login as well: its next step.
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
  if (view.known === 'inside') return false;
  const strangers = shown.map(({ stranger }) => stranger);
  const others = shown.filter((found) => !isSamePage(login, found.member, member));
  if (others.some((found) => letsIn(found, strangers))) return false;
  const led = await ledOn(context, login, visit, others);
  if (led === 'lets_in') return false;
  if (leadsNowhere(view) && others.some((found) => isSentToLogin(login, found))) {
    login.held = view.standing.words;
    return true;
  }
  const isFull = hasRecords(member, strangers);
  const isOpen = !isFull && isToChoose(member, strangers);
  // A search in the head of a site, beside a way out or over a long table is what places have, and what is filled in already is a profile.
  const isAround = (form: ViewForm): boolean => isBeside(form) && (view.evidence.logout || form.framed || isFull);
  const asks = (form: ViewForm): boolean => form.fields.some(({ filled }) => !filled) && !isAround(form);
  const { standing } = view;
  const { headline, bare } = standing;
  // What can be pressed beside a long table is for that; one button or two may answer what it tells.
  // Nor does what strangers may press as well, as the button of a search.
  const offered = new Set(strangers.flatMap(({ seen }) => seen.view.buttons.map(({ label }) => label)));
  const pressed = view.buttons.filter((button) => isPressed(button) && !offered.has(button.label)).length;
  const hasTools = isFull && (pressed === 0 || pressed > MAX_TOLD);
  const hasAnswers = !hasTools && ownAnswers(login.scrub, inside).length > 0;
  const isTold = isFull && hasAnswers;
  // A drawing says what is asked where nothing else does.
  const isDrawn = hasAnswers && standing.sends && view.forms.length === 0 && !saysAnything(member, strangers);
  const isUnheard = isOpen || isTold || isDrawn || isOneOfFew(view);
  const isAsking = view.forms.some(asks) || headline !== null || hasAnswers;
  if (!isAsking && !isOpen && !tellsSomething(member, strangers)) return false;
  const isEmpty = !hasContent(member, strangers);
  // A form or, under a link to the page itself, buttons alone; nothing that is the session's own beside them, and no sign of a place.
  const isOnlyPressed = hasAnswers && view.forms.every(({ fields }) => fields.length === 0);
  const isOnlyAsking =
    isEmpty && (isBehindLogin(view) ? isOnlyPressed && !leadsElsewhere(view) : view.forms.some(asks));
  const onward = led ?? (await wayOn(context, login, visit, member, shown, isEmpty ? 1 : MIN_CLOSED));
  const isStep: Readonly<Record<Onward, () => boolean>> = {
    lets_in: () => false,
    leads_back: () => true,
    shows_the_same: () => isOpen || isAsking || isEmpty || onlyTells(member, strangers),
    for_everyone: () => isUnheard || (isAsking && isAlone(member, strangers)) || onlyTells(member, strangers),
    nowhere: () => isUnheard || isOnlyAsking || (isAsking && headline !== null && bare) || onlyTells(member, strangers),
  };
  const isHeld = isStep[onward]() || (onward !== 'lets_in' && mayBeStep(view));
  if (isHeld) login.held = view.standing.words;
  return isHeld;
}

/** A page that shows its form to everybody says nothing; one that leads away to it knows no session. */
const isSentToLogin = ({ scrub }: Login, { address, member }: Found): boolean =>
  asksForLogin(member.seen.view) && !isSameRequest(member.url, address, scrub);

/**
 * Nothing to press, to fill in or to open, not even a way out: where the site leads the session to its login from elsewhere, what stands there may be a list
 * that hears a click and does not look like it.
 */
const leadsNowhere = ({ buttons, forms, evidence, standing }: PageView): boolean =>
  buttons.every(({ cookies }) => cookies !== null) &&
  forms.every(({ fields }) => fields.length === 0) &&
  !(evidence.logout || standing.linksHere || standing.account) &&
  [standing.places, standing.links, standing.routes, standing.menu].every((ways) => ways.length === 0);

/**
 * Where an address leads that leads the session on to another page: nobody has looked yet what a stranger gets there. Null where it leads to no page of the
 * session's own.
 */
async function ledOn(
  context: LoginContext,
  login: Login,
  visit: Visit,
  others: readonly Found[],
): Promise<'lets_in' | 'leads_back' | null> {
  const strangers = others.map(({ stranger }) => stranger);
  for (const { proof, address: from, member } of others) {
    const address = lastingAddress(member.url, login.scrub);
    if (proof !== 'signed_in' || isSameRequest(address, from, login.scrub) || login.mayTypeAt(address) !== null)
      continue;
    const stranger = await strangerAt(context, login, address);
    const led = { proof: proofAt({ address, member, stranger, behind: NOTHING }), address, member, stranger };
    if (!letsIn(led, [...strangers, stranger])) continue;
    // That page may be the one that is closed.
    return (await wayOn(context, login, visit, member, [...others, led], 1)) === 'leads_back'
      ? 'leads_back'
      : 'lets_in';
  }
  return null;
}

/** "Yes" and "No", "I agree" and "I don't". */
const MAX_TOLD = 2;

/** Where the navigation of a page leads. */
type Onward =
  /** To another page that a stranger is refused. */
  | 'lets_in'
  /** Back to it. */
  | 'leads_back'
  /** To other addresses that show the same text. */
  | 'shows_the_same'
  | 'for_everyone'
  /** It has none, or none that may be opened. */
  | 'nowhere';

/** Whether it has any sign of a place but a link to itself. */
const leadsElsewhere = ({ evidence, otherTask, standing }: PageView): boolean =>
  evidence.logout ||
  otherTask ||
  standing.account ||
  standing.menu.length > 0 ||
  standing.routes.length > 0 ||
  standing.places.some((path) => path !== standing.here);

/** Of what shows something, one page may only be the same by another name. */
const MIN_CLOSED = 2;

/**
 * Opens pages that a page leads to, as many as a proof may still open, until one tells. The last one first: the first is mostly the home page.
 * @param closed how many that lead back tell
 */
async function wayOn(
  context: LoginContext,
  login: Login,
  visit: Visit,
  member: Sight,
  shown: readonly Found[],
  closed: number,
): Promise<Onward> {
  const strangers = shown.map(({ stranger }) => stranger);
  const isHere = (url: string): boolean => isSameRequest(url, member.url, login.scrub);
  // What shows this page another way is not opened: it may stay so.
  let came: Onward = member.seen.view.standing.hasSwitch ? 'shows_the_same' : 'nowhere';
  let back = 0;
  const within = leadsOnFromItsMiddle(member, strangers) ? member.seen.view.standing.links : [];
  for (const address of waysOn(login, member, shown, within).filter((way) => login.mayTypeAt(way) === null)) {
    const next = await lookOnce(context, login, visit, address);
    if (next === 'no_more') break;
    if (next === null) continue;
    // What leads to an error leads the session to nothing of its own, beside a way out; without one the links are the sign of a place.
    if ((next.seen.status ?? 200) >= 400) {
      if (came === 'nowhere' && (member.seen.view.evidence.logout || !isBehindLogin(member.seen.view)))
        came = 'for_everyone';
      continue;
    }
    // A route leaves the address as it is.
    if (!isHere(address) && isHere(next.url)) {
      back += 1;
      if (back >= closed) return 'leads_back';
    } else if (showsTheSame(next, member)) came = 'shows_the_same';
    else {
      const stranger = await strangerAt(context, login, address);
      const proof = proofAt({ address, member: next, stranger, behind: NOTHING });
      const found = { proof, address, member: next, stranger };
      if (letsIn(found, [...strangers, stranger]) || isOwnAlone(found)) return 'lets_in';
      came = 'for_everyone';
    }
  }
  return came;
}

const NOTHING: ReadonlySet<string> = new Set();

/** Whether a page is given to the session alone, and more than words: a step may explain itself on another page. */
export const letsIn = (found: Found, strangers: readonly Sight[]): boolean =>
  found.proof === 'signed_in' && isLetIn(found) && !onlyTells(found.member, strangers);

/** Whether an application of one page shows much at an address where strangers are told to log in, and none of it: it leads nobody away. */
function isOwnAlone({ proof, member, stranger }: Found): boolean {
  const [own, other] = [member, stranger].map(({ seen }) => seen.view) as [PageView, PageView];
  const told = new Set(other.standing.texts);
  const isClosed = other.evidence.loginLink && !own.evidence.loginLink && (stranger.seen.status ?? 200) < 400;
  const isRich = own.standing.texts.length > MAX_OWN && !own.standing.texts.some((text) => told.has(text));
  return proof === 'signed_in' && isClosed && isRich;
}

/** What is its own on a page that asks something and tells little. */
const MAX_OWN = 8;

/**
 * Whether nothing but this page knows of a session: its navigation leads to what everybody is shown, as that of a shop does around a step of its
 * login. A place behind a login has its "Log out" or its menu on other pages too.
 */
function isAlone({ seen }: Sight, strangers: readonly Sight[]): boolean {
  const { linksHere, account } = seen.view.standing;
  const own = [...seen.lines].filter((line) => !strangers.some((stranger) => stranger.seen.lines.has(line)));
  return !linksHere && !account && own.length <= MAX_OWN;
}

/** A file to be fetched is no page. */
const FILE = /\.(?!(?:x?html?|php\d?|aspx?|jspx?|jsf|do|action|cgi|pl|cfm)$)[a-z]\w{1,4}$/i;

/**
 * Pages that were not opened yet: those of its navigation, also of what of it stood beside the form of the login; else its routes. Links in its middle are what it
 * can be answered with, whatever they are called.
 * @param within links in its middle that are a menu
 */
function waysOn({ scrub }: Login, { url, seen }: Sight, shown: readonly Found[], within: readonly string[]): string[] {
  const { shared, places, routes } = seen.view.standing;
  const opened = [url, ...shown.flatMap(({ address, member }) => [address, member.url])];
  const pages = [...new Set([...shared, ...places, ...within])]
    .filter((path) => !actsWhenOpened(path) && !FILE.test(path))
    .map((path) => new URL(path, url).href)
    .filter((address) => !opened.some((other) => isSameRequest(address, other, scrub)));
  const here = new URL(url).hash;
  const inPage = routes
    .filter((route) => route !== here && !actsWhenOpened(route))
    .map((route) => new URL(route, url).href);
  return (pages.length > 0 ? pages : inPage).toReversed();
}

/** The same address, or the same text at another one. */
const isSamePage = ({ scrub }: Login, one: Sight, other: Sight): boolean =>
  isSameRequest(one.url, other.url, scrub) || showsTheSame(one, other);

/** The same text, and nothing to press that the other does not have: of an application in frames only the frame may change. Hours and readings change on one page. */
function showsTheSame(one: Sight, other: Sight): boolean {
  const labels = new Set(other.seen.view.buttons.map(({ label }) => still(label)));
  return (
    one.seen.lines.size === other.seen.lines.size &&
    [...one.seen.lines].every((line) => other.seen.lines.has(line)) &&
    one.seen.view.buttons.every(({ label }) => labels.has(still(label)))
  );
}
