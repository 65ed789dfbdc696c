import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { AgentAuthError } from '../../contract/errors/errors.js';

/**
 * Writes a file that its owner alone may read (mode 0600), whatever was there before, and all of it or nothing.
 * @throws AgentAuthError `invalid_input`
 */
export async function writePrivate(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
    await rename(draft, path);
  } catch {
    await rm(draft, { force: true });
    throw new AgentAuthError('invalid_input', { file: path, expected: 'a file that can be written' });
  }
}
