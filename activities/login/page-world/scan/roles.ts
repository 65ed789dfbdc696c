import type { FieldRole, FormClass } from '../view.js';
import type { Judgement } from './classify.js';
import { isName, isSecret, isTyped, picksFromList } from './kinds.js';
import type { Field, Group, Purpose } from './model.js';
import { boxesOf, looksLikeCode } from './otp.js';
import type { Scan } from './scan.js';

export interface Parts {
  class: FormClass;
  identifier: Field | null;
  password: Field | null;
  /** One field, or the boxes of a segmented code in typing order. */
  otp: Field[];
  roles: Map<Field, FieldRole>;
  /** Names that were given; the others follow from what the fields say. */
  names?: Map<Field, string>;
}

/** Never somebody's login name. */
const NEVER_NAMES: ReadonlySet<Purpose> = new Set([
  'search',
  'captcha',
  'coupon',
  'otp',
  'card',
  'ssn',
  'message',
  'postal',
]);
/**
 * When the probabilities of the two likeliest readings differ by less than this, only a person can tell. A stored password must not go
 * to a sign-up; a lone name matters less.
 */
const CLOSE_CALL = { secret: 0.3, name: 0.1, unnamed: 0.5, signup: 0.04 };

/** Types of fields that no code is typed into. */
const NO_CODES: ReadonlySet<string> = new Set(['select', 'textarea', 'email']);

/** Gives every field its role, which also tells which step of a login the group is. */
export function assignRoles(scan: Scan, group: Group, judgement: Judgement): Parts {
  const usable = group.fields.filter((field) => field.editable);
  const unclear = isCloseCall(group, judgement);
  // An unclear form gets the roles of a login, in case a person says that it is one.
  const mayBeLogin = judgement.intent === 'login' || unclear;
  const password = mayBeLogin
    ? (usable.find((field) => isOldSecret(field, usable) && !(unclear && isNew(field))) ?? null)
    : null;
  const otp = otpOf(scan, group, judgement, usable);
  const identifier = mayBeLogin ? nameOf(usable, password, otp) : null;
  const roles = new Map<Field, FieldRole>();
  for (const field of group.fields) roles.set(field, roleOf(field, { identifier, password, otp }));
  const step = unclear ? 'ambiguous' : classOf(judgement, identifier, password, otp);
  return { class: step, identifier, password, otp, roles };
}

function isCloseCall(group: Group, { intent, runnerUp, margin }: Judgement): boolean {
  if (intent === 'signup' && runnerUp === 'login') return margin < CLOSE_CALL.signup;
  // A login that asks for a code as well is a login either way.
  if (intent !== 'login' || runnerUp === 'otp') return false;
  if (group.fields.some(isSecret)) return margin < CLOSE_CALL.secret;
  return margin < (group.fields.some(isName) ? CLOSE_CALL.name : CLOSE_CALL.unnamed);
}

const isNew = (field: Field): boolean => field.purpose === 'newPassword' || field.autocomplete === 'new-password';

const isTypedSecret = (field: Field): boolean => field.type === 'password' && isSecret(field);

/** A password to be confirmed comes with a second field; a single field asks for the existing password. */
function isOldSecret(field: Field, all: readonly Field[]): boolean {
  return isTypedSecret(field) && (field.purpose !== 'confirmPassword' || all.filter(isTypedSecret).length === 1);
}

/** The field of the login name: the closest one before the password that is labelled as such, else the closest text field. */
function nameOf(fields: Field[], password: Field | null, otp: Field[]): Field | null {
  const possible = fields.filter((field) => isTyped(field) && !NEVER_NAMES.has(field.purpose) && !otp.includes(field));
  const before = password === null ? possible : possible.filter((field) => field.order < password.order);
  const named = before.filter((field) => isName(field) || field.autocomplete === 'username');
  const declared = before.filter((field) => field.autocomplete === 'username');
  if (password === null) return declared[0] ?? named[0] ?? possible.find((field) => field.purpose === 'text') ?? null;
  const after = possible.filter((field) => field.order > password.order);
  const late = after.find((field) => field.autocomplete === 'username') ?? after.find((field) => isName(field));
  return declared.at(-1) ?? named.at(-1) ?? before.at(-1) ?? late ?? null;
}

function otpOf(scan: Scan, group: Group, judgement: Judgement, usable: Field[]): Field[] {
  const boxes = boxesOf(scan, group).filter((field) => field.editable);
  if (boxes.length > 0) return boxes;
  const named = usable.find((field) => field.purpose === 'otp');
  if (named !== undefined) return [named];
  if (judgement.intent !== 'otp') return [];
  const only = usable.filter(({ type, element }) => !NO_CODES.has(type) && !picksFromList(element));
  const short = only.find(looksLikeCode);
  const found = short ?? only.find((field) => field.element.value === '') ?? only[0];
  return found === undefined ? [] : [found];
}

function roleOf(field: Field, chosen: Pick<Parts, 'identifier' | 'password' | 'otp'>): FieldRole {
  if (field === chosen.identifier) return 'identifier';
  if (field === chosen.password) return 'password';
  if (chosen.otp.includes(field)) return 'otp';
  if (field.type === 'password' && isSecret(field)) return 'new_password';
  return 'custom';
}

function classOf(judgement: Judgement, identifier: Field | null, password: Field | null, otp: Field[]): FormClass {
  const { intent } = judgement;
  if (intent === 'otp') return otp.length > 0 ? 'otp' : 'other';
  if (intent !== 'login') return intent;
  // A code field below a form that still shows the values typed before: only the code is asked for.
  if (otp.length > 0 && (password === null || password.element.value !== '')) return 'otp';
  if (password !== null) return identifier === null ? 'password' : 'login';
  return identifier === null ? 'other' : 'identifier';
}
