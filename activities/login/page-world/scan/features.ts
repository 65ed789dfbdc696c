import { plain } from '../dom/plain.js';
import { readText } from '../dom/read-text.js';
import type { Concept, Named } from '../words/words.js';
import { isName, isPersonal, isSecret } from './kinds.js';
import type { Control, Field, Group, Purpose } from './model.js';
import { boxesOf } from './otp.js';
import { providerOf } from './provider.js';
import type { Scan } from './scan.js';
import { developerTextOf, headingsOf, surroundingsOf } from './surroundings.js';
import { pathOf } from './url-path.js';

/** What is known of a group, by name: 0 or 1, or a small count. Weights of the same names stand in `weights.json`. */
export type Features = Record<string, number>;

/** Characters of a group's text that are read; terms of use and help texts come within it. */
const TEXT_LIMIT = 3000;
/** What a form can be about; each is looked for in every place where a form says so. */
const TOPICS = ['login', 'signup', 'recovery', 'change', 'delete', 'newsletter', 'checkout', 'contact', 'otp'] as const;
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
];

/** Everything that speaks for or against one reading of the group. */
export function featuresOf(scan: Scan, group: Group, submit: Control | null): Features {
  const features = { ...countsOf(scan, group), ...topicsOf(scan, group, submit), ...hintsOf(scan, group, submit) };
  return { ...features, ...combinationsOf(features) };
}

function countsOf(scan: Scan, group: Group): Features {
  const { fields } = group;
  const count = (wanted: (field: Field) => boolean) => fields.filter(wanted).length;
  const asks = (...purposes: Purpose[]) => Number(fields.some((field) => purposes.includes(field.purpose)));
  const declares = (token: string) => Number(fields.some((field) => field.autocomplete === token));
  const passwords = count((field) => field.type === 'password' && isSecret(field));
  const identifiers = count(isName);
  const boxes = boxesOf(scan, group);
  const size = fields.length - boxes.length;
  return {
    onePassword: Number(passwords === 1),
    twoPasswords: Number(passwords === 2),
    manyPasswords: Number(passwords > 2),
    noPassword: Number(passwords === 0),
    hiddenPassword: Number(passwords === 0 && hidesPassword(scan, group)),
    newPassword: asks('newPassword'),
    confirmPassword: asks('confirmPassword'),
    oldPassword: asks('currentPassword'),
    newPasswordDeclared: Number(
      fields.some((field) => field.type === 'password' && field.autocomplete === 'new-password'),
    ),
    currentPasswordDeclared: declares('current-password'),
    usernameDeclared: declares('username'),
    codeDeclared: declares('one-time-code'),
    identifiers: Math.min(identifiers, 3),
    noIdentifier: Number(identifiers === 0),
    loneIdentifier: Number(fields.length === 1 && identifiers === 1),
    nameAndEmail: Number(passwords > 0 && asks('username') === 1 && asks('email') === 1),
    nameBesideEmail: Number(passwords === 0 && asks('username') === 1 && asks('email') === 1),
    personal: Math.min(count(isPersonal), 4),
    // Banks ask for a card number as the login name.
    payment: Number(count((field) => field.purpose === 'card') > Number(passwords === 1)),
    message: asks('message'),
    searchField: asks('search'),
    coupon: asks('coupon'),
    codeField: asks('otp'),
    codeBoxes: Number(boxes.length > 0),
    oneField: Number(size <= 1),
    otherFields: Math.min(
      count((field) => !isName(field) && !isSecret(field) && !boxes.includes(field)),
      5,
    ),
    manyFields: Number(size > 4),
    noTextField: Number(fields.every((field) => field.type === 'select' || field.type === 'textarea')),
    alone: Number(scan.fields.every((field) => !field.visible || fields.includes(field))),
    besideCheckout: Number(passwords === 0 && asksForAddress(scan, group)),
  };
}

/** Which topics are named where: on the button, in headings, by developers, in the text. */
function topicsOf(scan: Scan, group: Group, submit: Control | null): Features {
  const heading = headingsOf(scan, group).join(' · ');
  const developer = developerTextOf(group);
  const action = pathOf(scan, (group.form && plain(group.form, 'getAttribute')('action')) ?? '');
  const text = readText(group.container, TEXT_LIMIT);
  const widest = surroundingsOf(scan, group);
  const around = widest === group.container ? text : readText(widest, TEXT_LIMIT);
  const features: Features = {};
  for (const topic of TOPICS) {
    features[`${topic}Submit`] = Number(scan.says(topic, submit?.label ?? ''));
    features[`${topic}SubmitDev`] = Number(scan.names(topic, submit?.developer ?? ''));
    features[`${topic}Heading`] = Number(scan.says(topic, heading));
    features[`${topic}Dev`] = Number(scan.names(topic, developer));
    features[`${topic}Action`] = Number(scan.names(topic, action));
    features[`${topic}Title`] = Number(scan.says(topic, plain(document, 'title')));
    features[`${topic}Url`] = Number(scan.names(topic, pathOf(scan, location.href)));
    features[`${topic}Text`] = Number(scan.says(topic, text));
    features[`${topic}Around`] = Number(scan.says(topic, around));
  }
  features.searchDev = Number(scan.names('searchField', `${developer} ${action}`));
  features.passwordRules = Number(group.fields.some(isSecret) && scan.says('passwordRules', text));
  for (const topic of ['noAccount', 'haveAccount', 'terms', 'sent'] as const)
    features[topic] = Number(scan.says(topic, around));
  features.forgotText = Number(scan.says('forgot', around));
  features.recoveryProse = Number(!group.fields.some(isSecret) && scan.says('recovery', proseOf(scan, around, widest)));
  features.forgotHeading = Number(!group.fields.some(isSecret) && scan.says('forgot', heading));
  features.haveAccountHeading = Number(scan.says('haveAccount', heading));
  features.newPasswordHeading = Number(scan.says('newPassword', heading));
  const asked = group.fields.map((field) => `${field.label} · ${field.placeholder}`).join(' · ');
  const askedByDevelopers = group.fields.map((field) => field.developer).join(' ');
  features.newName = Number(scan.says('newName', `${asked} · ${heading}`) || scan.names('newName', askedByDevelopers));
  // Who declares whose password is asked for means a login, be it one to a database.
  features.connectionField = Number(
    !group.fields.some(({ autocomplete }) => autocomplete === 'username' || autocomplete === 'current-password') &&
      (scan.says('connection', asked) || scan.names('connection', askedByDevelopers)),
  );
  features.otherTaskHeading = Number(isOtherTask(scan, heading));
  features.guarded = Number(isLock(group) && scan.says('guarded', around));
  features.loginLinkText = Number(!group.fields.some(isSecret) && scan.says('emailLink', around));
  return features;
}

/** What buttons, links and boxes beside the fields give away. */
function hintsOf(scan: Scan, group: Group, submit: Control | null): Features {
  const around = surroundingsOf(scan, group);
  const others = group.controls.filter((control) => control !== submit);
  const own = others.filter((control) => providerOf(scan, control) === null);
  const beside = scan.controls.filter((control) => scan.contains(around, control.element));
  // "Not you?" and "Unlock" speak to somebody who is known here.
  const away = own.filter(({ label }) => !scan.says('notYou', label) && !scan.says('unlock', label));
  const label = submit?.label ?? '';
  const ticks = (concept: Concept) => Number(group.choices.some((choice) => scan.says(concept, choice.label)));
  return {
    searchRole: Number(plain(group.container, 'matches')('[role=search], [role=search] *, search *')),
    continueSubmit: Number(scan.says('continue', label)),
    sendSubmit: Number(scan.says('send', label)),
    sendLinkSubmit: Number(
      scan.says('sendLink', label) && !scan.says('login', label) && !scan.says('emailLink', label),
    ),
    otherTaskSubmit: Number(isOtherTask(scan, label)),
    noSubmit: Number(submit === null),
    notYou: Number(beside.some((control) => scan.says('notYou', control.label))),
    unlocks: Number(isLock(group) && beside.some((control) => scan.says('unlock', control.label))),
    forgotLink: Number(
      others.some((control) => scan.says('forgot', control.label) || scan.names('forgot', pathOf(scan, control.href))),
    ),
    signupLink: Number(own.some((control) => leadsTo(scan, 'signup', control))),
    loginLink: Number(away.some((control) => control.link && leadsTo(scan, 'login', control))),
    loginElsewhere: Number(away.some((control) => !control.submits && scan.says('login', control.label))),
    sso: Number(beside.some((control) => providerOf(scan, control) !== null)),
    guest: Number(group.controls.some((control) => scan.says('guest', control.label))),
    termsBox: ticks('terms'),
    newsletterBox: ticks('newsletter'),
    rememberBox: Number(
      ticks('remember') === 1 || group.choices.some(({ developer }) => scan.names('remember', developer)),
    ),
  };
}

/** What only several features together say. */
function combinationsOf(features: Features): Features {
  const any = (...list: string[]) => list.some((name) => features[name] === 1);
  const loginMarks = any('loginDev', 'usernameDeclared', 'forgotLink', 'hiddenPassword');
  const newsletterMarks = any('newsletterHeading', 'newsletterSubmit', 'newsletterDev', 'newsletterAction');
  const newsletter = newsletterMarks || (any('newsletterText') && !loginMarks);
  return {
    haveAccountLink: Number(any('haveAccount') && any('loginLink', 'loginElsewhere')),
    newsletterOnly: Number(any('noPassword') && newsletter),
    bare: Number(any('noPassword') && !any(...LOGIN_SIGNS)),
    // Many logins say `new-password` of their field to keep browsers from filling it.
    remembersNew: Number(
      any('newPasswordDeclared') &&
        any('rememberBox', 'forgotLink') &&
        !any('signupSubmit', 'signupHeading', 'newName'),
    ),
    lonesomeCode: Number(any('noPassword') && any('oneField') && any('noIdentifier') && any('otpAround')),
    recoversByLink: Number(any('recoveryProse') && any('sendSubmit', 'sendLinkSubmit')),
    sendsLink: Number(any('sendLinkSubmit') && !any('loginHeading', 'loginTitle')),
    changesName: Number(any('noPassword') && any('newName')),
    unsigned: Number(any('onePassword') && !any(...LOGIN_SIGNS, 'currentPasswordDeclared', 'unlocks', 'notYou')),
  };
}

/** What stands there to be read: without what can be pressed, which on every login says "Reset password". */
function proseOf(scan: Scan, text: string, element: Element): string {
  const pressed = scan.controls.filter((control) => scan.contains(element, control.element));
  return pressed.reduce((rest, { label }) => (label.length > 2 ? rest.replaceAll(label, ' · ') : rest), text);
}

/** Does what no login does: saves, adds, shows something. "Create an account" is told by other words. */
function isOtherTask(scan: Scan, text: string): boolean {
  return scan.says('otherTask', text) && !scan.says('login', text) && !scan.says('signup', text);
}

/** Asks for nothing but a password: who is to come back is known already. */
function isLock(group: Group): boolean {
  return group.fields.length === 1 && group.fields.every((field) => field.type === 'password' && isSecret(field));
}

function leadsTo(scan: Scan, concept: Named, control: Control): boolean {
  return scan.says(concept, control.label) || scan.names(concept, pathOf(scan, control.href));
}

/** A password field that waits behind the name: many logins show it as soon as the name is known. */
function hidesPassword(scan: Scan, group: Group): boolean {
  return scan.fields.some(
    (field) => field.type === 'password' && !field.visible && scan.contains(group.container, field.element),
  );
}

/** Another form of the page asks for an address or a card: what stands beside it is part of buying something. */
function asksForAddress(scan: Scan, group: Group): boolean {
  const others = scan.fields.filter((field) => field.visible && !group.fields.includes(field));
  return others.filter((field) => isPersonal(field) || field.purpose === 'card').length > 2;
}
