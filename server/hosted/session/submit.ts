import { sealEntitlement } from '../../../contract/invocation/entitlement.js';
import { readPublishedKey } from '../../../contract/sealing/published-key.js';
import { sealValues } from '../../../contract/sealing/seal.js';
import { ask, invocationPath, type Session } from './request.js';
import type { HostedState } from './state.js';
import type { Trouble } from './trouble.js';

/** What a person answers: values by field, or one of the choices. */
export type PersonsAnswer =
  | { readonly field_values: Readonly<Record<string, string>> }
  | { readonly sso_button: string }
  | { readonly selected_mfa_type: string }
  | { readonly sign_in_option_id: string };

/**
 * Each value is sealed for this question and this field only, and what entitles to the answer for this answer only: whoever carries it can
 * neither read nor move nor change it.
 */
async function sealAnswer(code: string, state: HostedState, answer: PersonsAnswer) {
  const { invocation_id, question, sealing_key } = state;
  // No pin here: the page comes from the same server as the key (docs/hosted-page.md, "What it cannot protect from").
  const key = await readPublishedKey(sealing_key ?? '', invocation_id, null);
  const proof = { link_code: code };
  const at = { invocation_id, question };
  const common = { question, kid: key.kid };
  if (!('field_values' in answer))
    return { ...common, ...answer, entitlement: await sealEntitlement(proof, answer, key, at) };
  const sealed_values = await sealValues(answer.field_values, key, at);
  const entitlement = await sealEntitlement(proof, { field_values: sealed_values }, key, at);
  return { ...common, sealed_values, entitlement };
}

/** @returns null when the answer was accepted */
export async function submit(session: Session, state: HostedState, answer: PersonsAnswer): Promise<Trouble | null> {
  if (session.code === null) return 'gone';
  let body: unknown;
  try {
    body = await sealAnswer(session.code, state, answer);
  } catch {
    return 'failed';
  }
  const answered = await ask(`${invocationPath(session.invocationId)}/submit`, session.jwt, body);
  return answered.ok ? null : answered.why;
}
