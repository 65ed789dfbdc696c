import { resolve } from 'node:path';
import { readKeepassFile } from '../../../activities/providers/index.js';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { hasCode } from '../../../contract/errors/has-code.js';
import type { ExportedLogin } from './exported-login.js';

/** How a KeePass file is opened. */
export interface KeepassKey {
  readonly password: string;
  readonly keyFile?: string | undefined;
}

/**
 * Reads a KeePass file (KDBX 3.1 and 4) as the provider `keepass` does: without what is in its recycle bin or has expired.
 * @throws AgentAuthError `invalid_input`
 */
export async function readKeepass(file: string, { password, keyFile }: KeepassKey): Promise<ExportedLogin[]> {
  try {
    const entries = await readKeepassFile(resolve(file), password, keyFile === undefined ? null : resolve(keyFile));
    return entries.map(({ overview, item }, index) => ({
      at: `entry ${index + 1}`,
      urls: overview.addresses.map(({ url }) => url),
      values: item.values,
      totp: item.totp ?? '',
      ...(item.instead === 'passkey' ? { unfit: item.instead } : {}),
    }));
  } catch (error) {
    const isKey = hasCode(error, 'provider_token_invalid');
    const expected = isKey
      ? 'its password, and its key file (--key-file) if it has one'
      : 'a KeePass file (KDBX 3.1 or 4)';
    throw new AgentAuthError('invalid_input', { file, expected });
  }
}
