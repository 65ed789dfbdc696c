import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { command } from '../../../activities/providers/command/index.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'command-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const open = (settings: unknown, timeoutMs = 10_000) => command.open({ token: 't', settings }, { folder, timeoutMs });

async function program(name: string, script: string): Promise<void> {
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, name), 0o700);
}

it.each(['../../../bin/sh', '/bin/sh', '.hidden', 'a b', 'a;b', ''])(
  'does not run %j, which is no name in the folder',
  (name) => {
    expect(() => open({ command: name })).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  },
);

it('says when the program is not there, or may not be run', async () => {
  await writeFile(join(folder, 'plain'), '{}');
  for (const [name, reason] of [
    ['missing', 'not_there'],
    ['plain', 'not_executable'],
  ] as const)
    await expect(open({ command: name }).check()).rejects.toMatchObject({
      code: 'provider_unavailable',
      details: { reason },
    });
});

it('is told where things are, and none of the secrets that this process is told', async () => {
  const secrets = [
    'AGENT_AUTH_ACCESS_KEY',
    'AGENT_AUTH_DATABASE_URL',
    'TEMPORAL_API_KEY',
    'AWS_SECRET_ACCESS_KEY',
    'BW_SESSION',
    'NODE_OPTIONS',
  ];
  for (const name of secrets) vi.stubEnv(name, name === 'NODE_OPTIONS' ? '--no-warnings' : 'canary-7730');
  await program('env', `env > ${folder}/env; cat /proc/$$/cmdline >> ${folder}/env; echo '{"items":[]}'`);
  await open({ command: 'env' }).list();
  vi.unstubAllEnvs();
  const told = await readFile(join(folder, 'env'), 'utf8');
  expect(told).toContain(`PATH=${process.env.PATH}`);
  for (const one of [...secrets, 'canary-7730']) expect(told).not.toContain(one);
});

it('takes what a program has printed when it ends, whoever holds its output open, and ends that', async () => {
  await program('forks', `sleep 30 & echo $! > ${folder}/left; echo '{"vaults":[]}'`);
  expect(await open({ command: 'forks' }, 60_000).check()).toEqual([]);
  const pid = (await readFile(join(folder, 'left'), 'utf8')).trim();
  await expect.poll(() => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).toBe('');
});

it.each([
  ['prints nothing', 'true', 'provider_answer_invalid', 'nothing'],
  ['fails without a word', 'exit 3', 'provider_unavailable', 'failed'],
  ['writes to standard error alone', 'head -c 300000 /dev/zero >&2; exit 1', 'provider_unavailable', 'failed'],
  ['fails in the middle', `printf '{"items":[{"id":"a"'; exit 1`, 'provider_answer_invalid', 'not_json'],
  ['is ended by a signal', 'kill -9 $$', 'provider_unavailable', 'failed'],
  ['prints two answers', `echo '{"items":[]}'; echo '{"items":[]}'`, 'provider_answer_invalid', 'not_json'],
  ['prints bytes that are no text', `printf '\\377\\376\\000'`, 'provider_answer_invalid', 'not_json'],
])('says what is wrong with a program that %s', async (_, script, code, reason) => {
  await program('bad', script);
  await expect(open({ command: 'bad' }).list()).rejects.toMatchObject({ code, details: { reason } });
});

it('lists the items that are as they should be', async () => {
  const items = [{ id: 'good', title: 'x'.repeat(5000), urls: ['a.example', 7, null] }, { title: 'no id' }, null];
  await program('some', `echo '${JSON.stringify({ items })}'`);
  const [item, ...others] = await open({ command: 'some' }).list();
  expect(others).toEqual([]);
  expect(item).toMatchObject({ item_id: 'good', addresses: [{ url: 'a.example' }] });
  expect(item?.title).toHaveLength(1024);
});

it('ends what a hanging program has started with it', async () => {
  await program('parent', `sleep 30 & echo $! > ${folder}/pid; wait`);
  await expect(open({ command: 'parent' }, 500).list()).rejects.toMatchObject({
    code: 'provider_unavailable',
    details: { reason: 'timeout' },
  });
  const pid = (await readFile(join(folder, 'pid'), 'utf8')).trim();
  // What nobody has fetched the end of has no command line any more.
  const commandLine = () => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  await expect.poll(commandLine).toBe('');
});

it('takes an answer from a program that does not read its input, and one without vaults', async () => {
  await program('short', `echo '{"items":[{"id":"a","title":"A","urls":["a.example"]}]}'`);
  const [item] = await open({ command: 'short' }).list();
  expect(item).toMatchObject({ vault_id: 'default', item_id: 'a', account: null, has_password: null });
});

it.each(['{"items":{}}', '{"item":{"values":{"BAD KEY":"x"}}}', '[]', '{"error":"nonsense"}'])(
  'does not take %s',
  async (answer) => {
    await program('odd', `echo '${answer}'`);
    const provider = open({ command: 'odd' });
    const call = answer.includes('item"') ? provider.read({ vault_id: 'v', item_id: 'i' }) : provider.list();
    await expect(call).rejects.toMatchObject({ code: 'provider_answer_invalid', details: { reason: 'unexpected' } });
  },
);

it('says that what is behind the program is locked', async () => {
  await program('vault', `echo '{"error":"locked"}'`);
  await expect(open({ command: 'vault' }).list()).rejects.toMatchObject({ code: 'provider_locked' });
});
