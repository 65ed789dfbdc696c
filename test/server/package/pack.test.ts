import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StackFile, stackFilePath } from '../../../contract/machine/stack-file.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const run = promisify(execFile);

interface Manifest {
  readonly name: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly bin: Readonly<Record<string, string>>;
}

let project: string;
let packed: readonly string[];
let tarball: string;

const npm = (...args: string[]) => run('npm', args, { cwd: root, maxBuffer: 16 * 1024 * 1024 });
const node = (code: string) => run(process.execPath, ['--input-type=module', '--eval', code], { cwd: project });

/** What a program said, however it ended. */
async function finished(
  program: string,
  args: readonly string[],
  cwd: string,
): Promise<{ code: number; stdout: string }> {
  return run(program, args, { cwd }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    ({ code, stdout }: { code: number; stdout: string }) => ({ code, stdout }),
  );
}

/** Dependencies are those of this clone, and no others: what the package forgets to declare is not found. */
async function linkDependencies({ dependencies }: Manifest): Promise<void> {
  for (const name of Object.keys(dependencies)) {
    const link = join(project, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(root, 'node_modules', name), link);
  }
}

/** What `npm install TARBALL` does, without the network. */
async function install(tarball: string): Promise<void> {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest;
  const modules = join(project, 'node_modules');
  const home = join(modules, manifest.name);
  await mkdir(home, { recursive: true });
  await run('tar', ['-xzf', tarball, '-C', home, '--strip-components=1']);
  await linkDependencies(manifest);
  await mkdir(join(modules, '.bin'));
  for (const [command, file] of Object.entries(manifest.bin)) {
    await symlink(join(home, file), join(modules, '.bin', command));
    await run('chmod', ['+x', join(home, file)]);
  }
}

/** Tells the stack of a state folder to stop, if it came as far as running. */
async function stopStack(stateDir: string): Promise<void> {
  const file = await readFile(stackFilePath(stateDir), 'utf8').catch(() => null);
  if (file !== null) process.kill((JSON.parse(file) as StackFile).pids.up, 'SIGTERM');
}

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'agent-auth-package-'));
  await writeFile(join(project, 'package.json'), '{ "name": "empty", "private": true, "type": "module" }\n');
  // Set-up has built what is packed.
  const { stdout } = await npm('pack', '--json', '--ignore-scripts', '--pack-destination', project);
  const [{ filename, files }] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  packed = files.map(({ path }) => path);
  tarball = join(project, filename);
  await install(tarball);
});
afterAll(() => rm(project, { recursive: true, force: true }));

describe('the package', () => {
  it('holds what is built, its documents, and nothing else', () => {
    const wanted = [
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
      'llms.txt',
      'dist/workflow-bundle.js',
      'dist/page-world.json',
    ];
    expect(wanted.filter((path) => !packed.includes(path))).toEqual([]);
    const folders = new Set(packed.filter((path) => path.includes('/')).map((path) => path.split('/')[0]));
    expect([...folders].sort()).toEqual(['dist', 'docs']);
    expect(packed.filter((path) => /\.test\.|\.tsx?$/.test(path) && !path.endsWith('.d.ts'))).toEqual([]);
  });

  it.each([
    ['temporal-agent-auth', ['AgentAuth', 'AgentAuthError', 'readSession', 'restoreSession']],
    ['temporal-agent-auth/workflow', ['DEFAULT_TASK_QUEUE', 'WORKFLOWS', 'agentId', 'mainQueue']],
    ['temporal-agent-auth/worker', ['createLog', 'openVault', 'readConfig', 'runWorker', 'startStack']],
  ])('%s gives what is documented', async (specifier, names) => {
    const { stdout } = await node(`console.log(JSON.stringify(Object.keys(await import('${specifier}')).sort()))`);
    expect(JSON.parse(stdout)).toEqual(names);
  });

  it('gives the contract to programs that do without the library', async () => {
    const { stdout } = await node(
      `const { agentId, sealText } = await import('temporal-agent-auth/contract');
       console.log(agentId('example.com', 'work'), typeof sealText)`,
    );
    expect(stdout.trim()).toBe('agent_example.com_work function');
  });

  it.each([
    ['nodenext', ['--module', 'nodenext']],
    ['bundler', ['--module', 'esnext', '--moduleResolution', 'bundler', '--skipLibCheck']],
  ])('is typed where modules are found the way of %s', async (_, resolution) => {
    await writeFile(
      join(project, 'use.ts'),
      `import { AgentAuth, type ReadySession } from 'temporal-agent-auth';
       import { agentId, type Credential } from 'temporal-agent-auth/contract';
       import { type EnsureSessionInput, WORKFLOWS } from 'temporal-agent-auth/workflow';
       import { readConfig, type WorkerConfig } from 'temporal-agent-auth/worker';
       export const use = async (): Promise<ReadySession> =>
         (await AgentAuth.connect()).agents.auth.ensure({ domain: 'example.com', profile_name: 'work' });
       export const credential = async (auth: AgentAuth): Promise<Credential> => auth.credentials.retrieve('work');
       export const id: string = agentId('example.com', 'work');
       export const name: 'ensureSession' = WORKFLOWS.ensureSession;
       export const input: EnsureSessionInput = { domain: 'example.com', profile_name: 'work' };
       export const config: WorkerConfig = readConfig({});
       // @ts-expect-error a profile is needed
       export const wrong: EnsureSessionInput = { domain: 'example.com' };
       // @ts-expect-error resolved, not any
       export const text: number = agentId('example.com', 'work');
      `,
    );
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const options = ['--noEmit', '--strict', '--target', 'es2023'];
    const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules', '@types')];
    const { stdout } = await finished(process.execPath, [tsc, ...options, ...resolution, ...types, 'use.ts'], project);
    // Declarations of other packages are none of our business; our own are read once as strictly as by anybody.
    expect(stdout.split('\n').filter((line) => /^(use\.ts|node_modules\/temporal-agent-auth\/)/.test(line))).toEqual(
      [],
    );
  });

  it('is made as publint wants it', async () => {
    const data = await readFile(tarball);
    const { messages } = await publint({ pack: { tarball: new Uint8Array(data).buffer }, strict: true });
    expect(messages).toEqual([]);
  });

  it('gives every consumer of modules the types that belong to the code', async () => {
    const attw = join(root, 'node_modules', '@arethetypeswrong', 'cli', 'dist', 'index.js');
    const options = ['--profile', 'esm-only', '--no-definitely-typed', '--format', 'ascii', '--no-color', '--no-emoji'];
    const { code, stdout } = await finished(process.execPath, [attw, tarball, ...options], project);
    expect(code, stdout).toBe(0);
  });

  it('runs the stack by npx, ready for a client of the same project', { timeout: 120_000 }, async () => {
    const stateDir = join(project, 'state');
    const args = ['--no-install', 'agent-auth', 'up', '--json', '--state-dir', stateDir];
    // Other stacks of this machine are none of its business.
    const { TEMPORAL_ADDRESS: _, ...env } = process.env;
    const up = spawn('npx', args, { cwd: project, env, stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(up, 'exit');
    try {
      const [line] = (await Promise.race([
        once(createInterface({ input: up.stdout }), 'line'),
        exited.then(() => ['{}']),
      ])) as [string];
      expect(JSON.parse(line)).toMatchObject({ event: 'ready', access_key_file: join(stateDir, 'access-key') });
      const { stdout } = await node(
        `import { AgentAuth } from 'temporal-agent-auth';
         const auth = await AgentAuth.connect({ state_dir: ${JSON.stringify(stateDir)} });
         console.log(JSON.stringify(await auth.credentials.list()));
         await auth.close();`,
      );
      expect(JSON.parse(stdout)).toMatchObject({ items: [] });
    } finally {
      // npx is not the stack: told to stop, it may end before its child.
      await stopStack(stateDir);
      await exited;
    }
    await expect(readFile(stackFilePath(stateDir))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
