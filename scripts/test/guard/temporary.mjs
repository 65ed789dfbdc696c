import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system in memory that most Linux machines have. */
const IN_MEMORY = '/dev/shm';
/** More than a whole run has ever had there at a time. A container has 64 MB by default. Bytes. */
const ROOM = 2 * 1024 ** 3;

/**
 * Where a run keeps its temporary files: in memory where there is room, so that hundreds of databases do not wait for a disk at each commit.
 * Otherwise, and where the environment names a folder (TMPDIR), where any program keeps them.
 *
 * @param {string} [inMemory]
 * @param {number} [room] bytes that have to be free there
 * @returns {string}
 */
export const temporaryRoot = (inMemory = IN_MEMORY, room = ROOM) =>
  process.env.TMPDIR === undefined && hasRoom(inMemory, room) && runsPrograms(inMemory) ? inMemory : tmpdir();

/** @param {string} folder @param {number} room */
function hasRoom(folder, room) {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize >= room;
  } catch {
    return false;
  }
}

/** Whether programs may be started from there, and files made: tests write some. @param {string} folder */
function runsPrograms(folder) {
  try {
    const own = mkdtempSync(join(folder, 'aat-'));
    const program = join(own, 'program');
    writeFileSync(program, '#!/bin/sh\n');
    chmodSync(program, 0o700);
    const { status } = spawnSync(program);
    rmSync(own, { recursive: true });
    return status === 0;
  } catch {
    return false;
  }
}
