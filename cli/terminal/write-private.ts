import { AgentAuthError } from '../../contract/errors/errors.js';

/**
 * Writes a file that its owner alone may read (mode 0600), whatever was there before, and all of it or nothing. What one that was killed had begun goes.
 * @throws AgentAuthError `invalid_input`
 */
export async function writePrivate(path: string, text: string): Promise<void> {
  try {
    const { removeDrafts, replaceFile } = await import('../../activities/vault/state-folder.js');
    await removeDrafts(path);
    await replaceFile(path, text);
  } catch {
    throw new AgentAuthError('invalid_input', { file: path, expected: 'a file that can be written' });
  }
}
