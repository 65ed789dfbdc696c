import type { Credential, CredentialNotice, CredentialWithCode } from '../../../contract/index.js';
import { hasOuterSpaces } from '../../../contract/typable.js';
import type { VaultContext } from '../context.js';
import { toText } from '../store/times.js';
import type { Db } from '../store/transaction.js';
import { isShort } from '../totp/base32.js';
import { generateCode, startOf, stepAt } from '../totp/generate.js';
import { useStep } from '../totp/ledger.js';
import type { TotpSecret } from '../totp/secret.js';
import { withTotp } from '../totp/stored.js';
import type { CredentialRow } from './find.js';
import { valuesOf } from './values.js';

/** Credentials as callers see them, in their order. */
export async function showCredentials(db: Db, rows: readonly CredentialRow[]): Promise<Credential[]> {
  const ids = rows.map(({ id }) => id);
  const [values, totps] = [await valuesOf(db, ids), await withTotp(db, ids)];
  return rows.map((row) => {
    const keys = (values.get(row.id) ?? []).map(({ key }) => key);
    return {
      id: row.id,
      name: row.name,
      domain: row.domain,
      created_at: toText(row.created_at),
      updated_at: toText(row.updated_at),
      has_totp_secret: totps.has(row.id),
      has_values: keys.length > 0,
      value_keys: keys,
      sso_provider: row.sso_provider,
    };
  });
}

export const showCredential = async (db: Db, row: CredentialRow): Promise<Credential> =>
  (await showCredentials(db, [row]))[0]!;

const codeOf = (totp: TotpSecret, step: number): { readonly code: string; readonly expires_at: string } => ({
  code: generateCode(totp, step),
  expires_at: toText(startOf(totp, step + 1)),
});

/** Hands the current code to a person. Whoever asks is going to use it, so no login will use that step again. */
export async function handOutCode(
  ctx: VaultContext,
  db: Db,
  totp: TotpSecret,
): Promise<{ readonly code: string; readonly expires_at: string }> {
  const step = stepAt(totp, ctx.clock());
  await useStep(ctx, db, totp, step);
  return codeOf(totp, step);
}

/**
 * Nobody has asked for this code, and most never look at it: the step stays free, or every first login would wait for the next one.
 * A person who does finish an enrolment with it costs a login in the same half minute one refused code, no more.
 * @param totp the secret that was just set; its code lets a person finish the enrolment with the site
 * @param values that were just set: what is noticed about them is told this once
 */
export async function showWithCode(
  ctx: VaultContext,
  db: Db,
  row: CredentialRow,
  totp: TotpSecret | null,
  values: Readonly<Record<string, string>> = {},
): Promise<CredentialWithCode> {
  const notices: CredentialNotice[] = [
    ...(totp !== null && isShort(totp.bytes) ? (['totp_secret_short'] as const) : []),
    ...(Object.values(values).some(hasOuterSpaces) ? (['outer_spaces'] as const) : []),
  ];
  const credential = { ...(await showCredential(db, row)), ...(notices.length > 0 ? { notices } : {}) };
  if (totp === null) return credential;
  const { code, expires_at } = codeOf(totp, stepAt(totp, ctx.clock()));
  return { ...credential, totp_code: code, totp_code_expires_at: expires_at };
}
