/**
 * What entitles to an answer: who gives it, and which answer it is, sealed for one question. Read in history it is of no use for any other
 * answer. Runs in Node and in browsers.
 */
import { base64url } from 'jose';
import { type SealingKey, sealText } from '../sealing/seal.js';
import type { SubmitMessage } from './invocation.js';

/** Who gives an answer: the holder of an access key with the scope `answer`, or of a link that was made with an access key. */
export type Proof = { readonly access_key: string } | { readonly link_code: string };

/** A choice, as an answer says it. */
export type ChosenAnswer =
  | { readonly sso_button: string }
  | { readonly selected_mfa_type: string }
  | { readonly sign_in_option_id: string };

/** An answer, as its entitlement names it. */
export type NamedAnswer =
  /** By field: SHA-256 of the sealed value (of the text of the compact JWE), base64url. */
  { readonly field_values: Readonly<Record<string, string>> } | ChosenAnswer;

/** The plain text of an entitlement, as JSON. */
export type Entitlement = Proof & { readonly answer: NamedAnswer };

/** SHA-256, base64url, of a sealed value. */
export async function hashOfSealed(sealed: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(sealed));
  return base64url.encode(new Uint8Array(hash));
}

type Answered = Pick<SubmitMessage, 'field_values' | 'sso_button' | 'selected_mfa_type' | 'sign_in_option_id'>;

async function nameAnswer(answer: Answered): Promise<NamedAnswer> {
  const { field_values, sso_button, selected_mfa_type, sign_in_option_id = '' } = answer;
  if (field_values !== undefined) {
    const hashes = Object.entries(field_values).map(async ([name, sealed]) => [name, await hashOfSealed(sealed)]);
    return { field_values: Object.fromEntries(await Promise.all(hashes)) };
  }
  if (sso_button !== undefined) return { sso_button };
  return selected_mfa_type !== undefined ? { selected_mfa_type } : { sign_in_option_id };
}

/**
 * Seals what entitles to an answer, for one question of one invocation.
 * @param answer its values sealed already
 * @returns compact JWE, the member `entitlement` of the answer
 */
export async function sealEntitlement(
  proof: Proof,
  answer: Answered,
  key: SealingKey,
  at: { readonly invocation_id: string; readonly question: number },
): Promise<string> {
  const plain: Entitlement = { ...proof, answer: await nameAnswer(answer) };
  const place = { purpose: 'entitlement', invocation: at.invocation_id, step: at.question } as const;
  return sealText(JSON.stringify(plain), key, place);
}
