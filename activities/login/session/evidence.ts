/** Whether what a browser is shown proves that it is logged in. Pure rules, by what is seen with the session and without it. */
import { leftStepOf } from '../judge/left-step.js';
import type { PageView } from '../page-world/view.js';
import type { Observation, Sight } from '../read/observation.js';
import { asksForLogin } from '../read/seen-page.js';
import { says } from '../read/states.js';
import { withoutQuery } from './address.js';

export type Proof =
  /** Something is given to the session that a stranger is refused. */
  | 'signed_in'
  /** The session is led to a step of its login. */
  | 'step_left'
  /** The session is asked to log in, and the page is not the same for everybody. */
  | 'asked_to_log_in'
  /** The address tells nothing. */
  | 'nothing_decided';

/** What an address told. */
export interface Found {
  readonly proof: Proof;
  readonly address: string;
  readonly member: Sight;
  readonly stranger: Sight;
}

interface Compared {
  readonly address: string;
  readonly member: Sight;
  readonly stranger: Sight;
  /** What the page behind the login showed, line by line. */
  readonly behind: ReadonlySet<string>;
}

/** What is shown at an address with the session, compared with what is shown without it. */
export function proofAt(compared: Compared): Proof {
  const { member, stranger } = compared;
  const { view } = member.seen;
  if (isRefused(member.seen)) return 'nothing_decided';
  if (asksForLogin(view)) return asksSame(member.seen, stranger.seen) ? 'nothing_decided' : askedFor(member.seen);
  if (view.otherTask && offersSame(view, stranger.seen.view)) return 'nothing_decided';
  const step = leftStepOf(view);
  if (blocks(member.seen) || (step !== null && !(step === 'question' && isForEveryone(compared)))) return 'step_left';
  if (isTakenForStranger(view)) return 'nothing_decided';
  return RULES.some((rule) => rule(compared)) ? 'signed_in' : 'nothing_decided';
}

/** Who is still offered a login, and neither a way out nor an account, is a reader without a name: some sites make one of whom they have turned down. */
const isTakenForStranger = ({ evidence, standing }: PageView): boolean =>
  evidence.loginLink && !evidence.logout && !standing.account;

/**
 * Whether an address that proves a session is shown to it and to no stranger. That a page for everybody greets it, or offers it a way out,
 * proves less: half a login may be greeted.
 */
export const isLetIn = ({ address, member, stranger }: Omit<Found, 'proof'>): boolean =>
  withoutQuery(member.url) === withoutQuery(address) &&
  (refusesStranger(stranger) || (!isStopped(stranger.seen) && !isSamePlace(member, stranger)));

/** Whether a page offers the way out in the place of the way in that it offers to a stranger. */
export const offersOutForIn = ({ member, stranger }: Pick<Compared, 'member' | 'stranger'>): boolean =>
  offersSignOut({ member, stranger }) && offersNoSignIn({ member, stranger });

/** A page that only a POST gets, or that fails, says nothing about the session. */
const isRefused = ({ status }: Observation): boolean => (status ?? 200) >= 400;

/** Some sites show their form to everybody, logged in or not. */
export const asksSame = (one: Observation, other: Observation): boolean =>
  asksForLogin(other.view) && one.view.best?.signature === other.view.best?.signature;

/** A form that strangers are given too may be that of the login. */
const offersSame = (one: PageView, other: PageView): boolean =>
  one.forms.some(
    ({ task, signature }) =>
      (task === 'other' || task === 'unsaid') && other.forms.some((form) => form.signature === signature),
  );

/** A code, or a password of somebody who is known, is asked for after the first step of a login. */
const askedFor = ({ view }: Observation): Proof =>
  view.best?.class === 'login' || view.best?.class === 'identifier' ? 'asked_to_log_in' : 'step_left';

/** Whether a page is one that strangers are shown too, for the most part. A step of a login is none. */
export const isForEveryone = ({ member, stranger }: Pick<Compared, 'member' | 'stranger'>): boolean => {
  if (!isSamePlace(member, stranger) || asksForLogin(stranger.seen.view) || isStopped(stranger.seen)) return false;
  const lines = [...member.seen.lines];
  return lines.filter((line) => stranger.seen.lines.has(line)).length * 2 >= lines.length;
};

/** Somebody has to act before this browser is let on. */
const blocks = ({ view }: Observation): boolean =>
  view.externalAction !== null || view.captcha !== null || view.evidence.passkey || view.rivals.length > 0;

/** A firewall that stops the stranger, or a site that has seen too many visits, makes a difference that comes of no session. */
const isStopped = ({ view, status }: Observation): boolean => view.captcha !== null || status === 429 || status === 503;

type Rule = (compared: Compared) => boolean;

const offersSignOut = ({ member, stranger }: Pick<Compared, 'member' | 'stranger'>): boolean =>
  member.seen.view.evidence.logout && !stranger.seen.view.evidence.logout;

const offersAccount: Rule = ({ member, stranger }) =>
  member.seen.view.standing.account && !stranger.seen.view.standing.account;

const offersNoSignIn = ({ member, stranger }: Pick<Compared, 'member' | 'stranger'>): boolean =>
  isSamePlace(member, stranger) &&
  stranger.seen.view.evidence.loginLink &&
  !member.seen.view.evidence.loginLink &&
  !isStopped(stranger.seen);

const refusesStranger = ({ seen }: Sight): boolean =>
  !isStopped(seen) && (asksForLogin(seen.view) || seen.status === 401 || seen.status === 403);

/** At the address of a stranger's form, an application that has yet to show its own looks as if it had none: what no stranger sees tells. */
const strangerIsRefused: Rule = ({ member, stranger }) =>
  refusesStranger(stranger) && (!isSamePlace(member, stranger) || showsOwn(member.seen, stranger.seen));

/** Some applications paint all that they show. */
const showsOwn = ({ lines, view }: Observation, stranger: Observation): boolean =>
  lines.size === 0 ||
  [...lines].some((line) => !stranger.lines.has(line) && !says('loading', line)) ||
  view.buttons.some(({ label }) => label !== '' && stranger.view.buttons.every((other) => other.label !== label));

/** Only at rest: an application may show its own address for a moment before it sends a stranger away. */
const strangerIsLedAway: Rule = ({ address, member, stranger }) =>
  !isStopped(stranger.seen) && withoutQuery(member.url) === withoutQuery(address) && !isSamePlace(member, stranger);

/** Text of the page behind the login, that was there again and that no stranger sees. */
const showsTextBehind: Rule = ({ member, stranger, behind }) =>
  !isStopped(stranger.seen) &&
  [...textOf(member.seen)].some(
    (line) => /\p{L}{2}/u.test(line) && behind.has(line) && !textOf(stranger.seen).has(line),
  );

const RULES: readonly Rule[] = [
  offersSignOut,
  offersAccount,
  offersNoSignIn,
  strangerIsRefused,
  strangerIsLedAway,
  showsTextBehind,
];

const isSamePlace = (one: Sight, other: Sight): boolean => withoutQuery(one.url) === withoutQuery(other.url);

/** What a page shows, its title included. */
export const textOf = ({ lines, view }: Observation): ReadonlySet<string> => new Set([...lines, view.title]);
