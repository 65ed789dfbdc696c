import { expect, it } from 'vitest';
import { readConfig } from '../../../worker/config.js';
import { withoutVault } from '../../../worker/vault-variables.js';

const URL = { AGENT_AUTH_DATABASE_URL: 'postgres://user:pw@db.example.com/vault' };

it.each([
  ['in a file', { AGENT_AUTH_MASTER_KEY_FILE: '/run/secrets/master-key' }],
  ['in the environment', { AGENT_AUTH_MASTER_KEY: 'key' }],
])('a program that has nothing to do with the vault starts where its master key is %s', (_where, key) => {
  const env = { ...URL, ...key, AGENT_AUTH_TASK_QUEUE: 'own' };
  expect(readConfig(env).postgres).toBeDefined();
  const rest = withoutVault(env);
  expect(rest).toEqual({ AGENT_AUTH_TASK_QUEUE: 'own' });
  expect(readConfig(rest).postgres).toBeUndefined();
});
