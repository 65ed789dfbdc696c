import { readFile } from 'node:fs/promises';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { parseAccessKey } from '../../contract/sealing/published-key.js';
import type { Caller } from '../caller.js';

export interface AccessKeySource {
  readonly text?: string;
  /** Looked at in this order; the first one that is there counts. */
  readonly files: readonly string[];
}

async function readFirst(files: readonly string[]): Promise<string> {
  for (const file of files) {
    try {
      return await readFile(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw new AgentAuthError('unauthorized', { file });
    }
  }
  throw new AgentAuthError('unauthorized', { looked_for: files });
}

/**
 * Reads the access key when it is first needed: what needs none (to follow, to cancel) works without one.
 * @throws AgentAuthError `unauthorized`, from the function that it answers
 */
export function accessKeyFrom(source: AccessKeySource): Caller['accessKey'] {
  let known: Awaited<ReturnType<Caller['accessKey']>> | undefined;
  return async () => {
    if (known) return known;
    const text = (source.text ?? (await readFirst(source.files))).trim();
    known = { text, ...parseAccessKey(text) };
    return known;
  };
}
