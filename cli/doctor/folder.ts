import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { lockFolder, readOwner } from '../../activities/vault/index.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { hasCode } from '../../contract/errors/has-code.js';
import { checkSpace, freeSpace, networkFileSystem, openFiles } from '../../worker/state-folder.js';
import { type Check, type Finding, findingOf, ok, problem, warning } from './check.js';

/** Databases that grow with use are soon out of room below this, in bytes. */
const LITTLE_SPACE = 500_000_000;
const megabytes = (bytes: number): string => `${Math.floor(bytes / 1_000_000)} MB`;

/** The folder, or the nearest one above it that is there. */
async function nearest(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  if (found !== null || dirname(path) === path) return path;
  return nearest(dirname(path));
}

async function spaceIn(folder: string): Promise<Finding> {
  await checkSpace(folder);
  const free = await freeSpace(folder);
  return free < LITTLE_SPACE
    ? warning(`${megabytes(free)} are free on its disk.`, 'Make room before it is full.')
    : ok(`${megabytes(free)} are free on its disk.`);
}

async function modeOf(folder: string): Promise<Finding> {
  const { mode } = await stat(folder);
  return (mode & 0o077) === 0
    ? ok('It is for its owner only.')
    : problem(
        `Others may read or write in it (mode ${(mode & 0o777).toString(8)}).`,
        `Run \`chmod 700\` on ${folder}.`,
      );
}

export const checkFolder: Check = async ({ stateDir }) => {
  const there = await nearest(stateDir);
  const isNew = there !== stateDir;
  const found = await stat(there);
  if (!found.isDirectory()) throw new AgentAuthError('state_dir_unwritable', { where: there });
  await access(there, constants.W_OK | constants.X_OK).catch(() => {
    throw new AgentAuthError('state_dir_unwritable', { where: there });
  });
  const networkType = await networkFileSystem(there);
  return [
    ok(isNew ? `${stateDir} is made by the first start.` : stateDir),
    ...(isNew ? [] : [await modeOf(stateDir)]),
    await spaceIn(there).catch(findingOf),
    ...(networkType === null
      ? []
      : [
          warning(
            `It is on a network file system (${networkType}).`,
            'Use a local disk: the databases can break there.',
          ),
        ]),
  ];
};

/** Files that are for their owner only. */
export const checkFiles: Check = async ({ stateDir }) => {
  const open = await openFiles(stateDir);
  return open.length === 0
    ? [ok('Its files are for their owner only.')]
    : [problem(`Others may read or write ${open.join(', ')}.`, `Run \`chmod 600\` on them in ${stateDir}.`)];
};

/** Who has the folder, if anybody. */
export const checkLock: Check = async ({ stateDir, stack }) => {
  const lock = join(stateDir, 'up.lock');
  if (!(await stat(lock).catch(() => null))) return [ok('No stack runs on it.')];
  try {
    await (await lockFolder(lock))();
    return [ok('No stack runs on it.')];
  } catch (error) {
    if (!hasCode(error, 'state_dir_in_use')) throw error;
    const owner = await readOwner(lock);
    const who = owner === null ? 'A process' : `Process ${owner.pid} on ${owner.host}`;
    const since = owner === null ? '' : `, since ${owner.since}`;
    return stack === null
      ? [warning(`${who} has it${since}, and is not ready.`, 'Wait until it has started, or stop it.')]
      : [ok(`${who} has it${since}.`)];
  }
};
