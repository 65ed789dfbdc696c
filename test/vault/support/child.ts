/** A vault in a process of its own, to be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const ARTEFACTS = join(ROOT, 'test/artifacts');

/**
 * Runs `script` in a child, with `openVault` at hand. It goes with the test.
 * @param script body of an async function; prints a line when it is where it is to be killed
 * @returns the child, once it has printed
 */
export async function childWithVault(script: string, args: readonly string[]): Promise<ChildProcess> {
  await mkdir(ARTEFACTS, { recursive: true });
  const folder = await mkdtemp(join(ARTEFACTS, 'vault-child-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const vault = JSON.stringify(join(ROOT, 'activities/vault/index.ts'));
  await writeFile(join(folder, 'child.ts'), `import { openVault } from ${vault};\n${script}`);
  await build({
    entryPoints: [join(folder, 'child.ts')],
    outfile: join(folder, 'child.mjs'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
  });
  const child = spawn(process.execPath, [join(folder, 'child.mjs'), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

/** kill -9, and waits until it is gone. */
export async function killHard(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
