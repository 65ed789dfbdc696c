import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { builtFile } from '../../../worker/built-file.js';
import { ROOMS, root, sourcesOf, withoutEnding } from './sources.js';

/** Whom a room may import; data flows one way. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  workflows: ['contract'],
  activities: ['contract'],
  worker: ['contract', 'activities'],
  client: ['contract'],
  // Worker: the Chromium of this machine, the log, how a process of ours starts and ends, and where built files are.
  server: ['contract', 'client', 'worker'],
  cli: ['contract', 'client', 'worker', 'server', 'activities', 'test'],
};

/** Within `activities`, likewise. */
const ACTIVITIES_MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  browser: [],
  // Types only: providers are handed to it.
  vault: ['providers'],
  login: ['browser', 'vault', 'session-check'],
  providers: [],
  'session-check': ['browser', 'vault'],
  temporal: ['vault', 'session-check'],
  webhooks: ['browser', 'vault'],
};

async function sources(folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && /\.(ts|tsx|js)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

async function imports(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]!);
}

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

/** Imports between files of the project, as paths from its folder. */
async function imported(room: string): Promise<Import[]> {
  const files = await sourcesOf(room);
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(/(?:(?:import|export)\s+(type\s)?[^;'"]*?\sfrom\s+|import\()'(\.[^']+)'/g)].map(
      ([, type, specifier]) => ({
        from: path,
        to: relative(root, resolve(root, dirname(path), specifier!)),
        isType: type !== undefined,
      }),
    ),
  );
}

/** Files of which each imports the next, and the last one the first; none where there is no such circle. */
function circleIn(all: readonly Import[]): string[] {
  const loads = new Map<string, string[]>();
  for (const { from, to } of all) {
    const file = withoutEnding(from);
    loads.set(file, [...(loads.get(file) ?? []), withoutEnding(to)]);
  }
  const done = new Set<string>();
  const from = (file: string, path: readonly string[]): string[] => {
    if (path.includes(file)) return path.slice(path.indexOf(file));
    if (done.has(file)) return [];
    for (const next of loads.get(file) ?? []) {
      const circle = from(next, [...path, file]);
      if (circle.length > 0) return circle;
    }
    done.add(file);
    return [];
  };
  for (const file of loads.keys()) {
    const circle = from(file, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

/** All of it is for all: its folders only say what a file is about. */
const OPEN = 'contract/';
const roomOf = (path: string): string =>
  path.startsWith('activities/') ? path.split('/').slice(0, 2).join('/') : path.split('/')[0]!;
const arrow = ({ from, to }: Import): string => `${from} -> ${to}`;

describe('rooms', () => {
  test.each(ROOMS)('%s imports along the arrow only', async (room) => {
    const against: string[] = [];
    for (const file of await sources(room)) {
      for (const specifier of await imports(file)) {
        if (!specifier.startsWith('.')) continue;
        const other = relative(root, resolve(dirname(file), specifier)).split('/')[0]!;
        if (other !== room && !MAY_IMPORT[room]!.includes(other))
          against.push(`${relative(root, file)} -> ${specifier}`);
      }
    }
    expect(against).toEqual([]);
  });

  test('inside activities, too, imports go along the arrow only', async () => {
    const against = (await imported('activities')).filter(({ from, to, isType }) => {
      const [one, other] = [roomOf(from), roomOf(to)].map((room) => room.replace('activities/', ''));
      if (!to.startsWith('activities/') || one === other) return false;
      return !ACTIVITIES_MAY_IMPORT[one!]!.includes(other!) || (one === 'vault' && !isType);
    });
    expect(against.map(arrow)).toEqual([]);
  });

  test('are entered by the files in their own folder, never by those of their sub-folders', async () => {
    const all = (await Promise.all(ROOMS.map(imported))).flat();
    const crossing = all.filter(({ from, to }) => roomOf(from) !== roomOf(to));
    expect(crossing.length).toBeGreaterThan(300);
    const inner = crossing.filter(({ to }) => dirname(to) !== roomOf(to) && !to.startsWith(OPEN));
    expect(inner.filter(({ to }) => !to.startsWith('test/')).map(arrow)).toEqual([]);
  });

  test('no file imports what imports it, types included', async () => {
    const all = (await Promise.all(ROOMS.map(imported))).flat();
    expect(circleIn(all)).toEqual([]);
    expect(circleIn([...all, { from: 'contract/errors/errors.ts', to: 'worker/up.js', isType: false }])).not.toEqual(
      [],
    );
  });

  test('workflows import nothing but Temporal and the contract', async () => {
    const packages = new Set<string>();
    for (const file of await sources('workflows')) {
      for (const specifier of await imports(file)) if (!specifier.startsWith('.')) packages.add(specifier);
    }
    expect([...packages]).toEqual(['@temporalio/workflow']);
  });

  test('validators of Updates are synchronous: an async one can never reject', async () => {
    for (const file of await sources('workflows')) {
      expect(await readFile(file, 'utf8'), file).not.toMatch(/validator:\s*async|async validator/);
    }
  });
});

describe('the workflow bundle', () => {
  test('holds no crypto, no TOTP and no browser', async () => {
    const code = await readFile(builtFile('workflow-bundle.js'), 'utf8');
    const packages = new Set([...code.matchAll(/node_modules\/((?:@[\w.-]+\/)?[\w.-]+)/g)].map((match) => match[1]));
    expect([...packages].sort()).toEqual(['@temporalio/common', '@temporalio/workflow', 'long', 'ms', 'nexus-rpc']);
  });
});
