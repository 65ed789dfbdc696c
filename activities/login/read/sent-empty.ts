import type { Request } from 'playwright-core';

/** What developers call a secret in what they send. */
const SECRET = /pass|pwd|passwd|kennwort|senha|clave|contrase|parol|wachtwoord|secret|^pw$|^p$/i;
/** As long as what a page makes of a secret instead of sending it. */
const DERIVED = 20;

type Sent = readonly (readonly [name: string, value: unknown])[];

/**
 * Whether a request has a form without what was typed, as a page sends it that came to life, or drew its form anew, only after that: nothing filled in, or
 * at least not the secret. Whatever the site answers, it is no answer to the values. A request that can't be read may carry anything.
 * @param typesSecret whether a secret was typed: the first page of a login sends an empty password beside the name
 */
export function isSentEmpty(request: Pick<Request, 'url' | 'postData'>, typesSecret: boolean): boolean {
  const body = request.postData() ?? '';
  if (body === '' || [...new URL(request.url()).searchParams.values()].some((value) => value !== '')) return false;
  const sent = read(body);
  return sent !== null && (sent.every(([, value]) => isEmpty(value)) || (typesSecret && lacksSecret(sent)));
}

/** Names and values that were sent; null where that can't be read. */
function read(body: string): Sent | null {
  try {
    return leavesOf('', JSON.parse(body));
  } catch {
    return /^(?:[\w.[\]%-]+=[^&=\s]*&?)+$/.test(body) ? [...new URLSearchParams(body)] : null;
  }
}

const leavesOf = (name: string, value: unknown): Sent =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => leavesOf(key, inner))
    : [[name, value]];

/** Boxes of a form are ticked or not whatever else it holds. */
const isEmpty = (value: unknown): boolean => value === '' || value === null || typeof value === 'boolean';

/** The field for the secret is empty, and nothing else is there that could have been made of it. */
function lacksSecret(sent: Sent): boolean {
  const secrets = sent.filter(([name]) => SECRET.test(name));
  const isDerived = ([, value]: Sent[number]): boolean => String(value ?? '').length >= DERIVED;
  return secrets.length > 0 && secrets.every(([, value]) => isEmpty(value)) && !sent.some(isDerived);
}
