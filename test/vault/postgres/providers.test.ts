import { expect, it, onTestFinished } from 'vitest';
import { createProviders } from '../../../activities/providers/index.js';
import { connectBench } from '../../unit/providers/benches/onepassword-connect.js';
import { login } from '../support/provider.js';
import { openWorkers } from './support.js';

it('a provider is listed once, however many workers want its items at the same moment', async () => {
  const bench = await connectBench();
  onTestFinished(() => bench.close());
  await bench.fill([login('shop')]);
  const t = await openWorkers({ providers: createProviders({ folder: '/nowhere' }) });
  const settings = { host: bench.address };
  const { token } = bench;
  await t.admin('providers.create', { name: 'op', provider_type: 'onepassword_connect', token, settings });
  const ask = { id_or_name: 'op' } as const;
  const lists = await Promise.all([
    t.admin('providers.items', ask),
    t.adminOfTwo('providers.items', ask),
    t.admin('providers.items', ask),
    t.adminOfTwo('providers.items', ask),
  ]);
  expect(lists.map(({ items }) => items.map(({ title }) => title))).toEqual(lists.map(() => ['shop']));
  expect(bench.requests.filter((path) => path.endsWith('/items'))).toHaveLength(1);
  // What one of them has listed, the other believes as well.
  expect((await t.adminOfTwo('providers.items', ask)).items).toHaveLength(1);
  expect(bench.requests.filter((path) => path.endsWith('/items'))).toHaveLength(1);
});
