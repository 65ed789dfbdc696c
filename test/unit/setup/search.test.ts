import { appendFileSync } from 'node:fs';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { search } from '../../../worker/tools/search.js';
import type { Source, ToolKind } from '../../../worker/tools/types.js';
import { bareMachine, type Machine, put } from './context.js';

let machine: Machine;
beforeEach(() => {
  machine = bareMachine();
});

const source = (name: string, find: Source['find'], fetches = false): Source => ({
  name,
  find,
  fetches,
  timeoutMs: 50,
});
const kind = (sources: Source[], prove: ToolKind['prove'] = async () => ({ version: '1' })): ToolKind => ({
  label: 'Tool',
  sources,
  prove,
  remedy: 'Install it.',
});
const has = (path: string) => async () => ({ path });
const lacks = async () => ({ why: 'not here' });

test('takes the first source that has the tool', async () => {
  const [first, second] = [put(machine, 'first'), put(machine, 'second')];
  const tool = kind([source('a', lacks), source('b', has(first)), source('c', has(second))]);
  const result = await search(tool, machine, { fetch: true });
  expect(result).toEqual({
    tool: { path: first, version: '1', source: 'b' },
    tried: [{ source: 'a', why: 'not here' }],
  });
});

describe('no source can stop the search:', () => {
  test.each([
    ['throws', () => Promise.reject(new Error('broken')), 'broken'],
    ['hangs', () => new Promise<never>(() => undefined), 'no answer in 0.05 s'],
  ])('one that %s is passed over', async (_, find, why) => {
    const path = put(machine, 'tool');
    const result = await search(kind([source('bad', find), source('good', has(path))]), machine, { fetch: true });
    expect(result.tool?.path).toBe(path);
    expect(result.tried).toEqual([{ source: 'bad', why }]);
  });

  test('one whose program does not run here is passed over', async () => {
    const [broken, good] = [put(machine, 'broken'), put(machine, 'good')];
    const tool = kind([source('a', has(broken)), source('b', has(good))], async (found) =>
      found.path === broken ? { why: 'exec format error' } : { version: '2' },
    );
    const result = await search(tool, machine, { fetch: true });
    expect(result.tool).toMatchObject({ path: good, version: '2' });
    expect(result.tried[0]?.why).toContain('exec format error');
  });
});

test('a source that hangs is told to stop', async () => {
  let told: AbortSignal | undefined;
  const hangs: Source['find'] = (_, signal) => {
    told = signal;
    return new Promise(() => undefined);
  };
  await search(kind([source('a', hangs)]), machine, { fetch: true });
  expect(told?.aborted).toBe(true);
});

test('the network is used only where it is allowed, and said', async () => {
  const path = put(machine, 'tool');
  const tool = kind([source('the network', has(path), true)]);
  expect((await search(tool, machine, { fetch: false })).tool).toBeNull();
  expect(machine.said).toEqual([]);
  expect((await search(tool, machine, { fetch: true })).tool?.path).toBe(path);
  expect(machine.said).toEqual(['Tool: trying the network']);
});

describe('a program is started to look at it', () => {
  const prove = vi.fn(async () => ({ version: '1' }));
  const find = (path: string) => search(kind([source('a', has(path))], prove), machine, { fetch: false });
  beforeEach(() => prove.mockClear());

  test('once, and then never again', async () => {
    const path = put(machine, 'tool');
    await find(path);
    expect(await find(path)).toMatchObject({ tool: { version: '1' } });
    expect(prove).toHaveBeenCalledTimes(1);
  });

  test('again when the file has changed', async () => {
    const path = put(machine, 'tool');
    await find(path);
    appendFileSync(path, 'changed');
    await find(path);
    expect(prove).toHaveBeenCalledTimes(2);
  });

  test('again when another kind of user asks, for the sandbox depends on it', async () => {
    const path = put(machine, 'tool');
    await find(path);
    machine.isRoot = true;
    await find(path);
    expect(prove).toHaveBeenCalledTimes(2);
  });

  test('each time where nothing can be remembered', async () => {
    machine.cache = put(machine, 'a-file-where-the-cache-should-be');
    const path = put(machine, 'tool');
    await find(path);
    expect((await find(path)).tool?.path).toBe(path);
    expect(prove).toHaveBeenCalledTimes(2);
  });
});
