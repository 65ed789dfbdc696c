import { afterEach, expect, it, vi } from 'vitest';
import { DatabaseBusy } from '../../../activities/vault/store/errors.js';
import { repeat } from '../../../activities/vault/store/transaction.js';

afterEach(() => void vi.restoreAllMocks());

it.each([
  [['database 25P04', 'connection_closed'], 'database 25P04'],
  [['connection_closed', 'database 53300'], 'database 53300'],
  [['connection_refused', 'database 57P03'], 'database 57P03'],
  [['connection_closed', 'connection_closed'], 'connection_closed'],
])('of %j, what a server said is told, and that it is gone only where it said nothing', async (causes, cause) => {
  const busy = causes.map((why) => new DatabaseBusy(why));
  const attempt = vi.fn(async () => {
    const error = busy.shift()!;
    // There is no more time for another try.
    if (busy.length === 0) vi.spyOn(performance, 'now').mockReturnValue(Number.POSITIVE_INFINITY);
    throw error;
  });
  await expect(repeat(attempt)).rejects.toMatchObject({ code: 'vault_unavailable', details: { cause } });
  expect(attempt).toHaveBeenCalledTimes(causes.length);
});
