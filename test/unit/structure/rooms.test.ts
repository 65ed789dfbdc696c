import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { builtFile } from '../../../worker/built-file.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const ROOMS = ['contract', 'workflows', 'activities', 'worker', 'client', 'cli', 'server'];

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
