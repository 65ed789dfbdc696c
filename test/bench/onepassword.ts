/**
 * What 1Password's SDK costs a worker: `npm run bench:onepassword`. Memory without it, with it, and when its thread has ended; how long it takes to be there;
 * and how long the worker's main thread is held up meanwhile, and by a list of 20,000 items.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { onepasswordIn } from '../../activities/providers/onepassword/index.js';
import { SdkThread } from '../../activities/providers/onepassword/sdk-thread.js';
import { startCore } from '../unit/providers/benches/onepassword/core.js';
import { idOf, WORLD } from '../unit/providers/world.js';

const ITEMS = 20_000;
const at = (path: string): URL => new URL(path, pathToFileURL(`${process.cwd()}/`));

const megabytes = (): number => {
  globalThis.gc?.();
  return Math.round(process.memoryUsage().rss / 1e6);
};
const print = (line: object): void => console.log(JSON.stringify(line));

async function measured(name: string, work: () => Promise<unknown>): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const before = megabytes();
  const started = performance.now();
  await work();
  const ms = Math.round(performance.now() - started);
  delay.disable();
  print({ name, ms, main_thread_held_ms: Math.round(delay.max / 1e6), rss_mb: [before, megabytes()] });
}

const sdk = new SdkThread(at('dist/activities/providers/onepassword/thread.js'), 'ops_none');
await measured('the SDK is loaded, and refuses a token', () => sdk.ask({ ask: 'vaults' }, 60_000));
sdk.restart();
await new Promise((resolve) => setTimeout(resolve, 1000));
print({ name: 'its thread has ended', rss_mb: megabytes() });

const core = await startCore();
const [one] = WORLD;
core.items = Array.from({ length: ITEMS }, (_, index) => ({ ...one!, id: idOf(`i${index}x`), title: `item ${index}` }));
const options = { token: `ops_${core.port}_bench`, settings: {} };
const place = { folder: '/nowhere', timeoutMs: 60_000 };
const provider = onepasswordIn(at('test/unit/providers/benches/onepassword/thread.mjs')).open(options, place);
await measured(`a list of ${ITEMS} items (without their decryption)`, () => provider.list());
await measured('the same list, unchanged', () => provider.list());
await core.close();
