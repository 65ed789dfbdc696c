import type { AgentAuthError } from '../contract/errors/errors.js';
import { hasCode } from '../contract/errors/has-code.js';
import { defaultStateDir } from '../contract/machine/stack-file.js';
import { createLog, readLogLevel } from '../worker/log.js';
import type { RunPart } from '../worker/part-process.js';
import { type Environment, environmentError, readTogether } from '../worker/read-environment.js';
import { readTemporal } from '../worker/temporal-environment.js';
import { readServerConfig } from './config.js';
import { ownAccessKey } from './own-access-key.js';
import { runServer } from './run-server.js';

export interface ReadyServer {
  readonly url: string;
  readonly port: number;
}

/** What is wrong with the access key; null: nothing. */
async function faultOfKey(env: Environment): Promise<AgentAuthError | null> {
  try {
    await ownAccessKey(env, defaultStateDir(env));
    return null;
  } catch (error) {
    if (!hasCode(error, 'unauthorized')) throw error;
    const variable = env.AGENT_AUTH_ACCESS_KEY === undefined ? 'AGENT_AUTH_ACCESS_KEY_FILE' : 'AGENT_AUTH_ACCESS_KEY';
    return environmentError([{ variable, problem: 'Expected an access key of the vault' }]);
  }
}

/**
 * The HTTP side, for the Temporal that the environment names. It needs an access key and no vault.
 * @param alone no stack has started it, so that the environment has to say where Temporal is, and no other port will do than the one that it says
 */
export const serverPart =
  (alone: boolean): RunPart<ReadyServer> =>
  async (env, { others, ready }) => {
    await others();
    const fault = await faultOfKey(env);
    const { level, config } = readTogether({
      level: () => readLogLevel(env),
      config: () => readServerConfig(env),
      temporal: () => readTemporal(env, alone),
      accessKey: () => {
        if (fault !== null) throw fault;
      },
    });
    const log = createLog(level);
    const server = await runServer({ ...config, exactPort: alone }, log);
    try {
      await server.checkVault();
      log.info('the server is ready');
      await ready({ url: server.url, port: server.port });
      log.info('the server stops');
    } finally {
      await server.stop();
    }
  };
