import { keysByType } from '../../contract/invocation/field-keys.js';
import type { PendingField } from '../../contract/invocation/invocation.js';
import { isIdentifier } from '../../contract/invocation/value-kinds.js';
import type { SeenField, SeenPage, ValueSource } from '../../contract/steps.js';
import { type Given, givenFor } from './given.js';

/** What is available to fill a page with. Names only: the values stay sealed or in the vault. */
export interface AtHand {
  /** Keys of the credential that may be used. */
  readonly stored: readonly string[];
  readonly totp: boolean;
  readonly given: Readonly<Record<string, Given>>;
  /** Why a field has to be asked for, where it is not simply missing. */
  readonly reasons: Readonly<Record<string, PendingField['reason']>>;
}

/** Where the value of each field comes from, by its name. */
export type Sources = Readonly<Record<string, ValueSource>>;

export interface Match {
  /** What is filled. */
  readonly values: Sources;
  /** What is asked for. */
  readonly pending: readonly PendingField[];
}

/** Keys that may answer a field, best first. The step that saw the page says which ones; pages that older versions saw are matched here. */
export const keysFor = (field: SeenField): readonly string[] => field.keys ?? keysByType(field);

const takesTotp = (field: SeenField): boolean =>
  field.role === 'code' && (field.code_from === 'totp' || field.code_from === 'unknown' || field.code_from === null);

function sourceFor(field: SeenField, atHand: AtHand, page: SeenPage): ValueSource | null {
  const keys = keysFor(field);
  // What a person gave for this login takes precedence: it may have been asked for because the stored value was refused.
  const given = keys.map((key) => givenFor(atHand.given, key, page)).find((source) => source !== undefined);
  if (given !== undefined) return given;
  // At the agent's own site, the secrets of an identity provider's credential are missing.
  const isForHere = (key: string): boolean => page.stored_secrets !== false || isIdentifier(key, field.role);
  if (takesTotp(field) && atHand.totp && isForHere(field.name)) return { from: 'totp' };
  const key = keys.find((name) => atHand.stored.includes(name) && isForHere(name));
  return key === undefined ? null : { from: 'stored', key };
}

const ask = (field: SeenField, reasons: AtHand['reasons']): PendingField => ({
  name: field.name,
  label: field.label,
  selector: field.selector,
  type: field.type,
  required: field.required,
  placeholder: field.placeholder,
  hint: field.hint,
  reason:
    keysFor(field)
      .map((key) => reasons[key])
      .find((reason) => reason !== undefined) ?? 'missing',
  options: field.options,
});

/** Matches the fields of a page to what is available; the rest is asked for. */
export function matchFields(page: SeenPage, atHand: AtHand): Match {
  const values: Record<string, ValueSource> = {};
  const pending: PendingField[] = [];
  for (const field of page.fields) {
    const source = sourceFor(field, atHand, page);
    if (source) values[field.name] = source;
    else pending.push(ask(field, atHand.reasons));
  }
  return { values, pending };
}

/** A page has to be answered by a person when a required value is missing, or when it shows nothing but choices. */
export const needsPerson = (page: SeenPage, match: Match): boolean =>
  match.pending.some((field) => field.required) || Object.keys(match.values).length === 0 || page.fields.length === 0;
