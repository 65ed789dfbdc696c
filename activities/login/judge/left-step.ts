import type { FieldRole, PageView, ViewButton, ViewForm } from '../page-world/view.js';
import { isBeside, isPressed } from '../read/beside.js';
import { fold } from '../read/fold.js';
import { mayBeStep } from '../read/other-task.js';
import { asksForLogin } from '../read/seen-page.js';

/** What a page wants that stands between a login and its session. `question`: it asks something that no list of ours knows. */
export type LeftStep = 'password_change' | 'enrollment' | 'session_elsewhere' | 'identity_check' | 'question';

/** More answers than this are the links and buttons of a place. */
export const MAX_ANSWERS = 8;
/** Companies, branches, devices. */
const MAX_LISTED = 40;
/** A list with fewer lines is no more than a few answers. */
export const MIN_LINES = 4;
/** A text with more links in it than this is one to read. */
const MAX_LINKS = 3;
/** Navigation of this many pages, or of this many parts of an application in one page, that are not for everybody belongs to a place. */
export const MIN_PLACES = 3;

/**
 * The step that a page is, if it is none of those that a login is made of: what it says in its headings, what it is built like. Null for a
 * place behind the login.
 */
export function leftStepOf(view: PageView): LeftStep | null {
  const known = steps.get(view);
  if (known !== undefined) return known;
  const step = stepIn(view);
  steps.set(view, step);
  return step;
}

/** Of each look at a page, which is asked for it more than once. */
const steps = new WeakMap<PageView, LeftStep | null>();

function stepIn(view: PageView): LeftStep | null {
  if (enrolls(view)) return 'enrollment';
  if (wantsNewPassword(view)) return 'password_change';
  if (asksForLogin(view) || view.rivals.length > 0 || view.known === 'inside') return null;
  const { headline, speaksOf, boxes } = view.standing;
  const answers = answersOf(view);
  if (boxes.length > 0 && answers.length > 0) return headline ?? 'question';
  if (asksInModal(view) || asksForSecret(view)) return headline ?? 'question';
  if (isPlace(view)) return view.otherTask || !isLed(view) ? headline : null;
  // Somebody is known here, and nobody is logged in: as whom to go on is a question.
  if (!view.evidence.logout && view.buttons.some(({ switchesAccount, framed }) => switchesAccount && !framed))
    return headline ?? 'question';
  const { tells, sends, greets } = view.standing;
  // A page that continues by itself asks nothing.
  if (isOnTheWay(view)) return null;
  // One that was left at work long enough shows no session, nor anything else.
  if (isAtWork(view) && !view.evidence.logout) return headline ?? speaksOf ?? 'question';
  const bare = isBare(view);
  const named = headline ?? speaksOf ?? 'question';
  if (view.known === 'held') return named;
  // The way out is offered beside many a question. A greeting excuses a page that has nothing more to press than that.
  const picks = answers.length === 0 && bare && asksToPick(view);
  if (picks && tells) return named;
  const asksOn = bare && sends && (!greets || (tells && answers.some(({ leadsAway, link }) => !leadsAway && !link)));
  if (view.evidence.logout && headline === null && !asksOn) return null;
  // What tells something, greets nobody and leads nowhere is told before the session.
  const isChosen = bare && view.standing.radios.length > 0;
  if (picks) return named;
  if (answers.length === 0 && !isChosen) return headline ?? (bare && tells && !greets ? named : null);
  const hasForm = view.forms.some((form) => form.fields.length > 0 && !(view.standing.picks && isBeside(form)));
  if (hasForm) return headline ?? (isOnlyForm(view) ? named : null);
  return named;
}

/** A page that sets up another way to confirm a login gives out its key. Codes of the old key do nothing there. */
function enrolls(view: PageView): boolean {
  const { handsOutKey, headline, speaksOf, linksHere, places } = view.standing;
  if (handsOutKey && !view.otherTask && (view.best?.class === 'otp' || speaksOf === 'enrollment' || isOnlyForm(view)))
    return true;
  return headline === 'enrollment' && !linksHere && places.length < MIN_PLACES;
}

/** A form for a new password is one of many on a page of settings, and the only thing on a page that wants one. */
function wantsNewPassword(view: PageView): boolean {
  const { headline, speaksOf } = view.standing;
  const asks = view.forms.some((form) => form.class === 'change_password' || asksForNewSecret(form));
  if (headline === 'password_change') return asks || answersOf(view).length > 0;
  if (!asks) return false;
  // A way out is offered beside a step, too, if nothing else is. Under a heading of its own below another, it is a part of settings.
  const isAll = view.evidence.headings.length <= 1 && isBare(view) && !isPlace(view);
  return speaksOf === 'password_change' || !isBehindLogin(view) || isAll;
}

/** No password is shorter. */
const MIN_PASSWORD = 4;

/** Three secrets and nothing else, of one kind by their labels: the old one, and the new one twice. */
function asksForNewSecret({ fields }: ViewForm): boolean {
  if (fields.length !== 3 || fields.some(({ inputType }) => inputType !== 'password')) return false;
  // Characters of a password, a box each.
  if (fields.some(({ maxLength }) => maxLength !== null && maxLength < MIN_PASSWORD)) return false;
  const [one, ...others] = fields.map(({ label }) => fold(label).match(/[\p{L}\p{M}]{3,}/gu) ?? []);
  return (one ?? []).some((word) => others.every((words) => words.some((other) => other.includes(word))));
}

/** Whether a page offers what only somebody who is logged in is offered. */
export const isBehindLogin = (view: PageView): boolean => view.evidence.logout || isPlace(view);

/** Navigation to pages of one's own, within the page, or to this very page, the menu of one's account, a form for something else: nobody who has a step left is given those. */
const isPlace = (view: PageView): boolean => view.known !== 'held' && (view.otherTask || isLed(view) || hasMenu(view));

const isLed = ({ standing: { linksHere, account, places } }: PageView): boolean =>
  linksHere || account || places.length >= MIN_PLACES;

/** Where entries within a page lead nobody can look. Beside a form that waits to be filled in they may lead nowhere yet. */
function hasMenu(view: PageView): boolean {
  const isAsking = view.forms.some((form) => !isBeside(form) && form.fields.some(({ filled }) => !filled));
  return view.standing.menu.length >= MIN_PLACES && !isAsking;
}

/** Whatever navigation stands behind it, a modal dialog with a field, or with something that has to be chosen, is what the page is about. */
const asksInModal = ({ forms, standing }: PageView): boolean =>
  standing.asksOver ||
  forms.some((form) => form.modal && form.fields.length > 0 && form.task === null && !isBeside(form));

/** Whatever stands around them, whoever is shown such fields has yet to prove something, or a person has to say that they need not. Amid a place, its other pages tell first. */
const asksForSecret = (view: PageView): boolean => view.forms.some(isForSecrets) && !mayBeStep(view);

/** Fields that hide what is typed, empty, and nothing else. Settings take a new password so, and say it. */
export const isForSecrets = (form: ViewForm): boolean =>
  form.fields.length > 0 &&
  form.task === null &&
  !form.setsNew &&
  form.fields.every(({ inputType, filled }) => inputType === 'password' && !filled) &&
  !asksForNewSecret(form);

/** A page that another one stood in the way of is no question itself, as little as there may be on it. */
const isBare = ({ known, standing: { bare } }: PageView): boolean => bare && known !== 'past';

/** "Choose your branch": lists of which nothing is chosen yet, and which go on by themselves. */
const asksToPick = (view: PageView): boolean =>
  formOfStep(view)?.fields.every(({ options, filled }) => options !== null && !filled) ?? false;

/**
 * Whether a page is a form and nothing else. One to look for something is offered by places. A greeting excuses it no more where the page tells something, and goes
 * on by the form.
 */
function isOnlyForm(view: PageView): boolean {
  const { greets, tells, sends } = view.standing;
  const asks = view.forms.some(({ fields }) => fields.length > 0) && !view.forms.some(isBeside);
  return asks && isBare(view) && (!greets || (tells && sends));
}

/** Roles of fields that a step may ask for: nothing that is secret by its kind. */
const ASKED: ReadonlySet<FieldRole> = new Set(['custom', 'identifier']);

/** The form that a step is to be answered with, where it asks for values; null where there is none, or it asks for secrets. */
export function formOfStep(view: PageView): ViewForm | null {
  const asking = view.forms.filter((form) => form.fields.length > 0 && !isBeside(form));
  const [form] = asking;
  return form !== undefined && asking.length === 1 && form.fields.every(({ role }) => ASKED.has(role)) ? form : null;
}

/** The site and what is asked: a place has a heading over each of its sections. */
const MAX_TITLES = 2;

/** Whether each of two or three lines has the same to press, and nothing else can be pressed: one of them is meant. */
export function isOneOfFew({ buttons, evidence, standing: { lines } }: PageView): boolean {
  if (evidence.headings.length > MAX_TITLES) return false;
  const own = buttons.filter(({ framed, cookies, leadsAway }) => !framed && cookies === null && !leadsAway);
  const isEach = lines > 1 && lines < MIN_LINES && own.length === lines;
  return isEach && new Set(own.map(({ label }) => label)).size === 1;
}

/** What a page can be answered with, a no at the end; empty for a page that leaves more open than a question does. */
export function answersOf(view: PageView): ViewButton[] {
  const { buttons, known, standing } = view;
  const isList = known === 'held' && (standing.lines >= MIN_LINES || isOneOfFew(view));
  const inside = buttons.filter(
    ({ framed, cookies, kind, link }) => !framed && cookies === null && !(link && kind === 'login_link'),
  );
  const leads = ({ link, scripted }: ViewButton): boolean => link && !scripted;
  const links = inside.filter(leads);
  const pressed = inside.filter((button) => !leads(button));
  const answers = links.length <= MAX_LINKS || isList ? inside : pressed;
  const isFirst = (one: ViewButton, at: number): boolean =>
    answers.findIndex(({ label }) => label === one.label) === at;
  // "Open" in each line does not say which.
  const isOnly = ({ label }: ViewButton): boolean => answers.filter((one) => one.label === label).length === 1;
  const named = answers.filter(isList ? isOnly : isFirst);
  if (named.length > (isList ? MAX_LISTED : MAX_ANSWERS)) return [];
  return named.toSorted((one, other) => Number(one.leadsAway) - Number(other.leadsAway));
}

/** Whether a page continues by itself: it says when, or that it does, and offers nothing else to do. */
export function isOnTheWay(view: PageView): boolean {
  const { refresh, goesOn } = view.standing;
  if (refresh !== null) return true;
  const asks = view.forms.some(({ fields }) => fields.length > 0);
  return goesOn && !asks && !isBehindLogin(view) && answersOf(view).every(({ link }) => link);
}

/** Whether a page shows nothing of its own, and leaves nothing to do: a way out does not matter, nor do links. */
export function leavesNothing({ standing, forms, rivals, buttons, externalAction, captcha }: PageView): boolean {
  const asks = rivals.length > 0 || forms.some((form) => form.fields.length > 0 && !isBeside(form));
  const shows = standing.content > 0 || externalAction !== null || captcha !== null;
  return !asks && !shows && !buttons.some(isPressed);
}

/** Whether all that a page shows is that it is at work. What it was opened for may be good for one time only. */
export const isAtWork = (view: PageView): boolean => view.standing.waits && leavesNothing(view);
