import { readFile } from 'node:fs/promises';
import { isRunning } from '../../contract/machine/is-running.js';
import { type StackFile, stackFilePath, stackFileSchema } from '../../contract/machine/stack-file.js';

/** The stack that runs on this state folder; null when none does, also when one was killed and left its file behind. */
export async function findStack(stateDir: string): Promise<StackFile | null> {
  let text: string;
  try {
    text = await readFile(stackFilePath(stateDir), 'utf8');
  } catch {
    return null;
  }
  const stack = stackFileSchema.safeParse(parseJson(text));
  return stack.success && isRunning(stack.data.pids.up) ? stack.data : null;
}

/** Undefined for what is no JSON, for instance a file that is being written. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
