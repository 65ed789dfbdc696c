import { native } from '../dom/native.js';
import type { LocalButton, LocalForm } from '../frame-view.js';
import type { ButtonKind, MfaMethod } from '../view.js';
import type { Concept } from '../words/words.js';
import { showsLogin } from './behind-tab.js';
import { besideOf } from './beside-button.js';
import { consentBanner, cookieAnswerOf } from './cookie-boxes.js';
import { controlRef } from './field-view.js';
import { asksForAnything } from './form-classes.js';
import { ALTERNATIVE } from './masked.js';
import type { Control } from './model.js';
import { leavesFor, type Offer } from './offers.js';
import { leadsElsewhere, staysHere } from './press.js';
import { providerOf } from './provider.js';
import type { Scan } from './scan.js';
import { isAccountMenu, isInFoot, isInFrame } from './site-frame.js';
import { pathOf } from './url-path.js';

/** Methods of a second factor by the words that offer them; the first match decides. */
const METHODS: readonly (readonly [MfaMethod, Concept])[] = [
  ['backup', 'backupCode'],
  ['push', 'push'],
  ['totp', 'totp'],
  ['call', 'call'],
  ['passkey', 'passkey'],
  ['sms', 'sms'],
  ['email', 'emailCode'],
  ['password', 'password'],
];
/** Ways to log in without a password. */
const OTHER_WAYS = ['passkey', 'emailLink', 'sendLink', 'emailCode', 'sms', 'ssoPrefix'] as const;
const MAX_WAY = 50;
/** A page that offers ways to choose from has few other buttons. */
const MANY = 15;
/** A longer text is a sentence, not the caption of a button. */
const MAX_LABEL = 90;

export interface Situation {
  /** The page asks for one of several second factors. */
  choosesMethod: boolean;
  /** The page asks which account to go on with. */
  choosesAccount: boolean;
  /** What goes on with the account that is chosen by a radio button: no account itself. */
  goesOnAs: Control | undefined;
  /** The page asks whether to stay signed in. */
  asksToStay: boolean;
  /** The page offers something that nobody asked for. */
  offer: Offer | null;
  /** The page asks for consent. */
  asksConsent: boolean;
  submits: ReadonlySet<Control>;
  /** The page offers ways to log in to choose from. */
  offersWays: boolean;
  /** Buttons that only acknowledge a message. */
  notes: ReadonlySet<Control>;
  /** Boxes about cookies. */
  banners: readonly Element[];
  /** What can be pressed beside the frame of the page. */
  middle: ReadonlySet<Element>;
  /** A dialog that has to be answered before anything else of the page; null where there is none. */
  over: Element | null;
}

/** What pressing a button does, as far as it matters for logging in. */
export function buttonView(scan: Scan, control: Control, situation: Situation): LocalButton | null {
  if (isOpened(control)) return null;
  const provider = providerOf(scan, control);
  const kind = kindOf(scan, control, provider, situation);
  if (control.label === '' && provider === null) return null;
  return {
    ref: controlRef(scan, control),
    label: control.label,
    kind,
    provider: kind === 'sso' ? provider : null,
    mfaType: wayOf(scan, control, kind),
    cookies: kind === 'dismiss' ? cookieAnswerOf(scan, control) : null,
    framed:
      isInFrame(control) ||
      standsAround(scan, control) ||
      scrolls(scan, control) ||
      (situation.over !== null && !scan.contains(situation.over, control.element)) ||
      situation.banners.some((box) => scan.contains(box, control.element)),
    link: control.link,
    scripted: control.link && staysHere(control),
    elsewhere: elsewhereOf(control),
    leadsAway: leadsAway(scan, control.label),
    switchesAccount: scan.says('notYou', control.label),
    opensAccount: isAccountMenu(scan, control) && !leadsElsewhere(scan, control),
    beside: besideOf(scan, control, situation.middle),
  };
}

function elsewhereOf({ element, link }: Control): string | null {
  if (!link || !(element instanceof HTMLAnchorElement)) return null;
  const { origin, protocol } = element;
  return /^https?:$/.test(protocol) && origin !== location.origin ? origin : null;
}

/** What is folded out shows what it has: to press it again would hide that. */
const isOpened = ({ element }: Control): boolean =>
  native(element, 'localName') === 'summary' && native(element, 'matches')('details[open] > summary');

/** Where a list to choose from is all that there is to do, the rest of the page stands around it. */
const standsAround = (scan: Scan, { element }: Control): boolean =>
  scan.pick !== null && !scan.contains(scan.pick.room, element);

/** What more than to scroll a link to a part of the page may do. */
const DOES_MORE =
  '[role], [onclick], [aria-controls], [data-toggle], [data-bs-toggle], [data-target], [data-bs-target]';

/** "Skip to content", "back to top": a link to a part of this page that is shown anyway (HTML standard, 7.4.6.4). It answers nothing. */
function scrolls(scan: Scan, { element, link }: Control): boolean {
  if (!link || !(element instanceof HTMLAnchorElement) || native(element, 'matches')(DOES_MORE)) return false;
  const { origin, pathname, search, hash } = element;
  if (origin !== location.origin || pathname !== location.pathname || search !== location.search || hash === '')
    return false;
  if (hash.toLowerCase() === '#top') return true;
  const part = native(document, 'getElementById')(decodeURIComponent(hash.slice(1)));
  return part !== null && scan.sight.isVisible(part);
}

/** By which method it goes on. What shows a password leads to that, whatever it is called. */
function wayOf(scan: Scan, control: Control, kind: ButtonKind): MfaMethod | null {
  if (kind === 'login_link') return showsLogin(scan, control) ? 'password' : null;
  return kind === 'mfa_option' || kind === 'switch_method' ? methodOf(scan, control.label) : null;
}

function kindOf(scan: Scan, control: Control, provider: string | null, situation: Situation): ButtonKind {
  const { label } = control;
  if (provider !== null) return 'sso';
  if (label.length > MAX_LABEL) return 'other';
  if (situation.asksToStay && scan.saysOnly('yes', label)) return 'stay_signed_in';
  if (situation.asksToStay && leavesFor(scan, 'offer', label)) return 'stay_signed_out';
  if (cookieAnswerOf(scan, control) !== null) return 'dismiss';
  if (situation.offer !== null && leavesFor(scan, situation.offer, label)) return 'not_now';
  if (situation.asksConsent && !control.link && scan.saysOnly('allow', label)) return 'consent';
  if (situation.choosesMethod && methodOf(scan, label) !== null && !scan.says('forgot', label)) return 'mfa_option';
  if (showsLogin(scan, control)) return 'login_link';
  if (scan.says('otherMethod', label) || takesPassword(scan, control, situation)) return 'switch_method';
  if (situation.choosesAccount && control !== situation.goesOnAs && isAccount(scan, control)) return 'account';
  if (situation.submits.has(control)) return 'submit';
  if (situation.notes.has(control)) return 'take_note';
  if (scan.saysOnly('dismiss', label) || scan.saysOnly('cookieReject', label)) return 'dismiss';
  if (isLoginLink(scan, control)) return 'login_link';
  return scan.saysOnly('languageName', label) ? 'language' : 'other';
}

/** "Log in with a password", beside another way; "Password" will do on a page that offers ways and nothing else. */
const takesPassword = (scan: Scan, control: Control, { submits, offersWays }: Situation): boolean =>
  !submits.has(control) && (offersWays || scan.says('login', control.label)) && namesPassword(scan, control.label);

const namesPassword = (scan: Scan, label: string): boolean =>
  scan.says('password', label) &&
  !(['passkey', 'forgot', 'recovery', 'change', 'newPassword'] as const).some((one) => scan.says(one, label));

/** Whether the page asks for nothing, and offers a password among ways to choose from. One with a "Log in" of its own tells about them. */
export function offersWays(scan: Scan, forms: readonly LocalForm[]): boolean {
  if (asksForAnything(forms) || scan.controls.length > MANY) return false;
  if (scan.controls.some(({ label }) => scan.says('logout', label) || scan.saysOnly('login', label))) return false;
  const ways = scan.controls.filter((control) => control.label.length <= MAX_WAY && !isInFrame(control));
  const passwords = ways.filter(({ label }) => namesPassword(scan, label));
  // "User name and password" is a way in whatever the other ways are called.
  if (passwords.some(({ label }) => scan.says('username', label))) return true;
  return passwords.length > 0 && ways.some(({ label }) => OTHER_WAYS.some((way) => scan.says(way, label)));
}

export const leadsAway = (scan: Scan, label: string): boolean =>
  scan.says('back', label) ||
  scan.says('logout', label) ||
  scan.saysOnly('dismiss', label) ||
  scan.saysOnly('no', label);

/**
 * The page asks for consent that an application or a service gets something of the user, and offers both answers (OpenID Connect Core 1.0
 * section 3.1.2.4). What it gets may be no more than who the user is, or much more.
 */
export function asksConsent(scan: Scan, text: string): boolean {
  const refuses = ({ element, label }: Control): boolean =>
    (scan.saysOnly('cookieReject', label) || scan.saysOnly('dismiss', label)) && consentBanner(scan, element) === null;
  return (scan.says('consent', text) || scan.says('permAttributes', text)) && scan.controls.some(refuses);
}

export function methodOf(scan: Scan, text: string): MfaMethod | null {
  return METHODS.find(([, concept]) => scan.says(concept, text))?.[0] ?? null;
}

/** What all pages of the site have in common is none. */
function isAccount(scan: Scan, control: Control): boolean {
  const { label } = control;
  return (
    label !== '' &&
    !isInFrame(control) &&
    !scan.saysOnly('languageName', label) &&
    !scan.says('back', label) &&
    !scan.says('forgot', label) &&
    !scan.says('terms', label) &&
    !scan.says('signup', label)
  );
}

/** A longer caption says what for. */
const MAX_BOTH = 50;

/** Sends an address to which news are to come: it says so, or stands in the foot of a site. */
const subscribes = (scan: Scan, { element, submits, label }: Control): boolean =>
  submits &&
  (isInFoot(element) || scan.says('newsletter', label)) &&
  scan.fields.some((field) => field.purpose === 'email' && field.element.form === native(element, 'closest')('form')) &&
  !scan.fields.some((field) => field.type === 'password' && field.element.form === native(element, 'closest')('form'));

/** Leads to where one logs in; links about something else ("Sign in to comment", "Forgot your login?") don't count. */
export function isLoginLink(scan: Scan, control: Control): boolean {
  const { label, href } = control;
  if (scan.says('logout', label) || subscribes(scan, control)) return false;
  // "Sign in | Sign up", "Log in or register" lead to both.
  const parts = label.length > MAX_BOTH ? [] : label.split(ALTERNATIVE);
  const others = (['signup', 'forgot'] as const).filter((one) => scan.says(one, label));
  const isLogin = (part: string): boolean =>
    scan.saysOnly('login', part) || (scan.says('login', part) && !others.some((one) => scan.says(one, part)));
  if (parts.length > 1 && parts.some(isLogin)) return true;
  if (scan.says('forgot', label) || scan.says('signup', label)) return false;
  return (
    scan.says('login', label) ||
    (label.length < 20 &&
      !leadsAbroad(href) &&
      scan.names('login', pathOf(scan, href)) &&
      !scan.names('signup', pathOf(scan, href)))
  );
}

/** Leads to a host that shares not even its last two labels with this one: whether that is for a login its address can't tell. */
function leadsAbroad(href: string): boolean {
  if (!URL.canParse(href, document.baseURI)) return false;
  const domainOf = (host: string): string => host.split('.').slice(-2).join('.');
  const { protocol, hostname } = new URL(href, document.baseURI);
  return /^https?:$/.test(protocol) && domainOf(hostname) !== domainOf(location.hostname);
}
