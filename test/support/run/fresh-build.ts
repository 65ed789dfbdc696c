import { fileURLToPath } from 'node:url';
import { buildIfStale } from '../../../scripts/build.mjs';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

/** Before tests that run what is built: it is built again where the sources have changed since. */
export async function setup(): Promise<void> {
  const problem = await buildIfStale(PROJECT, (line) => console.error(`build: ${line}`));
  if (problem !== null) throw new Error(problem);
}
