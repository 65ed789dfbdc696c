import { picksFromList } from '../dom/combobox.js';
import { native } from '../dom/native.js';
import { readText } from '../dom/read-text.js';
import { ancestors } from '../dom/tree.js';
import type { FieldRole, FormClass } from '../view.js';
import type { Judgement } from './classify.js';
import type { Parts } from './complete-form.js';
import { isName, isSecret } from './kinds.js';
import { nameOf } from './login-name.js';
import { asksForOneTime, hasNoRoomForCode, offersPassword } from './masked.js';
import type { Field, Group, Purpose } from './model.js';
import { loginMode } from './modes.js';
import { boxesOf, looksLikeCode } from './otp.js';
import { couldSend, goesOn } from './press.js';
import type { Scan } from './scan.js';
import { headingsOf, surroundingsOf } from './surroundings.js';

/**
 * When the probabilities of the two likeliest readings differ by less than this, only a person can tell. A stored password must not go
 * to a sign-up; a lone name matters less.
 */
const CLOSE_CALL = { secret: 0.3, name: 0.1, unnamed: 0.5, signup: 0.04 };

const TEXT_LIMIT = 3000;
const WHOLE_PAGE = 'body, html';
/** What only the person knows, and no other value will do for. */
const OWN_SECRETS: ReadonlySet<Purpose> = new Set(['secret', 'answer']);
/** Types of fields that no code is typed into. */
const NO_CODES: ReadonlySet<string> = new Set(['select', 'textarea', 'email']);

/** Gives every field its role, which also tells which step of a login the group is. */
export function assignRoles(scan: Scan, group: Group, judgement: Judgement): Parts {
  const usable = group.fields.filter((field) => field.editable);
  const unclear = isCloseCall(group, judgement);
  // An unclear form gets the roles of a login, in case a person says that it is one.
  const mayBeLogin = (judgement.intent === 'login' || unclear) && !takesFile(scan, group);
  const parts = group.characters?.fields ?? [];
  const part = mayBeLogin ? parts.find(isMaskedPart) : undefined;
  const secrets = usable.filter((field) => mayBeLogin && isOldSecret(field, usable) && !(unclear && isNew(field)));
  const nameless = part === undefined && sayNothing(scan, secrets) ? secrets : [];
  const again = judgement.intent === 'otp' ? askedAgain(scan, usable) : null;
  const password = part ?? again ?? (nameless.length > 0 ? null : mostPlain(scan, secrets));
  const otp = otpOf(scan, group, judgement, usable);
  const identifier = mayBeLogin && !isGiven(group) ? nameOf(scan, usable, password, otp) : null;
  const roles = new Map<Field, FieldRole>();
  for (const field of group.fields)
    roles.set(
      field,
      parts.includes(field) && isMaskedPart(field)
        ? 'password'
        : roleOf(field, { identifier, password, otp, nameless }),
    );
  const classed = (): FormClass => {
    if (mayBeLogin && isGiven(group) && otp.length === 0 && usable.length > 0) return 'otp';
    if (loginMode(scan, group) !== null) return 'signup';
    if (unclear && !asksForOwnSecrets(usable)) return 'ambiguous';
    if (asksForCompany(scan, group, usable)) return 'identifier';
    return classOf(judgement, usable, { identifier, password: password ?? nameless[0] ?? null, otp });
  };
  return { class: classed(), identifier, password, otp, roles };
}

/** The password that was typed is still shown and can't be edited: the form now asks for something else. */
const isGiven = ({ fields }: Group): boolean =>
  fields.some((field) => isTypedSecret(field) && field.visible && !field.editable && field.element.value !== '');

/** The form takes a file. A password in it unlocks that file, such as a certificate. */
function takesFile(scan: Scan, group: Group): boolean {
  for (const at of ancestors(group.container)) {
    if (native(at, 'matches')(WHOLE_PAGE) || holdsAnother(scan, group, at)) return false;
    if (filesIn(at).some((file) => at === group.container || isOffered(scan, file))) return true;
    if (at === group.form) return false;
  }
  return false;
}

export const filesIn = (room: Element): Element[] => [...native(room, 'querySelectorAll')('input[type=file]')];

/** Whether a box holds a field of another form, or what sends one. A button that lets a file be chosen sends nothing. */
const holdsAnother = (scan: Scan, { fields, controls }: Group, box: Element): boolean =>
  scan.fields.some((field) => field.visible && !fields.includes(field) && scan.contains(box, field.element)) ||
  scan.controls.some(
    (control) =>
      !controls.includes(control) &&
      scan.contains(box, control.element) &&
      couldSend(scan, control) &&
      (goesOn(scan, control.label) || (control.submits && native(control.element, 'closest')('form') !== null)),
  );

/** Whether it can be seen, or what was drawn in its place. */
const isOffered = (scan: Scan, file: Element): boolean =>
  [file, file.parentElement].some((element) => element !== null && scan.sight.isVisible(element as HTMLElement));

function isCloseCall(group: Group, { intent, runnerUp, margin }: Judgement): boolean {
  if (intent === 'signup' && runnerUp === 'login') return margin < CLOSE_CALL.signup;
  // A login that asks for a code as well is a login either way.
  if (intent !== 'login' || runnerUp === 'otp') return false;
  if (group.fields.some(isSecret)) return margin < CLOSE_CALL.secret;
  return margin < (group.fields.some(isName) ? CLOSE_CALL.name : CLOSE_CALL.unnamed);
}

const isNew = (field: Field): boolean => field.purpose === 'newPassword' || field.autocomplete === 'new-password';

const isTypedSecret = (field: Field): boolean => field.type === 'password' && isSecret(field);

/** Takes characters of the password, and hides them. */
const isMaskedPart = ({ type, purpose }: Field): boolean => type === 'password' && purpose !== 'secret';

/** A password to be confirmed comes with a second field; a single field asks for the existing password. */
function isOldSecret(field: Field, all: readonly Field[]): boolean {
  return isTypedSecret(field) && (field.purpose !== 'confirmPassword' || all.filter(isTypedSecret).length === 1);
}

/** The password, wanted once more beside a code. Of a new one a page says that it is new, or asks for it twice. */
function askedAgain(scan: Scan, usable: readonly Field[]): Field | null {
  const [only, ...others] = usable.filter(isTypedSecret);
  if (only === undefined || others.length > 0 || only.purpose !== 'password' || isNew(only)) return null;
  return plainness(scan, only) >= PLAIN ? only : null;
}

/** Several masked fields of which none says that it is for the password: a person is asked for each, for the stored one would go where it does not belong. */
function sayNothing(scan: Scan, secrets: readonly Field[]): boolean {
  const labels = new Set(secrets.map(({ label, placeholder }) => label || placeholder));
  return labels.size > 1 && !labels.has('') && secrets.every((field) => plainness(scan, field) === 0);
}

/** The field of the password among masked ones: the one that says so most plainly, of equals the first. */
function mostPlain(scan: Scan, secrets: readonly Field[]): Field | null {
  const ranks = secrets.map((field) => plainness(scan, field));
  return secrets[ranks.indexOf(Math.max(...ranks))] ?? null;
}

/** How plainly a masked field is for the password: "Password of the company" less than "Password". */
function plainness(scan: Scan, { label, placeholder, autocomplete, developer }: Field): number {
  const words = label || placeholder;
  if (autocomplete === 'current-password') return 4;
  if (offersPassword(scan, words)) return 3;
  if (scan.says('password', words)) return OTHERS.some((concept) => scan.says(concept, words)) ? 1 : 2;
  return scan.names('password', developer) ? 1 : 0;
}
/** Says nothing but that it is for the password. */
const PLAIN = 2;
const OTHERS = ['company', 'branch', 'pin', 'phone'] as const;

function otpOf(scan: Scan, group: Group, judgement: Judgement, usable: Field[]): Field[] {
  const boxes = boxesOf(scan, group).filter((field) => field.editable);
  if (boxes.length > 0) return boxes;
  const named = usable.find(
    (field) =>
      field.purpose === 'otp' ||
      (field.purpose === 'secret' && !usable.some(isTypedSecret) && isOneTime(scan, field, group)),
  );
  if (named !== undefined) return [named];
  if (judgement.intent !== 'otp') return [];
  const only = usable.filter(
    ({ type, element, purpose }) => !NO_CODES.has(type) && !picksFromList(element) && !OWN_SECRETS.has(purpose),
  );
  const short = only.find(looksLikeCode);
  const found = short ?? only.find((field) => field.element.value === '') ?? only[0];
  return found === undefined ? [] : [found];
}

/** A token or a code in a masked field is one for this login where the page says so. */
const isOneTime = (scan: Scan, field: Field, group: Group): boolean =>
  !hasNoRoomForCode(field) &&
  scan.says('code', field.label || field.placeholder) &&
  asksForOneTime(scan, readText(surroundingsOf(scan, group), TEXT_LIMIT));

interface Chosen extends Pick<Parts, 'identifier' | 'password' | 'otp'> {
  readonly nameless: readonly Field[];
}

function roleOf(field: Field, chosen: Chosen): FieldRole {
  if (field === chosen.identifier) return 'identifier';
  if (chosen.nameless.includes(field)) return 'custom';
  if (field === chosen.password) return 'password';
  if (chosen.otp.includes(field)) return 'otp';
  if (field.type === 'password' && isSecret(field)) return isSecond(field, chosen.password) ? 'custom' : 'new_password';
  return 'custom';
}

/** Beside the password of a login, another one by its label, which neither is new nor confirms the first. */
const isSecond = ({ purpose, label, autocomplete }: Field, password: Field | null): boolean =>
  password !== null &&
  purpose === 'password' &&
  autocomplete !== 'new-password' &&
  label !== '' &&
  label !== password.label;

const isOwnSecret = ({ purpose }: Field): boolean => OWN_SECRETS.has(purpose);

/** Asks for nothing but secrets that are neither a password nor a code: a later step, whatever its words are like. */
const asksForOwnSecrets = (usable: readonly Field[]): boolean => usable.length > 0 && usable.every(isOwnSecret);

/** Below words of a login, nothing but the company or the workspace whose login it is: the first step of many. */
function asksForCompany(scan: Scan, group: Group, usable: readonly Field[]): boolean {
  const [only] = usable;
  return usable.length === 1 && only?.purpose === 'company' && scan.says('login', headingsOf(scan, group).join(' · '));
}

function classOf(
  judgement: Judgement,
  usable: readonly Field[],
  { identifier, password, otp }: Pick<Parts, 'identifier' | 'password' | 'otp'>,
): FormClass {
  const { intent } = judgement;
  if (asksForOwnSecrets(usable)) return 'otp';
  if (intent === 'otp') return otp.length > 0 || usable.some(isOwnSecret) ? 'otp' : 'other';
  if (intent !== 'login') return intent;
  // A code field below a form that still shows the values typed before: only the code is asked for.
  if (otp.length > 0 && (password === null || password.element.value !== '')) return 'otp';
  if (password !== null) return identifier === null ? 'password' : 'login';
  if (identifier !== null) return 'identifier';
  return usable.some(isOwnSecret) ? 'otp' : 'other';
}
