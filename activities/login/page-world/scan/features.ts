import { plain } from '../dom/plain.js';
import { readText } from '../dom/read-text.js';
import { type Concept, type Named, names, says } from '../words/words.js';
import { isName, isPersonal, isSecret } from './kinds.js';
import type { Collected, Control, Field, Group, Purpose } from './model.js';
import { boxesOf } from './otp.js';
import { providerOf } from './provider.js';
import { rangeTest } from './range.js';
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
export function featuresOf(group: Group, page: Collected, submit: Control | null): Features {
  const features = { ...countsOf(group, page), ...topicsOf(group, page, submit), ...hintsOf(group, page, submit) };
  return { ...features, ...combinationsOf(features) };
}

function countsOf(group: Group, page: Collected): Features {
  const { fields } = group;
  const count = (wanted: (field: Field) => boolean) => fields.filter(wanted).length;
  const asks = (...purposes: Purpose[]) => Number(fields.some((field) => purposes.includes(field.purpose)));
  const declares = (token: string) => Number(fields.some((field) => field.autocomplete === token));
  const passwords = count((field) => field.type === 'password' && isSecret(field));
  const identifiers = count(isName);
  const boxes = boxesOf(group);
  const size = fields.length - boxes.length;
  return {
    onePassword: Number(passwords === 1),
    twoPasswords: Number(passwords === 2),
    manyPasswords: Number(passwords > 2),
    noPassword: Number(passwords === 0),
    hiddenPassword: Number(passwords === 0 && hidesPassword(group, page)),
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
    alone: Number(page.fields.every((field) => !field.visible || fields.includes(field))),
    besideCheckout: Number(passwords === 0 && asksForAddress(group, page)),
  };
}

/** Which topics are named where: on the button, in headings, by developers, in the text. */
function topicsOf(group: Group, page: Collected, submit: Control | null): Features {
  const heading = headingsOf(group, page).join(' · ');
  const developer = developerTextOf(group);
  const action = pathOf((group.form && plain(group.form, 'getAttribute')('action')) ?? '');
  const text = readText(group.container, TEXT_LIMIT);
  const widest = surroundingsOf(group, page);
  const around = widest === group.container ? text : readText(widest, TEXT_LIMIT);
  const features: Features = {};
  for (const topic of TOPICS) {
    features[`${topic}Submit`] = Number(says(topic, submit?.label ?? ''));
    features[`${topic}SubmitDev`] = Number(names(topic, submit?.developer ?? ''));
    features[`${topic}Heading`] = Number(says(topic, heading));
    features[`${topic}Dev`] = Number(names(topic, developer));
    features[`${topic}Action`] = Number(names(topic, action));
    features[`${topic}Title`] = Number(says(topic, plain(document, 'title')));
    features[`${topic}Url`] = Number(names(topic, pathOf(location.href)));
    features[`${topic}Text`] = Number(says(topic, text));
    features[`${topic}Around`] = Number(says(topic, around));
  }
  features.searchDev = Number(names('searchField', `${developer} ${action}`));
  features.passwordRules = Number(group.fields.some(isSecret) && says('passwordRules', text));
  for (const topic of ['noAccount', 'haveAccount', 'terms', 'sent'] as const)
    features[topic] = Number(says(topic, around));
  features.forgotText = Number(says('forgot', around));
  features.recoveryProse = Number(!group.fields.some(isSecret) && says('recovery', proseOf(around, widest, page)));
  features.forgotHeading = Number(!group.fields.some(isSecret) && says('forgot', heading));
  features.haveAccountHeading = Number(says('haveAccount', heading));
  features.newPasswordHeading = Number(says('newPassword', heading));
  const asked = group.fields.map((field) => `${field.label} · ${field.placeholder}`).join(' · ');
  const askedByDevelopers = group.fields.map((field) => field.developer).join(' ');
  features.newName = Number(says('newName', `${asked} · ${heading}`) || names('newName', askedByDevelopers));
  // Who declares whose password is asked for means a login, be it one to a database.
  features.connectionField = Number(
    !group.fields.some(({ autocomplete }) => autocomplete === 'username' || autocomplete === 'current-password') &&
      (says('connection', asked) || names('connection', askedByDevelopers)),
  );
  features.otherTaskHeading = Number(isOtherTask(heading));
  features.guarded = Number(isLock(group) && says('guarded', around));
  features.loginLinkText = Number(!group.fields.some(isSecret) && says('emailLink', around));
  return features;
}

/** What buttons, links and boxes beside the fields give away. */
function hintsOf(group: Group, page: Collected, submit: Control | null): Features {
  const inside = rangeTest(page);
  const around = surroundingsOf(group, page);
  const others = group.controls.filter((control) => control !== submit);
  const own = others.filter((control) => providerOf(control) === null);
  const beside = page.controls.filter((control) => inside(around, control.element));
  // "Not you?" and "Unlock" speak to somebody who is known here.
  const away = own.filter(({ label }) => !says('notYou', label) && !says('unlock', label));
  const label = submit?.label ?? '';
  const ticks = (concept: Concept) => Number(group.choices.some((choice) => says(concept, choice.label)));
  return {
    searchRole: Number(plain(group.container, 'matches')('[role=search], [role=search] *, search *')),
    continueSubmit: Number(says('continue', label)),
    sendSubmit: Number(says('send', label)),
    sendLinkSubmit: Number(says('sendLink', label) && !says('login', label) && !says('emailLink', label)),
    otherTaskSubmit: Number(isOtherTask(label)),
    noSubmit: Number(submit === null),
    notYou: Number(beside.some((control) => says('notYou', control.label))),
    unlocks: Number(isLock(group) && beside.some((control) => says('unlock', control.label))),
    forgotLink: Number(
      others.some((control) => says('forgot', control.label) || names('forgot', pathOf(control.href))),
    ),
    signupLink: Number(own.some((control) => leadsTo('signup', control))),
    loginLink: Number(away.some((control) => control.link && leadsTo('login', control))),
    loginElsewhere: Number(away.some((control) => !control.submits && says('login', control.label))),
    sso: Number(beside.some((control) => providerOf(control) !== null)),
    guest: Number(group.controls.some((control) => says('guest', control.label))),
    termsBox: ticks('terms'),
    newsletterBox: ticks('newsletter'),
    rememberBox: Number(ticks('remember') === 1 || group.choices.some(({ developer }) => names('remember', developer))),
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
function proseOf(text: string, element: Element, page: Collected): string {
  const inside = rangeTest(page);
  const pressed = page.controls.filter((control) => inside(element, control.element));
  return pressed.reduce((rest, { label }) => (label.length > 2 ? rest.replaceAll(label, ' · ') : rest), text);
}

/** Does what no login does: saves, adds, shows something. "Create an account" is told by other words. */
function isOtherTask(text: string): boolean {
  return says('otherTask', text) && !says('login', text) && !says('signup', text);
}

/** Asks for nothing but a password: who is to come back is known already. */
function isLock(group: Group): boolean {
  return group.fields.length === 1 && group.fields.every((field) => field.type === 'password' && isSecret(field));
}

function leadsTo(concept: Named, control: Control): boolean {
  return says(concept, control.label) || names(concept, pathOf(control.href));
}

/** A password field that waits behind the name: many logins show it as soon as the name is known. */
function hidesPassword(group: Group, page: Collected): boolean {
  const inside = rangeTest(page);
  return page.fields.some(
    (field) => field.type === 'password' && !field.visible && inside(group.container, field.element),
  );
}

/** Another form of the page asks for an address or a card: what stands beside it is part of buying something. */
function asksForAddress(group: Group, page: Collected): boolean {
  const others = page.fields.filter((field) => field.visible && !group.fields.includes(field));
  return others.filter((field) => isPersonal(field) || field.purpose === 'card').length > 2;
}
