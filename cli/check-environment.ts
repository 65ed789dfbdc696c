import { readServerConfig } from '../server/config.js';
import { readConfig } from '../worker/config.js';
import { readLogLevel } from '../worker/log.js';
import { type Environment, readTogether } from '../worker/read-environment.js';
import { readTemporal } from '../worker/temporal-environment.js';

/**
 * Checks the variables of all parts of a stack before the first of them starts.
 * @throws AgentAuthError `invalid_input`, naming the variables
 */
export const checkEnvironment = (env: Environment): unknown =>
  readTogether({
    level: () => readLogLevel(env),
    worker: () => readConfig(env),
    server: () => readServerConfig(env),
    temporal: () => readTemporal(env),
  });
