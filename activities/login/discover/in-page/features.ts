import { rangeTest } from './group.js';
import type { Collected, Control, Field, Group, Purpose } from './model.js';
import { boxesOf } from './otp.js';
import { providerOf } from './provider.js';
import { readText } from './read-text.js';
import { ancestors } from './tree.js';
import { type Concept, names, says } from './words.js';

/** What is known of a group, by name: 0 or 1, or a small count. Weights of the same names stand in `weights.json`. */
export type Features = Record<string, number>;

const PERSONAL: ReadonlySet<Purpose> = new Set([
  'firstName',
  'lastName',
  'fullName',
  'birth',
  'gender',
  'address',
  'postal',
  'place',
]);
const IDENTIFYING: ReadonlySet<Purpose> = new Set(['username', 'email', 'phone']);
const NEW_SECRET: ReadonlySet<Purpose> = new Set(['newPassword', 'confirmPassword']);

/** Characters of a group's own text that are read; terms of use and help texts come within it. */
const TEXT_LIMIT = 3000;
/** A heading further away than this many elements speaks of something else. */
const HEADING_REACH = 60;
const LARGE_HEADING = 3;

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

export interface Described {
  features: Features;
  submit: Control | null;
  headings: string[];
}

export function describe(group: Group, page: Collected, submit: Control | null): Described {
  const { fields } = group;
  const passwords = fields.filter((field) => field.type === 'password' && isSecret(field));
  const count = (wanted: (field: Field) => boolean) => fields.filter(wanted).length;
  const identifying = count((field) => IDENTIFYING.has(field.purpose));
  const boxes = boxesOf(group);
  const headings = headingsOf(group, page);
  const heading = headings.join(' · ');
  const text = readText(group.container, TEXT_LIMIT);
  const around = `${text} · ${textAround(group, page)}`;
  const others = group.controls.filter((control) => control !== submit);
  const links = others.map((control) => control.label).join(' · ');
  const developer = developerTextOf(group);
  const action = group.form?.getAttribute('action') ?? '';
  const page_ = `${document.title}`;
  const url = location.pathname + location.hash;
  const label = submit?.label ?? '';
  const submitDeveloper = submit?.developer ?? '';

  const features: Features = {
    onePassword: passwords.length === 1 ? 1 : 0,
    twoPasswords: passwords.length === 2 ? 1 : 0,
    manyPasswords: passwords.length > 2 ? 1 : 0,
    noPassword: passwords.length === 0 ? 1 : 0,
    newPassword: count((field) => field.purpose === 'newPassword') > 0 ? 1 : 0,
    confirmPassword: count((field) => field.purpose === 'confirmPassword') > 0 ? 1 : 0,
    oldPassword: count((field) => field.purpose === 'currentPassword') > 0 ? 1 : 0,
    newPasswordDeclared:
      count((field) => field.type === 'password' && field.autocomplete === 'new-password') > 0 ? 1 : 0,
    currentPasswordDeclared: count((field) => field.autocomplete === 'current-password') > 0 ? 1 : 0,
    usernameDeclared: count((field) => field.autocomplete === 'username') > 0 ? 1 : 0,
    codeDeclared: count((field) => field.autocomplete === 'one-time-code') > 0 ? 1 : 0,
    identifiers: Math.min(identifying, 3),
    loneIdentifier: fields.length === 1 && identifying === 1 ? 1 : 0,
    codeBoxes: boxes.length > 0 ? 1 : 0,
    noIdentifier: identifying === 0 ? 1 : 0,
    personal: Math.min(
      count((field) => PERSONAL.has(field.purpose)),
      4,
    ),
    payment: count((field) => field.purpose === 'card') > (passwords.length === 1 ? 1 : 0) ? 1 : 0,
    alone: page.fields.every((field) => !field.visible || fields.includes(field)) ? 1 : 0,
    message: count((field) => field.purpose === 'message' || field.type === 'textarea') > 0 ? 1 : 0,
    searchField: count((field) => field.purpose === 'search') > 0 ? 1 : 0,
    codeField: count((field) => field.purpose === 'otp') > 0 ? 1 : 0,
    coupon: count((field) => field.purpose === 'coupon') > 0 ? 1 : 0,
    otherFields: Math.min(
      count((field) => !IDENTIFYING.has(field.purpose) && !isSecret(field) && !boxes.includes(field)),
      5,
    ),
    manyFields: fields.length - boxes.length > 4 ? 1 : 0,
    noTextField: count((field) => field.type !== 'select' && field.type !== 'textarea') === 0 ? 1 : 0,
  };
  const flag = (name: string, on: boolean) => {
    if (on) features[name] = 1;
  };
  for (const concept of [
    'login',
    'signup',
    'recovery',
    'change',
    'newsletter',
    'checkout',
    'contact',
    'otp',
  ] as const) {
    flag(`${concept}Submit`, says(concept, label));
    flag(`${concept}SubmitDev`, names(concept, submitDeveloper));
    flag(`${concept}Heading`, says(concept, heading));
    flag(`${concept}Dev`, names(concept, developer));
    flag(`${concept}Action`, names(concept, pathOf(action)));
    flag(`${concept}Title`, says(concept, page_));
    flag(`${concept}Url`, names(concept, url));
    flag(`${concept}Text`, says(concept, around));
  }
  flag('searchDev', names('searchField', developer) || names('searchField', pathOf(action)));
  flag('searchRole', group.container.matches('[role=search], [role=search] *, search *'));
  flag('continueSubmit', says('continue', label));
  flag('sendSubmit', says('send', label));
  flag('noSubmit', submit === null);
  flag('forgotLink', says('forgot', links) || others.some((control) => names('forgot', control.href)));
  flag(
    'signupLink',
    others.some((control) => providerOf(control) === null && linksTo('signup', control)),
  );
  flag(
    'loginLink',
    others.some((control) => control.link && providerOf(control) === null && linksTo('login', control)),
  );
  flag('forgotText', says('forgot', around));
  flag('noAccount', says('noAccount', around));
  flag('haveAccount', says('haveAccount', around));
  flag('terms', says('terms', around));
  flag(
    'termsBox',
    group.choices.some((choice) => says('terms', choice.label)),
  );
  flag(
    'newsletterBox',
    group.choices.some((choice) => says('newsletter', choice.label)),
  );
  flag(
    'rememberBox',
    group.choices.some((choice) => says('remember', choice.label) || names('remember', choice.developer)),
  );
  flag('passwordRules', passwords.length > 0 && says('passwordRules', text));
  flag('guest', says('guest', links) || says('guest', label));
  flag('sent', says('sent', around));
  flag(
    'newsletterOnly',
    passwords.length === 0 &&
      ['Heading', 'Submit', 'Dev', 'Action'].some((part) => features[`newsletter${part}`] === 1),
  );
  flag('bare', passwords.length === 0 && !LOGIN_SIGNS.some((name) => features[name] === 1));
  return { features, submit, headings };
}

export function isSecret(field: Field): boolean {
  return field.purpose === 'password' || field.purpose === 'currentPassword' || NEW_SECRET.has(field.purpose);
}

function linksTo(concept: Concept, control: Control): boolean {
  return says(concept, control.label) || names(concept, pathOf(control.href));
}

/** Path and fragment of an address; a query often carries the address of another page. */
export function pathOf(address: string): string {
  return address.replace(/\?[^#]*/, '').replace(/^[a-z]+:\/\/[^/]*/i, '');
}

function developerTextOf(group: Group): string {
  const parts: string[] = [];
  let level = 0;
  for (const at of ancestors(group.container)) {
    if (level > 2 || at.tagName === 'BODY' || at.tagName === 'HTML') break;
    for (const attribute of ['id', 'name', 'class', 'data-testid', 'aria-label']) {
      parts.push(at.getAttribute(attribute) ?? '');
    }
    level += 1;
  }
  return parts.join(' ');
}

/** Headings of the group itself and, unless a large one is among them, the nearest one in front of it. */
function headingsOf(group: Group, page: Collected): string[] {
  const inside = rangeTest(page);
  const own = page.headings.filter((heading) => inside(group.container, heading.element));
  const start = page.orderOf.get(group.container) ?? 0;
  const before = page.headings.filter((heading) => heading.order < start && start - heading.order < HEADING_REACH);
  const nearest = own.some((heading) => heading.level <= LARGE_HEADING) ? undefined : before.at(-1);
  const texts = [group.container.getAttribute('aria-label'), nearest?.text, ...own.map((heading) => heading.text)];
  return texts.filter((text) => text !== undefined && text !== null && text !== '') as string[];
}

/** Text beside the group, as far out as no field of another group comes in: "New here? Create an account". */
function textAround(group: Group, page: Collected): string {
  const inside = rangeTest(page);
  const foreign = page.fields.filter((field) => field.visible && !group.fields.includes(field));
  let widest: Element | null = null;
  let level = 0;
  for (const at of ancestors(group.container)) {
    if (level > 3 || foreign.some((field) => inside(at, field.element))) break;
    if (at !== group.container) widest = at;
    level += 1;
  }
  return widest === null ? '' : readText(widest, TEXT_LIMIT);
}
