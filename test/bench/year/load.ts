import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import type { Unanswered } from './unanswered.js';
import type { Year, YearResult } from './year.js';

const here = join(process.cwd(), 'test', 'bench', 'year');

const replaced: Plugin = {
  name: 'replaced',
  setup({ onResolve }) {
    onResolve({ filter: /^node:(net|crypto)$/ }, ({ path, importer }) =>
      importer.startsWith(join(here, 'runtime')) ? undefined : { path: join(here, 'runtime', `${path.slice(5)}.ts`) },
    );
  },
};

/**
 * A story of the year, with our sources as they are, but for `@temporalio/workflow`, the clock, random numbers and ports: those are of the bench. A module of its own
 * each time, for it holds what goes on in it.
 */
async function load<Module>(name: string): Promise<Module> {
  const folder = await mkdtemp(join(process.cwd(), '.cache', 'year-'));
  const outfile = join(folder, `${name}.mjs`);
  await build({
    entryPoints: [join(here, `${name}.ts`)],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    alias: { '@temporalio/workflow': join(here, 'runtime', 'workflow.ts') },
    define: { 'Date.now': 'yearNow', 'Math.random': 'yearRandom' },
    inject: [join(here, 'runtime', 'replaced.ts')],
    plugins: [replaced],
  });
  return import(/* @vite-ignore */ pathToFileURL(outfile).href);
}

export const loadYear = async (): Promise<(year: Year) => Promise<YearResult>> =>
  (await load<typeof import('./year.js')>('year')).liveYear;

export const loadUnanswered = async (): Promise<() => Promise<Unanswered>> =>
  (await load<typeof import('./unanswered.js')>('unanswered')).liveUnanswered;
