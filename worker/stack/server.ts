import type { StackFile } from '../../contract/machine/stack-file.js';
import { builtFile } from '../built-file.js';
import { readConfig } from '../config.js';
import type { StartProcess } from '../supervise.js';
import { type OwnProcess, startOwnProcess } from './own-process.js';
import { GRACE_MS, type StackParts } from './parts.js';
import { portOf } from './stack-file.js';

const HTTP_PORT = 7400;

/** Port that the server listened on the last time, so that links stay valid; not when `AGENT_AUTH_PUBLIC_URL` named another address. */
const knownPort = (before: StackFile | null): number | null =>
  before?.http_url?.startsWith('http://127.0.0.1:') ? portOf(before.http_url) : null;

/**
 * Starts the HTTP server on the port that the environment names, else on the one that it had before.
 * @param others says where Temporal is, when the worker is there, who makes the access key and answers for the vault
 * @returns how clients and people reach it now: where it was started again, somebody else may have its port meanwhile
 */
export async function startServer(
  parts: StackParts,
  before: StackFile | null,
  env: NodeJS.ProcessEnv,
  others: OwnProcess['others'],
): Promise<() => string> {
  const file = builtFile('server', 'server-process.js');
  let wanted = env.AGENT_AUTH_HTTP_PORT ?? String(knownPort(before) ?? HTTP_PORT);
  let url = '';
  const graceMs = readConfig(env).drainMs + GRACE_MS;
  const start: StartProcess = async (onSpawn) => {
    const { child, ready } = await startOwnProcess<{ readonly url: string; readonly port: number }>({
      file,
      env: { ...env, AGENT_AUTH_HTTP_PORT: wanted },
      late: 'internal_error',
      graceMs,
      others,
      onSpawn,
    });
    ({ url } = ready);
    wanted = String(ready.port);
    return child;
  };
  await parts.keep('server', start, graceMs);
  return () => url;
}
