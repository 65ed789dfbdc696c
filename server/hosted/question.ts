import { BEGIN_AGAIN } from '../../contract/agent/reauth-wait.js';
import type { MfaOption, MfaType, PendingField, SignInOption } from '../../contract/invocation/invocation.js';
import { pageWordOf } from '../../contract/invocation/page-word.js';
import { sendToAnswer } from '../../contract/invocation/send-to.js';
import { isCode } from './field-kind.js';
import type { IconName } from './parts/icon.js';
import type { HostedState } from './session/state.js';
import type { Strings } from './strings/index.js';

/** What the site asks, in a few words. */
export function questionHeading(state: HostedState, { question }: Strings): string {
  const { pending_fields, mfa_options, sign_in_options } = state;
  if (state.website_error !== null || pending_fields.some(({ reason }) => reason !== 'missing')) return question.again;
  if (pending_fields.length > 0) {
    if (pending_fields.every(({ type }) => type === 'password')) return question.password;
    return pending_fields.every(isCode) ? question.code : question.values;
  }
  if (mfa_options.length > 0) return question.mfa;
  if (waitsForPresence(state)) return question.beginAgain;
  const asked = sign_in_options.map(({ id }) => sendToAnswer(id)).find((one) => one !== null);
  if (asked) return question.sendTo(state.domain, asked.host);
  return sign_in_options.length > 0 ? question.option : question.sso;
}

/** Whether nothing is asked but that the person is there. */
export const waitsForPresence = ({ pending_fields, sign_in_options }: HostedState): boolean =>
  pending_fields.length === 0 && sign_in_options.some(({ id }) => id === BEGIN_AGAIN);

/** What an option says. Answers to our own questions are in our words, in the language of the page. */
export function optionWords({ id, label, description }: SignInOption, state: HostedState, { question }: Strings) {
  if (id === BEGIN_AGAIN && waitsForPresence(state)) return { label: question.beginAgainGo, detail: null };
  if (id === BEGIN_AGAIN) return { label: question.beginAgainOther, detail: question.beginAgainDetail };
  const word = pageWordOf(id);
  if (word !== null) return { label: word === 'done' ? question.pageDone : question.pageInside, detail: description };
  const answer = sendToAnswer(id);
  if (answer === null) return { label, detail: description };
  return { label: answer.allows ? question.sendToYes : question.sendToNo, detail: null };
}

/** The words of the site stand at the first field that it refused; null where it refused none that is asked again. */
export const refusedField = ({ pending_fields }: HostedState): PendingField | null =>
  pending_fields.find(({ reason }) => reason === 'rejected') ?? null;

/** What was wrong with each field at the last submission, by name. */
export function refusals(state: HostedState, strings: Strings): Readonly<Record<string, string>> {
  const { siteSays, rejected, empty } = strings.field;
  const spoken = state.website_error === null ? null : refusedField(state);
  const errorOf = (field: PendingField): string | null => {
    if (field === spoken && state.website_error !== null) return siteSays(state.domain, state.website_error);
    if (field.reason === 'rejected') return rejected(state.domain);
    return field.reason === 'empty' ? empty : null;
  };
  const errors = state.pending_fields.map((field) => [field.name, errorOf(field)]);
  return Object.fromEntries(errors.filter(([, error]) => error !== null));
}

export const MFA_ICONS: Readonly<Record<MfaType, IconName>> = {
  sms: 'message',
  call: 'call',
  email: 'mail',
  totp: 'clock',
  push: 'phone',
  password: 'lock',
  security_key: 'key',
  switch: 'swap',
};

/** "Use another method" comes last. */
export const inOrder = (options: readonly MfaOption[]): readonly MfaOption[] =>
  [...options].sort((a, b) => Number(a.type === 'switch') - Number(b.type === 'switch'));
