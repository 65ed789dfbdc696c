import { expect, it } from 'vitest';
import type { Database } from '../../../activities/vault/store/transaction.js';
import { whileRunning } from '../../../activities/vault/store/while-running.js';
import { AgentAuthError, ERRORS } from '../../../contract/errors/errors.js';

const refusedWith = (code: 'state_dir_unwritable' | 'state_dir_full' | 'state_dir_invalid') => {
  const attempt = () => Promise.reject(new AgentAuthError(code, { database: 'X' }));
  const running = whileRunning({ attempt } as unknown as Database, ['state_dir_unwritable', 'state_dir_full']);
  return running.attempt(async () => null, false).catch((error: unknown) => error);
};

it('a store that refuses a vault in use is away, and nobody is told to take another folder', async () => {
  const advice = expect.not.stringContaining('--state-dir');
  expect(await refusedWith('state_dir_unwritable')).toMatchObject({
    code: 'vault_unavailable',
    details: { database: 'X', advice },
  });
  expect(await refusedWith('state_dir_full')).toMatchObject({
    code: 'vault_unavailable',
    details: { advice: ERRORS.state_dir_full.next },
  });
  expect(await refusedWith('state_dir_invalid')).toMatchObject({ code: 'state_dir_invalid' });
});
