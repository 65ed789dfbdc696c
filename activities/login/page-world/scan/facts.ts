import { native } from '../dom/native.js';
import { readText } from '../dom/read-text.js';
import type { Named } from '../words/words.js';
import { isName, isPersonal, isSecret } from './kinds.js';
import type { Control, Field, Group } from './model.js';
import { boxesOf } from './otp.js';
import { providerOf } from './provider.js';
import type { Scan } from './scan.js';
import { developerTextOf, headingsOf, surroundingsOf } from './surroundings.js';
import { pathOf } from './url-path.js';

/** How many characters of a group's text are read: enough for terms of use and help texts. */
const TEXT_LIMIT = 3000;

/** Facts about a group that its features are computed from. */
export interface Facts {
  readonly scan: Scan;
  readonly group: Group;
  readonly fields: readonly Field[];
  readonly submit: Control | null;
  /** How many fields ask for a password, and how many for a name. */
  readonly passwords: number;
  readonly identifiers: number;
  /** The boxes of a segmented code. */
  readonly boxes: readonly Field[];
  readonly hasSecret: boolean;
  /** What the button says; empty where there is none. */
  readonly label: string;
  readonly heading: string;
  /** Developers' names of the group and its fields, and the address that it posts to. */
  readonly developer: string;
  readonly fieldNames: string;
  readonly action: string;
  /** Texts of the fields as people read them. */
  readonly asked: string;
  readonly text: string;
  /** The text of the group and of its surroundings. */
  readonly around: string;
  /** The same without buttons and links: those say "Reset password" on every login. */
  readonly prose: string;
  /** Captions of buttons and links other than the main button: all, those of no identity provider, and those that lead to other pages. */
  readonly others: readonly Control[];
  readonly own: readonly Control[];
  readonly away: readonly Control[];
  /** What can be pressed in the group and beside it. */
  readonly beside: readonly Control[];
}

export function factsOf(scan: Scan, group: Group, submit: Control | null): Facts {
  const { fields } = group;
  const widest = surroundingsOf(scan, group);
  const text = readText(group.container, TEXT_LIMIT);
  const around = widest === group.container ? text : readText(widest, TEXT_LIMIT);
  const beside = scan.controls.filter((control) => scan.contains(widest, control.element));
  const others = group.controls.filter((control) => control !== submit);
  const own = others.filter((control) => providerOf(scan, control) === null);
  const hasSecret = fields.some(isSecret);
  return {
    scan,
    group,
    fields,
    submit,
    passwords: passwordsIn(scan, group),
    identifiers: fields.filter(isName).length,
    boxes: boxesOf(scan, group),
    hasSecret,
    label: submit?.label ?? '',
    heading: headingsOf(scan, group).join(' · ') || loginLine(scan, text, beside),
    developer: developerTextOf(group),
    fieldNames: fields.map((field) => field.developer).join(' '),
    action: pathOf(scan, (group.form && native(group.form, 'getAttribute')('action')) ?? ''),
    asked: fields.map((field) => `${field.label} · ${field.placeholder}`).join(' · '),
    text,
    around,
    prose: hasSecret ? '' : withoutLabels(around, beside),
    others,
    own,
    // "Not you?" and "Unlock" address a user who is already known.
    away: own.filter(({ label }) => !scan.says('notYou', label) && !scan.says('unlock', label)),
    beside,
  };
}

/** What stands as the heading of a form that has none by its elements: a first line that says "Log in", and that nobody can press. */
function loginLine(scan: Scan, text: string, beside: readonly Control[]): string {
  const [line = ''] = text.split(' · ');
  return scan.saysOnly('login', line) && !beside.some(({ label }) => label === line) ? line : '';
}

/** How many passwords are asked for; single characters of one count as one. */
function passwordsIn(scan: Scan, group: Group): number {
  const { fields, characters } = group;
  const parts = characters?.fields ?? boxesOf(scan, group);
  const whole = fields.filter(
    (field) =>
      field.type === 'password' && isSecret(field) && !parts.includes(field) && (characters === null || field.editable),
  );
  return whole.length + (characters === null ? 0 : 1);
}

function withoutLabels(text: string, pressed: readonly Control[]): string {
  return pressed.reduce((rest, { label }) => (label.length > 2 ? rest.replaceAll(label, ' · ') : rest), text);
}

/** The button does what no login does: saves, adds or shows something. "Create an account" is recognised elsewhere. */
export function isOtherTask({ scan }: Facts, text: string): boolean {
  return scan.says('otherTask', text) && !scan.says('login', text) && !scan.says('signup', text);
}

/** Asks only for a password: the user is already known. */
export function isLock({ fields }: Facts): boolean {
  return fields.length === 1 && fields.every((field) => field.type === 'password' && isSecret(field));
}

export function leadsTo({ scan }: Facts, concept: Named, control: Control): boolean {
  return scan.says(concept, control.label) || scan.names(concept, pathOf(scan, control.href));
}

/** A hidden password field after the name: many logins show it once the name was entered. */
export function hidesPassword({ scan, group }: Facts): boolean {
  return scan.fields.some(
    (field) => field.type === 'password' && !field.visible && scan.contains(group.container, field.element),
  );
}

/** Another form of the page asks for an address or a card, so that this one is part of a checkout. */
export function standsBesideCheckout({ scan, fields }: Facts): boolean {
  const others = scan.fields.filter((field) => field.visible && !fields.includes(field));
  return others.filter((field) => isPersonal(field) || field.purpose === 'card').length > 2;
}
