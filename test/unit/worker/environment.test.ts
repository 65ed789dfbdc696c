import { describe, expect, it } from 'vitest';
import type { AgentAuthError } from '../../../contract/errors/errors.js';
import { readServerConfig } from '../../../server/config.js';
import { readConfig } from '../../../worker/config.js';
import { readLogLevel } from '../../../worker/log.js';
import { type Environment, readTogether } from '../../../worker/read-environment.js';
import { readTemporal } from '../../../worker/temporal-environment.js';

const SECRET = 'canary-5512';

/** What is said of an environment that no program starts with. */
function refused(read: (env: Environment) => unknown, env: Environment): AgentAuthError {
  try {
    read(env);
  } catch (error) {
    return error as AgentAuthError;
  }
  throw new Error('it was accepted');
}
const all = (env: Environment) =>
  readTogether({
    level: () => readLogLevel(env),
    worker: () => readConfig(env),
    temporal: () => readTemporal(env, true),
  });

describe('an environment', () => {
  it('is told all its faults at once, by name and with what was expected, never with a value', () => {
    const { code, details } = refused(all, {
      AGENT_AUTH_MAX_PAGES: SECRET,
      AGENT_AUTH_CDP_URL: SECRET,
      AGENT_AUTH_ARTEFACTS: SECRET,
      AGENT_AUTH_LOG_LEVEL: SECRET,
      AGENT_AUTH_TASK_QUEUE: `${SECRET}/`,
      AGENT_AUTH_DEPLOYMENT: `${SECRET}.`,
      TEMPORAL_ADDRESS: `https://${SECRET}/`,
      TEMPORAL_CONFIG_FILE: `/${SECRET}`,
    });
    expect(code).toBe('invalid_input');
    expect((details.variables as string[]).toSorted()).toEqual([
      'AGENT_AUTH_ARTEFACTS',
      'AGENT_AUTH_CDP_URL',
      'AGENT_AUTH_DEPLOYMENT',
      'AGENT_AUTH_LOG_LEVEL',
      'AGENT_AUTH_MAX_PAGES',
      'AGENT_AUTH_TASK_QUEUE',
      'TEMPORAL_ADDRESS',
      'TEMPORAL_CONFIG_FILE',
    ]);
    expect(details.problems).toContain('AGENT_AUTH_MAX_PAGES: Expected a whole number from 1 to 100');
    expect(JSON.stringify(details)).not.toContain(SECRET);
  });

  it.each(['', ' ', '4 ', '1e1', '0x10', '4.0', '-1', '+4', '0', '101', '9'.repeat(400), '４'])(
    'takes %j for no number of pages',
    (text) => {
      expect(refused(readConfig, { AGENT_AUTH_MAX_PAGES: text }).details.variables).toEqual(['AGENT_AUTH_MAX_PAGES']);
    },
  );

  it('opens no port of the worker and takes part in no versioning unless it says so', () => {
    expect(readConfig({})).toMatchObject({ port: null, deployment: null, drainMs: 20_000 });
    expect(readConfig({ AGENT_AUTH_WORKER_PORT: '9464' }).port).toEqual({ host: '127.0.0.1', port: 9464 });
    expect(readServerConfig({ AGENT_AUTH_DRAIN_SECONDS: '30' }).drainMs).toBe(30_000);
  });

  it.each([
    [{ AGENT_AUTH_DEPLOYMENT: 'logins' }, 'AGENT_AUTH_BUILD_ID'],
    [{ AGENT_AUTH_BUILD_ID: '1.2.0' }, 'AGENT_AUTH_DEPLOYMENT'],
  ])('with half of a version (%j) misses %s', (env, variable) => {
    expect(refused(readConfig, env).details.variables).toEqual([variable]);
  });

  it.each([
    [{ TEMPORAL_TLS_CLIENT_CERT_DATA: 'x' }, 'TEMPORAL_TLS_CLIENT_KEY_PATH'],
    [{ TEMPORAL_TLS_CLIENT_KEY_DATA: 'x' }, 'TEMPORAL_TLS_CLIENT_CERT_PATH'],
    [{}, 'TEMPORAL_ADDRESS'],
    [{ TEMPORAL_ADDRESS: '' }, 'TEMPORAL_ADDRESS'],
    [{ TEMPORAL_ADDRESS: 'a b:7233' }, 'TEMPORAL_ADDRESS'],
  ])('that says %j of Temporal misses %s', (env: Environment, variable) => {
    const found = refused((given) => readTemporal(given, true), env).details.variables;
    expect(found).toContain(variable);
  });
});
