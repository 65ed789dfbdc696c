import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const WORLD = 'activities/login/page-world';
const ROOMS = ['contract', 'workflows', 'activities', 'worker', 'client', 'cli', 'server'];
/** What the rest of the engine may know of the code in pages: types only. */
const DOORS = [`${WORLD}/agent.ts`, `${WORLD}/view.ts`];

interface Import {
  /** From the root of the project; a package by its name. */
  readonly file: string;
  readonly of: string;
  readonly isType: boolean;
}

const IMPORT = /^(?:import|export)\s+(type\s)?(?:[^;'"]*?\sfrom\s+)?'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm;

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

const textOf = (file: string): Promise<string> => readFile(join(root, file), 'utf8');

async function importsOf(file: string): Promise<Import[]> {
  return [...(await textOf(file)).matchAll(IMPORT)].map(([, type, from, dynamic]) => {
    const specifier = from ?? dynamic ?? '';
    const of = specifier.startsWith('.')
      ? relative(root, resolve(root, dirname(file), specifier)).replace(/\.js$/, '.ts')
      : specifier;
    return { file, of, isType: type !== undefined };
  });
}

const importsIn = async (...folders: string[]): Promise<Import[]> => {
  const files = (await Promise.all(folders.map(filesIn))).flat();
  return (await Promise.all(files.map(importsOf))).flat();
};

/** Data, not code. */
const WORDS = /\/page-world\/words\/\w+\.json$/;

const isInWorld = (file: string): boolean => file.startsWith(`${WORLD}/`);
const arrow = ({ file, of }: Import): string => `${file} -> ${of}`;

describe('the code that runs in pages', () => {
  it('imports nothing but itself', async () => {
    const own = await importsIn(WORLD);
    expect(own.length).toBeGreaterThan(100);
    expect(own.filter(({ of }) => !isInWorld(of)).map(arrow)).toEqual([]);
  });

  it('is known outside by the types of its doors and by its lists of words only', async () => {
    const others = (await importsIn(...ROOMS)).filter(({ file, of }) => !isInWorld(file) && isInWorld(of));
    expect(others.length).toBeGreaterThan(20);
    expect(others.filter(({ of, isType }) => !WORDS.test(of) && (!isType || !DOORS.includes(of))).map(arrow)).toEqual(
      [],
    );
  });

  it('has doors that need no DOM: they hold types, and types of their own kind', async () => {
    const seen = new Set(DOORS);
    for (const file of seen) {
      expect(await textOf(file)).not.toMatch(/^(?:export )?(?:const|let|function|class|enum)\b/m);
      for (const { of, isType } of await importsOf(file)) {
        expect(isType, `${file} -> ${of}`).toBe(true);
        seen.add(of);
      }
    }
    expect([...seen].map((file) => relative(WORLD, file)).sort()).toEqual([
      'agent.ts',
      'frame-view.ts',
      'permission.ts',
      'proposal.ts',
      'view.ts',
    ]);
  });

  it('keeps nothing from one reading to the next but what lasts as long as the document', async () => {
    const state =
      /^(?:export )?(?:let\b|const \w+(?:: [^=]+)? = new (?:Words|(?:Weak)?(?:Map|Set))(?:<.*>)?\((?:WORDS)?\))/m;
    const holders = [];
    for (const file of await filesIn(WORLD)) if (state.test(await textOf(file))) holders.push(relative(WORLD, file));
    // What a press and a key may hit, where elements last were, which fields were full, what fields are while they have the focus, names of elements, what the keys of a keypad
    // and messages said, and what texts speak of.
    expect(holders.sort()).toEqual([
      'act/guard.ts',
      'act/keypad.ts',
      'act/keys.ts',
      'act/point.ts',
      'act/readiness.ts',
      'dom/awake.ts',
      'dom/heard.ts',
      'dom/keypad.ts',
      'dom/pins.ts',
      'look.ts',
    ]);
  });
});
