import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Credentials } from '../../../client/credentials.js';
import { Keys } from '../../../client/keys.js';
import { callerOf, fakeVault } from './fake-vault.js';

const FILES = [
  'agent-auth.ts',
  'credentials.ts',
  'agents/auth-agents.ts',
  'invocations/invocations.ts',
  'profiles.ts',
  'keys.ts',
  'recipes.ts',
];
const OPTIONS = [
  '--ignoreConfig',
  '--noEmit',
  '--strict',
  '--skipLibCheck',
  ...['--module', 'nodenext', '--target', 'es2023', '--types', 'node'],
];
const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The methods of a class, each with the comment above it. */
async function methodsOf(file: string): Promise<{ name: string; comment: string }[]> {
  const text = await readFile(`${root}client/${file}`, 'utf8');
  const body = text.slice(text.indexOf('export class'));
  const method =
    /(?:^ {2}\/\*\*(?<comment>[\s\S]*?)\*\/\n)?^ {2}(?:static )?(?:async )?(?<name>(?!constructor|private)\w+)\(/gm;
  return [...body.matchAll(method)].map(({ groups = {} }) => ({ name: groups.name!, comment: groups.comment ?? '' }));
}

describe('a verb', () => {
  it('can be handed on by itself', async () => {
    const caller = callerOf(await fakeVault((_, params) => params));
    const { retrieve } = new Credentials(caller);
    expect(await Promise.all(['a', 'b'].map(retrieve))).toEqual([{ id_or_name: 'a' }, { id_or_name: 'b' }]);
    const keys = new Keys(callerOf(await fakeVault(() => ({ items: [1], has_more: false }))));
    const { list }: Pick<Keys, 'list'> = { ...keys } as Keys;
    expect((await list()).items).toEqual([1]);
  });

  it.each(FILES)('of %s says what it is rejected with, and shows how it is used', async (file) => {
    const methods = await methodsOf(file);
    expect(methods.length).toBeGreaterThan(1);
    for (const { name, comment } of methods) {
      expect(comment, name).toMatch(/@example\n/);
      if (name !== 'close') expect(comment, name).toMatch(/throws AgentAuthError `\w+`/);
    }
  });

  it('has an example that compiles', async () => {
    const methods = (await Promise.all(FILES.map(methodsOf))).flat();
    const examples = methods.map(({ comment }, at) => {
      const code = comment.slice(comment.indexOf('@example') + '@example'.length).replaceAll(/^ *\* ?/gm, '');
      const auth = code.includes('const auth =') ? '' : 'auth: AgentAuth';
      return `export async function example${at}(${auth}): Promise<void> {\n${code}\n}`;
    });
    const file = `${root}.cache/examples-${process.pid}.ts`;
    await mkdir(`${root}.cache`, { recursive: true });
    await writeFile(file, `import { AgentAuth } from '../client/index.js';\n${examples.join('\n')}\n`);
    try {
      await run(process.execPath, [`${root}node_modules/typescript/bin/tsc`, ...OPTIONS, file], { cwd: root });
    } finally {
      await rm(file);
    }
  });
});
