import { readPublishedKey } from '../../../contract/published-key.js';
import { sealText } from '../../../contract/seal.js';
import { ask, invocationPath, type Session } from './request.js';
import type { HostedState } from './state.js';
import type { Trouble } from './trouble.js';

/** What a person answers: values by field, or one of the choices. */
export type PersonsAnswer =
  | { readonly field_values: Readonly<Record<string, string>> }
  | { readonly sso_button: string }
  | { readonly selected_mfa_type: string }
  | { readonly sign_in_option_id: string };

/** Each value is sealed for this question and this field only: whoever carries it can neither read nor move it. */
async function sealValues(values: Readonly<Record<string, string>>, state: HostedState) {
  const { invocation_id, question, sealing_key } = state;
  // No pin here: the page comes from the same server as the key (docs/hosted-page.md, "What it can not protect from").
  const key = await readPublishedKey(sealing_key ?? '', invocation_id, null);
  const seal = async ([field, value]: [string, string]): Promise<[string, string]> => [
    field,
    await sealText(value, key, { purpose: 'answer', invocation: invocation_id, step: question, field }),
  ];
  const sealed_values = Object.fromEntries(await Promise.all(Object.entries(values).map(seal)));
  return { question, kid: key.kid, sealed_values };
}

/** @returns null when the answer was accepted */
export async function submit(session: Session, state: HostedState, answer: PersonsAnswer): Promise<Trouble | null> {
  let body: unknown = answer;
  try {
    if ('field_values' in answer) body = await sealValues(answer.field_values, state);
  } catch {
    return 'failed';
  }
  const answered = await ask(`${invocationPath(session.invocationId)}/submit`, session.jwt, body);
  return answered.ok ? null : answered.why;
}
