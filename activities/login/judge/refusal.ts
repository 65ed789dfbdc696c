import { APPENDED } from '../fill/appended-code.js';
import type { FieldRole, ViewField } from '../page-world/view.js';
import { fold } from '../read/fold.js';
import type { Observation } from '../read/observation.js';
import { type SiteState, says, sentencesOf } from '../read/states.js';
import { aboutAllTogether, aboutCode, aboutDetails, aboutIdentifier, aboutPassword } from '../read/words.js';
import { withoutLabel } from './named-field.js';
import type { Rule, Seen } from './rule.js';
import {
  isSilent,
  namesValue,
  otherRefusal,
  refusal,
  refuses,
  refusesValues,
  textsThat,
  told,
  unread,
  without,
  wordsThat,
} from './site-words.js';
import {
  asksForOtherSecret,
  asksForSent,
  asksTheSame,
  holds,
  leadsOn,
  type Submission,
  secretsOf,
  wasSubmitted,
} from './submission.js';
import { fails, type Judged, unclear } from './verdict.js';

/** Statuses by which an API refuses the values themselves (RFC 9110 section 15.5). Others may be about anything. */
const REFUSING: ReadonlySet<number> = new Set([400, 401, 422]);

/** Whether the status of the request that carried the values refuses them. `turnedDown` of an observation holds other statuses, too. */
export const refusesByStatus = ({ answer }: Observation): boolean => answer !== null && REFUSING.has(answer);

/**
 * Whether the site asks for all of it again, says that it was wrong, and asks for a code besides since then: that is for the next try. A code that was asked for
 * from the start, or is named as well, may be what was missing.
 */
export const asksForMore = ({ before, after, words, submitted }: Seen): boolean =>
  asksTheSame(before.view, after.view, submitted) &&
  !holds(before.view, 'otp') &&
  refusesValues(words) &&
  !aboutCode(refusal(words, 'clear text') ?? '');

/** The site says no in words beside a form that is no later step. */
export const refusedInWords: Rule = (seen) => {
  const { before, after, words, submitted, asks } = seen;
  // A no to an empty form is none to what was typed.
  if (!asks || after.sentEmpty || (leadsOn(after.view, submitted) && !asksForMore(seen))) return null;
  // The text of another form is mostly about that.
  const isSame = asksTheSame(before.view, after.view, submitted);
  // Over another secret its page may tell what that is: "encrypted by a password that we don't know".
  const heard = asksForOtherSecret(after.view, submitted) ? { ...words, lines: [] } : words;
  const said = refusal(heard, isSame ? 'any text' : 'any message');
  // So is a message beside a form that asks for nothing of what was sent ("We don't recognize this computer."), unless it names a value.
  const isAbout = isSame || asksForSent(after.view, submitted) || (said !== null && namesValue(said));
  return said === null || !isAbout ? null : refused(seen, said, 'new_words');
};

/**
 * After a code was sent: each is good for one time, the next one is to be waited for, it came too late, the clock is wrong. Before that, or
 * beside another no, the same words are advice.
 */
export const codeOver: Rule = (seen) => {
  const { before, after, words, submitted } = seen;
  if (!wasSubmitted(submitted, 'otp') || !after.mayHaveSent || after.sentEmpty) return null;
  if (!asksTheSame(before.view, after.view, submitted)) return null;
  const isCode = (text: string): boolean => says('code_over', text);
  const other = without(words, isCode);
  if (refusal(words, 'clear text') !== null || OTHER_ENDS.some((state) => wordsThat(other, state) !== null))
    return null;
  const said = textsThat(words, isCode);
  // What went along may be what another message is about.
  const isAlone = words.messages.length > 0 && words.messages.every(isCode);
  if (said === null || (secretsOf(submitted).length > 1 && !isAlone)) return null;
  const codes = submitted.fields.filter(({ role }) => role === 'otp').map(({ name }) => name);
  const verdict = { kind: 'refused', fields: codes, words: said, reason: 'new_words' } as const;
  return words.messages.some(isCode) ? verdict : unclear(verdict);
};

/** What says more than advice about codes does. */
const OTHER_ENDS: readonly SiteState[] = ['wait', 'locked', 'captcha', 'stale', 'outage', 'timed_out'];

/** The request, a company, a licence: whose fault that is only a person can tell, whatever status comes with it. */
export const otherRefused: Rule = ({ before, after, words, submitted }) => {
  const said = otherRefusal(words);
  if (said === null || !after.mayHaveSent || !asksTheSame(before.view, after.view, submitted)) return null;
  return { kind: 'input', left: 'unknown', words: said, reason: 'other_refused' };
};

/** A secret was sent, and the login begins again at a form that led to it, as that of the name: a no, or nobody knows. */
export const sentBack: Rule = (seen) => {
  const { after, words, submitted, asks } = seen;
  const { best } = after.view;
  if (!asks || best === null || !after.mayHaveSent || secretsOf(submitted).length === 0) return null;
  if (best.signature === submitted.signature || !submitted.earlier?.includes(best.signature)) return null;
  const said = refusal(words, 'any text');
  return said === null
    ? unclear({ kind: 'input', left: 'unknown', words: told(words), reason: 'sent_back' })
    : refused(seen, said, 'new_words');
};

/** The site was at another page, and is back at its form without a word: it refuses so, or has let the login in and keeps no session. Nobody knows. */
export const thrownOut: Rule = ({ before, after, words, submitted }) => {
  if (secretsOf(submitted).length === 0 || !asksTheSame(before.view, after.view, submitted)) return null;
  if (after.answer !== null || unread(words) !== null) return null;
  const ways = new Set([before.view.url, after.view.url, before.view.best?.action ?? ''].map(pathnameOf));
  const wasElsewhere = [...after.paths].some((path) => !ways.has(path));
  return wasElsewhere ? unclear({ kind: 'input', left: 'unknown', words: null, reason: 'thrown_out' }) : null;
};

const pathnameOf = (address: string): string | null => (URL.canParse(address) ? new URL(address).pathname : null);

/** A page that is there to say no, without a form. */
export const refusedOnPage: Rule = (seen) => {
  if (seen.asks || seen.after.view.rivals.length > 0) return null;
  const said = refusal(seen.words, 'clear text');
  return said === null ? null : refused(seen, said, 'refused_on_page');
};

/** The same message as before on a new page: the second no is often worded like the first. */
export const refusedAgain: Rule = (seen) => {
  const said = seen.words.repeated.filter(refuses);
  if (!seen.asks || said.length === 0) return null;
  return unclear(refused(seen, said.join(' '), 'same_words'));
};

/** No word that can be read, but the fields that were sent are marked as wrong since then, and no others. */
export const markedWrong: Rule = (seen) => {
  const { before, after, submitted } = seen;
  if (!after.mayHaveSent || !asksTheSame(before.view, after.view, submitted)) return null;
  const marked = newlyMarked(before, after);
  const sent = submitted.fields.filter(({ name }) => marked.some((field) => field.name === name));
  return sent.length === 0 || sent.length < marked.length
    ? null
    : unclear(refused(seen, told(seen.words), 'marked_wrong', sent));
};

/** The request that carried the values was turned down, or a script has emptied the secret's field without a word. */
export const turnedDown: Rule = (seen) => {
  const { before, after, submitted } = seen;
  if (!after.mayHaveSent || !asksTheSame(before.view, after.view, submitted)) return null;
  if (refusesByStatus(after)) return unclear(refused(seen, told(seen.words), 'turned_down'));
  // Words that no rule could read may be about anything.
  const isEmptied = isSilent(seen.words) && emptiedInPlace(before, after, submitted);
  return isEmptied ? unclear(refused(seen, null, 'secret_emptied')) : null;
};

type Refused = Exclude<Judged, { kind: 'unclear' }>;
type No = 'new_words' | 'refused_on_page' | 'same_words' | 'marked_wrong' | 'turned_down' | 'secret_emptied';

/** A no: to the values that it names. Beside a captcha one that names none is about that, and of several secrets that it does not tell apart none is blamed. */
function refused(
  { before, after, submitted, words: said }: Seen,
  words: string | null,
  reason: No,
  marked: Submission['fields'] = submitted.fields,
): Refused {
  const isForNextTry = before.view.captcha === null && refusesValues(said);
  if (after.view.captcha !== null && !isForNextTry) return fails('captcha_blocked', 'captcha', words);
  const isOfEarlier = words !== null && asksForEarlier(after, submitted) && namesEarlier(words);
  const isOfSecret = namesSecret(before, submitted, words) || namesCode(before, submitted, words);
  const fields = isOfEarlier ? null : refusedFields(submitted, words, marked, isOfSecret);
  if (fields === null) return { kind: 'input', left: 'unknown', words, reason: 'several_secrets' };
  return { kind: 'refused', fields, words, reason };
}

/** Whether a form for the password is back after a code alone was sent. */
const asksForEarlier = ({ view }: Observation, { fields }: Submission): boolean =>
  fields.length > 0 && fields.every(({ role }) => role === 'otp') && holds(view, 'password');

/** Whether a no names what was sent before a code as well: a careful site looks at all of it only then, and does not say what was wrong. */
const namesEarlier = (words: string): boolean =>
  aboutAllTogether(words) || (aboutPassword(words) && aboutIdentifier(words));

/** Which of the values the site refused; null where it may be any of several secrets. Careful sites don't say whether it is the name. */
function refusedFields(
  submitted: Submission,
  words: string | null,
  marked: Submission['fields'],
  isOfSecret: boolean,
): readonly string[] | null {
  const named = (role: FieldRole): string[] => marked.filter((field) => field.role === role).map(({ name }) => name);
  const isOfName =
    words !== null && aboutIdentifier(words) && !aboutPassword(words) && !isOfSecret && !aboutAllTogether(words);
  if (isOfName && named('identifier').length > 0) return named('identifier');
  // Who somebody is may be masked, too. Beside a secret it is the name.
  const isName = (name: string): boolean => named('identifier').includes(name);
  const all = secretsOf(submitted).filter((name) => name === APPENDED || marked.some((field) => field.name === name));
  const secrets = all.every(isName) ? all : all.filter((name) => !isName(name));
  if (secrets.length > 1) return namedAmong(secrets, submitted, words);
  // "Invalid branch": about another field that was sent, for all that is known.
  const hasOthers = submitted.fields.some(({ role, masked }) => role === 'custom' && !masked);
  const namesOurs = words === null || [aboutPassword, aboutIdentifier, aboutAllTogether].some((names) => names(words));
  if (hasOthers && !namesOurs) return null;
  const order: FieldRole[] = ['otp', 'password', 'custom', 'identifier'];
  return order.map(named).find((names) => names.length > 0) ?? [];
}

/** Whether the words name a secret as its label does: a password may be called "Access code". */
function namesSecret({ view }: Observation, submitted: Submission, words: string | null): boolean {
  const said = fold(words ?? '');
  const secrets = secretsOf(submitted);
  return (view.best?.fields ?? []).some(
    ({ name, label }) => label !== '' && secrets.includes(name) && said.includes(fold(label)),
  );
}

/** "Wrong identifier or code" where no code was sent: the secret has no label that says so, as that of a keypad. */
function namesCode({ view }: Observation, submitted: Submission, words: string | null): boolean {
  if (words === null || secretsOf(submitted).length === 0 || submitted.fields.some(({ role }) => role === 'otp'))
    return false;
  const names = submitted.fields.filter(({ role }) => role === 'identifier').map(({ name }) => name);
  const labels = (view.best?.fields ?? []).filter(({ name }) => names.includes(name)).map(({ label }) => label);
  // A name may be called a code, too.
  return aboutCode(labels.reduce((said, label) => withoutLabel(said, label) ?? said, fold(words)));
}

/** Of several secrets the one that the words name. */
function namedAmong(secrets: readonly string[], submitted: Submission, words: string | null): readonly string[] | null {
  if (words === null || aboutAllTogether(words)) return null;
  const ofRole = (role: FieldRole): string[] =>
    submitted.fields.filter((field) => field.role === role && secrets.includes(field.name)).map(({ name }) => name);
  const codes = submitted.appended ? [APPENDED] : ofRole('otp');
  if (codes.length === 1 && !aboutPassword(words) && refusesCode(words)) return codes;
  const passwords = ofRole('password');
  return passwords.length === 1 && aboutPassword(words) && !aboutCode(words) ? passwords : null;
}

/** Whether a sentence says no to a code alone. "Login failed. Check your details and the code." names it as one of several. */
const refusesCode = (words: string): boolean =>
  sentencesOf(words).some((sentence) => aboutCode(sentence) && !aboutDetails(sentence) && refuses(sentence));

/** Fields of the form that are marked in a way in which they were not before. */
function newlyMarked(before: Observation, after: Observation): readonly ViewField[] {
  const known = before.view.best?.fields ?? [];
  return (after.view.best?.fields ?? []).filter(({ name, marks }) => {
    const then = known.find((field) => field.name === name)?.marks ?? [];
    return marks.some((mark) => !then.includes(mark));
  });
}

/** Whether the very field that a secret was typed into is empty again. One of a new page is empty in any case. */
function emptiedInPlace(before: Observation, after: Observation, submitted: Submission): boolean {
  const secrets = secretsOf(submitted);
  const typed = (before.view.best?.fields ?? []).filter(({ name }) => secrets.includes(name)).map(({ ref }) => ref.pin);
  return (after.view.best?.fields ?? []).some(({ filled, ref }) => !filled && typed.includes(ref.pin));
}
