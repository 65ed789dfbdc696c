import { describe, expect, it, vi } from 'vitest';
import { SdkThread } from '../../../../activities/providers/onepassword/sdk-thread.js';
import { THREAD } from '../benches/onepassword/index.js';
import { failure, saidOf, useCore } from './support.js';

const t = useCore();

describe('the thread', () => {
  it('that computes for ever is ended, and the next request has a new one', async () => {
    const thread = new SdkThread(THREAD, t.bench.token);
    await thread.ask({ ask: 'vaults' }, 60_000);
    t.bench.core.hangs = 'hard';
    const late = { code: 'provider_unavailable', details: { reason: 'timeout' } };
    const asked = [thread.ask({ ask: 'vaults' }, 300), thread.ask({ ask: 'items', vault_id: 'v' }, 60_000)];
    for (const error of await Promise.all(asked.map(failure))) expect(error).toMatchObject(late);
    t.bench.core.hangs = false;
    t.names();
    expect(await thread.ask({ ask: 'vaults' }, 60_000)).toHaveProperty('answer');
    expect(t.names()).toEqual(['init_client', 'VaultsList']);
    thread.restart();
  });

  it('ends with its connection, which asks nothing any more', async () => {
    const provider = t.bench.open();
    await provider.check();
    t.bench.core.hangs = 'soft';
    const asked = provider.check();
    provider.close?.();
    await expect(asked).rejects.toMatchObject({ code: 'provider_unavailable', details: { reason: 'failed' } });
    t.bench.core.hangs = false;
    t.names();
    await expect(provider.check()).rejects.toMatchObject({ code: 'provider_unavailable' });
    expect(t.names()).toEqual([]);
  });

  it('keeps no process alive that has nothing else to do', async () => {
    await t.bench.open().check();
    const ports = () => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort');
    await expect.poll(ports).toEqual([]);
  });

  it('ends when nobody has asked for a while', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const provider = t.bench.open();
    await provider.check();
    vi.advanceTimersByTime(9 * 60_000);
    await provider.check();
    expect(t.names()).toEqual(['init_client', 'VaultsList', 'VaultsList']);
    vi.advanceTimersByTime(11 * 60_000);
    await provider.check();
    expect(t.names()).toEqual(['init_client', 'VaultsList']);
  });

  const running = (program: string) =>
    new SdkThread(
      new URL(
        `data:text/javascript,${encodeURIComponent(`import { parentPort, workerData } from 'node:worker_threads'; ${program}`)}`,
      ),
      'canary-token',
    );

  it('has its token, and nothing of the environment or of the arguments', async () => {
    process.env.CANARY_OF_WORKER = 'canary';
    const thread = running(
      `parentPort.on('message', ({ id }) => parentPort.postMessage({ id, answer: [process.env, process.argv.slice(2), process.execArgv, workerData] }));`,
    );
    expect(await thread.ask({ ask: 'vaults' }, 10_000)).toMatchObject({
      answer: [{}, [], [], { token: 'canary-token' }],
    });
    thread.restart();
    delete process.env.CANARY_OF_WORKER;
  });

  it.each([
    ['that fails', `throw new Error('canary')`],
    ['that exits', `parentPort.on('message', () => process.exit(3))`],
    ['that cannot be read', `const = 'canary'`],
  ])('%s is told of without a word of it', async (_, program) => {
    const error = await failure(running(program).ask({ ask: 'vaults' }, 60_000));
    expect(error).toMatchObject({ code: 'provider_unavailable', details: { reason: 'failed' } });
    expect(saidOf(error)).not.toContain('canary');
  });
});
