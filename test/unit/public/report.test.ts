import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readApi } from '../../../scripts/api/read-api.mjs';
import { reportOf } from '../../../scripts/api/report.mjs';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

/** The report of a package of these declarations. */
async function report(files: Readonly<Record<string, string>>): Promise<string> {
  const project = await mkdtemp(join(tmpdir(), 'agent-auth-report-'));
  folders.push(project);
  const manifest = JSON.stringify({ name: 'package', exports: { '.': { types: './dist/index.d.ts' } } });
  for (const [name, text] of [['package.json', manifest], ...Object.entries(files)] as [string, string][]) {
    await mkdir(dirname(join(project, name)), { recursive: true });
    await writeFile(join(project, name), text);
  }
  return readApi(project).map(reportOf).join('\n');
}

const AS_OBJECT = {
  'dist/index.d.ts': `import { things } from './lib/things.js';
    export type { Thing } from './lib/things.js';
    export declare class Client { #private; readonly things: ReturnType<typeof things>; }`,
  'dist/lib/things.d.ts': `export interface Thing { readonly size: Size; }
    type Size = 'small' | 'large';
    export declare const things: (caller: string) => { find: (id: string) => Promise<import("./things.js").Thing>; };
    export {};`,
};

it('is the same wherever things are declared, with any comments, and whether verbs are in an object or a class', async () => {
  const asClass = {
    'dist/index.d.ts': `import { Things } from './things/index.js';
      export type { Thing } from './things/thing.js';
      /** Does it all. */
      export declare class Client { private readonly secret; readonly things: Things; }`,
    'dist/things/index.d.ts': `import type { Thing } from './thing.js';
      export declare class Things { #private; constructor(caller: string);
        /** Finds one. */
        find(id: string): Promise<Thing>; }`,
    'dist/things/thing.d.ts': `/** One. */ export interface Thing { /** How big. */ readonly size: Size; }
      type Size = 'small' | 'large'; export {};`,
  };
  expect(await report(asClass)).toBe(await report(AS_OBJECT));
});

it.each([
  ['a verb', 'find: (id: string)', 'find: (id: string, deep?: boolean)'],
  ['a member', 'readonly size: Size', 'readonly size?: Size'],
  ['what a member speaks of', "'small' | 'large'", "'small'"],
])('differs when %s changes', async (_, before, after) => {
  const lib = AS_OBJECT['dist/lib/things.d.ts'];
  expect(lib).toContain(before);
  const changed = { ...AS_OBJECT, 'dist/lib/things.d.ts': lib.replace(before, after) };
  expect(await report(changed)).not.toBe(await report(AS_OBJECT));
});
