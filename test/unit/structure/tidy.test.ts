import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALLOWED } from './allowed.js';
import { unusedExports } from './exports.js';
import { OLD_NAMES, usesOfOldNames } from './old-names.js';
import { codeOf, ROOMS, root, sourcesOf } from './sources.js';

const MAX_LINES = 300;

/** `while (true)`, `for (;;)` and whatever else says nowhere when it ends. */
const ENDLESS = /\bwhile\s*\(\s*(true|1)\s*\)|\bfor\s*\([^;()]*;\s*;[^)]*\)/g;

/** Loaded by others than imports: by users, by Temporal, as the script of pages, as a program. */
const ROOTS = [
  'client/index.ts',
  'client/workflow.ts',
  'worker/index.ts',
  'contract/index.ts',
  'workflows/index.ts',
  'worker/failure-converter.js',
  'activities/login/page-world/main.ts',
];

const inRooms = (await Promise.all(ROOMS.map(sourcesOf))).flat();
const outside = (await Promise.all(['test', 'scripts', 'docs', 'examples'].map(sourcesOf))).flat();
const everywhere = [...inRooms, ...outside];

const isAllowed = (list: readonly string[], name: string): boolean => list.includes(name);

describe('the rooms', () => {
  it('have no folder lib: a folder says what is in it', async () => {
    const folders: string[] = [];
    for (const room of ROOMS) {
      for (const entry of await readdir(join(root, room), { recursive: true, withFileTypes: true }))
        if (entry.isDirectory() && entry.name === 'lib')
          folders.push(join(entry.parentPath, entry.name).slice(root.length));
    }
    expect(folders.filter((folder) => !isAllowed(ALLOWED.libFolders, folder))).toEqual([]);
  });

  it('use no name that was given up', () => {
    const uses = usesOfOldNames(inRooms).filter(({ name }) => !isAllowed(ALLOWED.oldNames, name));
    expect(uses.map(({ use }) => use)).toEqual([]);
  });

  it('export nothing that nobody imports', () => {
    const unused = unusedExports(inRooms, everywhere, ROOTS);
    expect(unused.filter((one) => !isAllowed(ALLOWED.unusedExports, one.split(': ')[1]!))).toEqual([]);
  });
});

it('every loop of the activities says when it ends', () => {
  const endless = inRooms
    .filter(({ path, text }) => path.startsWith('activities/') && codeOf(text).match(ENDLESS))
    .map(({ path }) => path);
  expect(endless.filter((path) => !isAllowed(ALLOWED.endlessLoops, basename(path)))).toEqual([]);
});

it(`no file has more than ${MAX_LINES} lines`, () => {
  const long = everywhere.filter(({ text }) => text.trimEnd().split('\n').length > MAX_LINES).map(({ path }) => path);
  expect(long.filter((path) => !isAllowed(ALLOWED.longFiles, basename(path)))).toEqual([]);
});

describe('the checks themselves', () => {
  const file = (path: string, text: string) => ({ path, text });

  it.each(OLD_NAMES.map(({ name }) => name).filter((name) => !/[_/]/.test(name)))(
    'see the old name %s in code only',
    (name) => {
      const used = name === 'old' ? 'old()' : name;
      const found = (text: string) => usesOfOldNames([file('client/some.ts', text)]).map((use) => use.name);
      expect(found(`const x = ${used};`)).toContain(name);
      expect(found(`// ${used}\n/* ${used} */ const text = 'it is ${used}';`)).toEqual([]);
    },
  );

  it('see what templates put in, and not what they say', () => {
    const [called, named] = ['working()', 'tell'].map((name) => `\${${name}}`);
    const code = codeOf(`const a = \`it is working ${called} // ${named}\`; tell();`);
    expect(code.trim().replace(/ +/g, ' ')).toBe(`const a = ${called} ${named} ; tell();`);
  });

  it('see names of files', () => {
    const paths = ['activities/login/lib/working.ts', 'activities/pages/places.ts', 'worker/tools/places.js'];
    const found = usesOfOldNames(paths.map((path) => file(path, ''))).map(({ name }) => name);
    expect(found).toEqual(['working', 'Places']);
  });

  it.each(['while (true) {', 'while ( 1 )', 'for (;;) {', 'for (let i = 0; ; i++) {'])(
    'see that %s never ends',
    (loop) => {
      expect(loop.match(ENDLESS)).not.toBeNull();
    },
  );

  it.each(['while (more) {', 'for (let i = 0; i < 3; i++) {', 'for (let more = true; more; ) {'])(
    'see that %s ends',
    (loop) => {
      expect(loop.match(ENDLESS)).toBeNull();
    },
  );

  it('see what is exported and imported nowhere, however it is imported', () => {
    const things = file(
      'client/things.ts',
      `export const a = 1; \nexport function b(): Shown {}\nexport class C {}\nexport const d = 4;\nexport interface Shown {}\nexport type Lost = 1;\nexport const e = 5;`,
    );
    const users = [
      file('client/index.ts', `export * from './things-2.js';`),
      file('client/things-2.ts', 'export const f = 6;\nexport const g = 7;'),
      file('server/one.ts', `import { a } from '../client/things.js';`),
      file('server/two.ts', `import {\n  type C as D,\n  e,\n} from '../client/things.js';`),
      file('server/three.ts', `import { f } from '../client/index.js';`),
    ];
    const looked = [things, ...users];
    expect(unusedExports(looked, looked, [])).toEqual([
      'client/things.ts: b',
      'client/things.ts: d',
      'client/things.ts: Lost',
      'client/things-2.ts: g',
    ]);
    expect(unusedExports(looked, looked, ['client/index.ts', 'client/things.ts'])).toEqual([]);
  });

  it('allow nothing that is no longer known as an old name', () => {
    const known: readonly string[] = OLD_NAMES.map(({ name }) => name);
    expect(ALLOWED.oldNames.filter((name) => !known.includes(name))).toEqual([]);
  });
});
