/** A TOTP secret from the picture that a site shows, or out of what an authenticator app exports. */
import type { Command } from 'commander';
import { type ExportedSecret, exportedSecrets } from '../../activities/vault/totp-export.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { readQr } from './read-qr.js';

export interface TotpOptions {
  readonly totpQr?: string;
  readonly totpAccount?: string;
}

export const withTotpOptions = (command: Command): Command =>
  command
    .option('--totp-qr <file>', 'its TOTP secret, from a picture of the QR code')
    .option('--totp-account <which>', "number or issuer of the account, where an app's export holds several");

const numbered = ({ issuer }: ExportedSecret, index: number): string =>
  `${index + 1}: ${issuer || 'without an issuer'}`;

/** @throws AgentAuthError `invalid_input` with the issuers, never the accounts */
function choose(all: readonly ExportedSecret[], which: string | undefined): ExportedSecret | undefined {
  if (all.length < 2 && which === undefined) return all[0];
  const wanted = which?.trim().toLowerCase();
  const named = all.filter(({ issuer }, index) => String(index + 1) === wanted || issuer.toLowerCase() === wanted);
  if (named.length === 1) return named[0];
  throw new AgentAuthError('invalid_input', { option: '--totp-account', expected: all.map(numbered) });
}

/**
 * The secret as it is stored: one account of an export as an address of its own.
 * @throws AgentAuthError `invalid_input`, `invalid_totp_secret`
 */
export async function chooseTotp(given: unknown, { totpQr, totpAccount }: TotpOptions): Promise<unknown> {
  const secret = totpQr === undefined ? given : await readQr(totpQr);
  const exported = typeof secret === 'string' ? exportedSecrets(secret) : null;
  return exported === null ? secret : (choose(exported, totpAccount)?.uri ?? secret);
}
