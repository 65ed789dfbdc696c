/** Database programs refuse to run as root: whoever is root runs them as `nobody`, which is on every system. */
import { chmod, chown, cp, mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const IS_ROOT = process.getuid?.() === 0;
const NOBODY = 65_534;

/** Whom to start them as. */
export const AS = IS_ROOT ? { uid: NOBODY, gid: NOBODY } : {};

export async function giveAway(file: string): Promise<void> {
  if (IS_ROOT) await chown(file, NOBODY, NOBODY);
}

/** A folder of the run. `nobody` gets through the folders above, and sees nothing in them. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pg-'));
  if (!IS_ROOT) return folder;
  for (const above of [dirname(tmpdir()), tmpdir()])
    if (((await stat(above)).mode & 0o777) === 0o700) await chmod(above, 0o711);
  await giveAway(folder);
  return folder;
}

/** Programs in a folder of root's, where others can run them. Links may lead back there, so what they lead to is copied. */
export async function withinReach(programs: string): Promise<string> {
  if (!IS_ROOT) return programs;
  const copy = join(await makeFolder(), 'programs');
  await cp(programs, copy, { recursive: true, dereference: true });
  return copy;
}
