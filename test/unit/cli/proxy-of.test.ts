import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import type { Io } from '../../../cli/terminal/io.js';
import { proxyOf } from '../../../cli/terminal/proxy-of.js';

const signal = new AbortController().signal;
const ioWith = (more: Partial<Io>) => ({ interactive: false, signal, err: () => undefined, ...more }) as Io;
const BY = { proxy: 'socks5://proxy.example:1080', proxyUsername: 'ada' };
const proxy = (password?: string) => ({ proxy: { server: BY.proxy, username: 'ada', password } });

afterEach(() => vi.unstubAllEnvs());

it('takes the password from a file, the environment or a hidden prompt, in this order', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'proxy-'));
  const file = join(folder, 'password');
  await writeFile(file, ' of the file \n');
  const asked = ioWith({ interactive: true, askHidden: async () => 'typed' });
  expect(await proxyOf(asked, BY)).toEqual(proxy('typed'));
  vi.stubEnv('AGENT_AUTH_PROXY_PASSWORD', 'of the environment');
  expect(await proxyOf(asked, BY)).toEqual(proxy('of the environment'));
  expect(await proxyOf(asked, { ...BY, proxyPasswordFile: file })).toEqual(proxy(' of the file '));
  const piped = ioWith({ readStdin: async () => Buffer.from('piped\n') });
  expect(await proxyOf(piped, { ...BY, proxyPasswordFile: '-' })).toEqual(proxy('piped'));
  await rm(folder, { recursive: true });
});

it('says nothing of a proxy where no option does, and takes it away by name', async () => {
  vi.stubEnv('AGENT_AUTH_PROXY_PASSWORD', 'unused');
  expect(await proxyOf(ioWith({}), {})).toEqual({});
  expect(await proxyOf(ioWith({}), { proxy: 'none' })).toEqual({ proxy: null });
  expect(await proxyOf(ioWith({}), { proxy: 'proxy.example:3128' })).toEqual({
    proxy: { server: 'proxy.example:3128' },
  });
  await expect(proxyOf(ioWith({}), { proxyUsername: 'ada' })).rejects.toMatchObject({ code: 'invalid_input' });
});
