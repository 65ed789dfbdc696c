/** How long it takes to find the item of a site among 20,000. */
import { matchItems, type RankedItem, targetOf } from '../../activities/providers/matching/match.js';

const ITEMS = 20_000;
const ROUNDS = 20;
const ALLOWED_MS = 50;

const items = Array.from(
  { length: ITEMS },
  (_, index): RankedItem => ({
    vault_id: 'v',
    item_id: `i${index}`,
    title: `Item ${index}`,
    vault_name: 'Work',
    addresses: [
      { url: `https://login.site${index % 9000}.example/path?q=${index}`, reach: 'site' },
      { url: `site${index}.co.uk`, reach: index % 3 === 0 ? 'host' : 'site' },
    ],
    account: `user${index}`,
    has_password: true,
    has_totp: index % 2 === 0,
    version: '1',
    updated_at: '2026-01-01T00:00:00Z',
    priority: 0,
  }),
);

const times = Array.from({ length: ROUNDS }, (_, round) => {
  const start = performance.now();
  const { chosen } = matchItems(items, targetOf(`site${round + 9500}.co.uk`));
  if (chosen === null) throw new Error('Nothing was found.');
  return performance.now() - start;
}).sort((one, other) => one - other);

const [median, slowest] = [times[ROUNDS / 2]!, times.at(-1)!];
console.log(
  `${ITEMS} items: median ${median.toFixed(1)} ms, slowest ${slowest.toFixed(1)} ms (allowed: ${ALLOWED_MS} ms)`,
);
process.exitCode = median < ALLOWED_MS ? 0 : 1;
