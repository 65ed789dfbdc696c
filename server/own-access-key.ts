import { accessKeyFrom } from '../client/internal.js';
import { accessKeyPath } from '../contract/machine/stack-file.js';
import type { Environment } from '../worker/read-environment.js';

/**
 * The server's own access key: the environment's, else the state folder's.
 * @throws AgentAuthError `unauthorized`
 */
export async function ownAccessKey(env: Environment, stateDir: string): Promise<string> {
  const { AGENT_AUTH_ACCESS_KEY: text, AGENT_AUTH_ACCESS_KEY_FILE: file } = env;
  return (await accessKeyFrom({ text, files: [file ?? accessKeyPath(stateDir)] })()).text;
}
