import { native } from '../dom/native.js';
import type { Concept } from '../words/words.js';
import { type Facts, factsOf, hidesPassword, isLock, isOtherTask, leadsTo, standsBesideCheckout } from './facts.js';
import { isName, isPersonal, isSecret } from './kinds.js';
import type { Control, Field, Group, Purpose } from './model.js';
import { providerOf } from './provider.js';
import type { Scan } from './scan.js';
import { isInFoot } from './site-frame.js';
import { topicsOf } from './topics.js';
import { pathOf } from './url-path.js';
import type { Feature } from './weights.js';

/** The amount of each feature: 0 or 1, or a small count. The order matters: of equally strong reasons the first is reported first. */
export type Features = Readonly<Record<Feature, number>>;

/** Everything that speaks for or against one reading of the group. */
export function featuresOf(scan: Scan, group: Group, submit: Control | null): Features {
  const facts = factsOf(scan, group, submit);
  const simple = {
    ...valuesOf(FIELDS, facts),
    ...topicsOf(facts),
    ...valuesOf(WORDS, facts),
    ...valuesOf(SURROUNDINGS, facts),
  };
  const any: Any = (...names) => names.some((name) => simple[name] === 1);
  return { ...simple, ...combinationsOf(any, facts) };
}

/** What a form with a name and one password is for, where it does not say that it is a login. */
export function taskOf(features: Features): 'other' | 'unsaid' | null {
  const any: Any = (...names) => names.some((name) => features[name] > 0);
  if (!any('onePassword') || any('noIdentifier', 'newPassword', 'newPasswordHeading', 'loginSubmit', 'loginHeading'))
    return null;
  if (any('connectionField', 'otherTaskSubmit', 'otherTaskHeading')) return 'other';
  // An application without reloads may show all its pages at the address of its login.
  const signs = LOGIN_SIGNS.filter((name) => name !== 'loginUrl');
  return any(...signs, 'currentPasswordDeclared', 'unlocks', 'notYou') ? null : 'unsaid';
}

type Sign = (facts: Facts) => boolean | number;
/** Values of some of the features. That none is missing is checked where they are put together. */
type Signs = Partial<Record<Feature, Sign>>;

const valuesOf = <F extends Feature>(signs: Record<F, Sign>, facts: Facts): Record<F, number> =>
  Object.fromEntries(
    (Object.entries(signs) as [F, Sign][]).map(([name, sign]) => [name, Number(sign(facts))]),
  ) as Record<F, number>;

const asks = ({ fields }: Facts, purpose: Purpose): boolean => fields.some((field) => field.purpose === purpose);
const declares = ({ fields }: Facts, token: string): boolean => fields.some((field) => field.autocomplete === token);
const count = ({ fields }: Facts, wanted: (field: Field) => boolean): number => fields.filter(wanted).length;
const asksForNameAndEmail = (facts: Facts): boolean => asks(facts, 'username') && asks(facts, 'email');
const isPart = ({ group, boxes }: Facts, field: Field): boolean =>
  boxes.includes(field) || (group.characters?.fields.includes(field) ?? false);
/** Fields of the group that can be used, all boxes of a code counted as none. */
const sizeOf = (facts: Facts): number =>
  count(facts, (field) => !isPart(facts, field) && (facts.group.characters === null || field.editable));

/** A code beside a name and a password that are still empty is a part of their login. */
const waitsForPassword = ({ fields, identifiers, passwords, boxes }: Facts): boolean =>
  passwords === 1 &&
  identifiers > 0 &&
  fields.some((field) => field.type === 'password' && !boxes.includes(field) && field.element.value === '');

/** What the fields ask for. */
const FIELDS = {
  onePassword: ({ passwords }) => passwords === 1,
  twoPasswords: ({ passwords }) => passwords === 2,
  manyPasswords: ({ passwords }) => passwords > 2,
  noPassword: ({ passwords }) => passwords === 0,
  hiddenPassword: (facts) => facts.passwords === 0 && hidesPassword(facts),
  newPassword: (facts) => asks(facts, 'newPassword'),
  // Alone it is the password of somebody who has one: "Enter your password again".
  confirmPassword: (facts) => facts.passwords > 1 && asks(facts, 'confirmPassword'),
  oldPassword: (facts) => asks(facts, 'currentPassword'),
  newPasswordDeclared: ({ fields }) =>
    fields.some((field) => field.type === 'password' && field.autocomplete === 'new-password'),
  currentPasswordDeclared: (facts) => declares(facts, 'current-password'),
  usernameDeclared: (facts) => declares(facts, 'username'),
  codeDeclared: (facts) => declares(facts, 'one-time-code') && !waitsForPassword(facts),
  identifiers: ({ identifiers }) => Math.min(identifiers, 3),
  noIdentifier: ({ identifiers }) => identifiers === 0,
  loneIdentifier: ({ fields, identifiers }) => fields.length === 1 && identifiers === 1,
  nameAndEmail: (facts) => facts.passwords > 0 && asksForNameAndEmail(facts),
  nameBesideEmail: (facts) => facts.passwords === 0 && asksForNameAndEmail(facts),
  personal: (facts) => Math.min(count(facts, isPersonal), 4),
  // Banks ask for a card number as the login name.
  payment: (facts) => count(facts, ({ purpose }) => purpose === 'card') > Number(facts.passwords === 1),
  message: (facts) => asks(facts, 'message'),
  searchField: (facts) => asks(facts, 'search'),
  coupon: (facts) => asks(facts, 'coupon'),
  codeField: (facts) => asks(facts, 'otp'),
  codeBoxes: (facts) => facts.boxes.length > 0 && !waitsForPassword(facts),
  nameFromList: (facts) =>
    facts.passwords === 1 && facts.fields.some(({ type, purpose }) => type === 'select' && purpose === 'username'),
  oneField: (facts) => sizeOf(facts) <= 1,
  otherFields: (facts) =>
    Math.min(
      count(facts, (field) => !isName(field) && !isSecret(field) && !isPart(facts, field)),
      5,
    ),
  manyFields: (facts) => sizeOf(facts) > 4,
  noTextField: ({ fields }) => fields.every(({ type }) => type === 'select' || type === 'textarea'),
  alone: ({ scan, fields }) => scan.fields.every((field) => !field.visible || fields.includes(field)),
  besideCheckout: (facts) => facts.passwords === 0 && standsBesideCheckout(facts),
} satisfies Signs;

/** What is written on the group, in it and around it. */
const WORDS = {
  searchDev: ({ scan, developer, action }) => scan.names('searchField', `${developer} ${action}`),
  passwordRules: ({ scan, hasSecret, text }) => hasSecret && scan.says('passwordRules', text),
  noAccount: ({ scan, around }) => scan.says('noAccount', around),
  haveAccount: ({ scan, around }) => scan.says('haveAccount', around),
  terms: ({ scan, around }) => scan.says('terms', around),
  sent: ({ scan, around }) => scan.says('sent', around),
  forgotText: ({ scan, around }) => scan.says('forgot', around),
  recoveryProse: ({ scan, hasSecret, prose }) => !hasSecret && scan.says('recovery', prose),
  forgotHeading: ({ scan, hasSecret, heading }) => !hasSecret && scan.says('forgot', heading),
  forgotField: ({ scan, hasSecret, asked }) => !hasSecret && scan.says('forgot', asked),
  haveAccountHeading: ({ scan, heading }) => scan.says('haveAccount', heading),
  newPasswordHeading: ({ scan, heading }) => scan.says('newPassword', heading),
  newName: ({ scan, asked, heading, fieldNames }) =>
    scan.says('newName', `${asked} · ${heading}`) || scan.names('newName', fieldNames),
  // A page that declares whose password it asks for is a login, even if it is one to a database.
  connectionField: (facts) =>
    !declares(facts, 'username') &&
    !declares(facts, 'current-password') &&
    (facts.scan.says('connection', facts.asked) || facts.scan.names('connection', facts.fieldNames)),
  otherTaskHeading: (facts) => isOtherTask(facts, facts.heading),
  guarded: (facts) => isLock(facts) && facts.scan.says('guarded', facts.around),
  loginLinkText: ({ scan, hasSecret, around }) => !hasSecret && scan.says('emailLink', around),
} satisfies Signs;

const ticks = ({ scan, group }: Facts, concept: Concept): boolean =>
  group.choices.some(({ label }) => scan.says(concept, label));

/** Offers to send a link and nothing else. */
const sendsLink = ({ scan, label }: Facts): boolean =>
  scan.says('sendLink', label) && !scan.says('login', label) && !scan.says('emailLink', label);

const logsInElsewhere = ({ scan, away }: Facts): boolean =>
  away.some((control) => !control.submits && scan.says('login', control.label));

/** What buttons, links and boxes beside the fields give away. */
const SURROUNDINGS = {
  searchRole: ({ group }) => native(group.container, 'matches')('[role=search], [role=search] *, search *'),
  continueSubmit: ({ scan, label }) => scan.says('continue', label),
  sendSubmit: ({ scan, label }) => scan.says('send', label),
  otherTaskSubmit: (facts) => isOtherTask(facts, facts.label),
  noSubmit: ({ submit }) => submit === null,
  notYou: ({ scan, beside }) => beside.some(({ label }) => scan.says('notYou', label)),
  unlocks: (facts) => isLock(facts) && facts.beside.some(({ label }) => facts.scan.says('unlock', label)),
  forgotLink: ({ scan, others }) =>
    others.some(({ label, href }) => scan.says('forgot', label) || scan.names('forgot', pathOf(scan, href))),
  signupLink: (facts) => facts.own.some((control) => leadsTo(facts, 'signup', control)),
  loginLink: (facts) => facts.away.some((control) => control.link && leadsTo(facts, 'login', control)),
  sso: ({ scan, beside }) => beside.some((control) => providerOf(scan, control) !== null),
  guest: ({ scan, group }) => group.controls.some(({ label }) => scan.says('guest', label)),
  termsBox: (facts) => ticks(facts, 'terms'),
  newsletterBox: (facts) => ticks(facts, 'newsletter'),
  rememberBox: (facts) =>
    ticks(facts, 'remember') || facts.group.choices.some(({ developer }) => facts.scan.names('remember', developer)),
} satisfies Signs;

/** Whether one of these was found. */
type Any = (...names: Exclude<Feature, Combination>[]) => boolean;
type Combination = Extract<
  Feature,
  | 'haveAccountLink'
  | 'newsletterOnly'
  | 'mailInFoot'
  | 'bare'
  | 'remembersNew'
  | 'lonesomeCode'
  | 'recoversByLink'
  | 'sendsLink'
  | 'changesName'
  | 'unsigned'
  | 'saysLogin'
>;

/** Any one of these makes a lone name field a step of a login rather than a box for an address. */
const LOGIN_SIGNS = [
  'loginSubmit',
  'loginSubmitDev',
  'loginHeading',
  'loginDev',
  'loginAction',
  'loginTitle',
  'loginUrl',
  'usernameDeclared',
  'forgotLink',
  'noAccount',
  'rememberBox',
] as const satisfies Feature[];

/** Whoever sees one of these has no account yet. */
const SIGNUP_SIGNS = [
  'signupSubmit',
  'signupHeading',
  'signupAction',
  'newName',
  'newPasswordHeading',
  'haveAccount',
  'termsBox',
  'passwordRules',
  'nameAndEmail',
] as const satisfies Feature[];

/** What only several features together say. */
const COMBINATIONS: { readonly [C in Combination]: (any: Any, facts: Facts) => boolean } = {
  haveAccountLink: (any, facts) => any('haveAccount') && (any('loginLink') || logsInElsewhere(facts)),
  // Whatever its button says, an address alone in the foot of a site is one to write to.
  mailInFoot: (_, { group: { container, fields } }) =>
    fields.length === 1 && fields.every(({ purpose }) => purpose === 'email') && isInFoot(container),
  newsletterOnly: (any) => any('noPassword') && isNewsletter(any),
  bare: (any) => any('noPassword') && !any(...LOGIN_SIGNS),
  // Many logins say `new-password` of their field to keep browsers from filling it.
  remembersNew: (any) =>
    any('newPasswordDeclared') &&
    any('rememberBox', 'forgotLink', 'loginHeading', 'loginSubmit') &&
    any('onePassword') &&
    !any(...SIGNUP_SIGNS),
  lonesomeCode: (any) => any('noPassword') && any('oneField') && any('noIdentifier') && any('otpAround'),
  recoversByLink: (any, facts) => any('recoveryProse') && (any('sendSubmit') || sendsLink(facts)),
  sendsLink: (any, facts) => sendsLink(facts) && !any('loginHeading', 'loginTitle'),
  changesName: (any) => any('noPassword') && any('newName'),
  saysLogin: (any, facts) =>
    any('onePassword') && any('manyFields') && any('loginTitle') && saysLogin(facts) && !any(...SIGNUP_SIGNS),
  unsigned: (any) => any('onePassword') && !any(...LOGIN_SIGNS, 'currentPasswordDeclared', 'unlocks', 'notYou'),
};

/** What the heading says counts more than how many fields there are. */
const saysLogin = ({ scan, heading }: Facts): boolean =>
  heading.split(' · ').every((one) => scan.saysOnly('login', one));

const combinationsOf = (any: Any, facts: Facts): Record<Combination, number> =>
  Object.fromEntries(
    Object.entries(COMBINATIONS).map(([name, isFound]) => [name, Number(isFound(any, facts))]),
  ) as Record<Combination, number>;

/** The group says that it is one, or it mentions one and nothing mentions a login. */
const isNewsletter = (any: Any): boolean =>
  any('newsletterHeading', 'newsletterSubmit', 'newsletterDev', 'newsletterAction') ||
  (any('newsletterText') && !any('loginDev', 'usernameDeclared', 'forgotLink', 'hiddenPassword'));
