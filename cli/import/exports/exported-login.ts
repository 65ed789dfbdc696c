import { parseSite, withoutWww } from '../../../contract/address/domain.js';
import type { CredentialToImport } from '../../../contract/credentials/credential-import.js';

/** Why a login of an export can't come. */
export type NotTaken =
  | 'unreadable'
  | 'no_site'
  | 'app'
  | 'nothing_stored'
  | 'value_too_long'
  | 'passkey'
  | 'archived'
  | 'deleted'
  | 'browser_asks';

/** One login as a program has exported it. */
export interface ExportedLogin {
  /** Where it is in the file: a line, or the number of the item. */
  readonly at: string;
  readonly urls: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  readonly totp: string;
  /** What stands against it, as the program says. */
  readonly unfit?: NotTaken;
}

export interface Unfit {
  readonly at: string;
  readonly site: string | null;
  readonly reason: NotTaken;
}

/** One that is not written as its program writes them. It costs no other. */
export const unreadable = (at: string): ExportedLogin => ({ at, urls: [], values: {}, totp: '', unfit: 'unreadable' });

export type Judged = { readonly item: CredentialToImport } | { readonly unfit: Unfit };

/** As the vault takes them: contract/schemas/parts.ts. */
const MAX_VALUE_LENGTH = 4096;
const MAX_TOTP_LENGTH = 2048;
const APP = /^(?:android|ios|androidapp|iosapp):/i;

/** The site of an address as people save it; null if it is not an address. No password is sent to a saved http address. */
function siteIn(url: string): string | null {
  const written = url.trim().replace(/^http:\/\/(?!localhost|127\.)/i, 'https://');
  try {
    return withoutWww(parseSite(written).domain);
  } catch {
    return null;
  }
}

/** What is to be stored of a login, or why it can't be. */
export function judgeLogin({ at, urls, values, totp, unfit }: ExportedLogin): Judged {
  const filled = urls.filter((url) => url.trim() !== '');
  const site = filled.map(siteIn).find((one) => one !== null) ?? null;
  const not = (reason: NotTaken): Judged => ({ unfit: { at, site, reason } });
  if (unfit !== undefined) return not(unfit);
  if (site === null) return not(filled.some((url) => APP.test(url.trim())) ? 'app' : 'no_site');
  const kept = Object.entries(values).filter(([, value]) => value !== '');
  const isLong = kept.some(([, value]) => value.length > MAX_VALUE_LENGTH) || totp.length > MAX_TOTP_LENGTH;
  if (isLong) return not('value_too_long');
  if (kept.length === 0 && totp === '') return not('nothing_stored');
  return { item: { domain: site, values: Object.fromEntries(kept), ...(totp === '' ? {} : { totp_secret: totp }) } };
}
