/**
 * `stack.json`, by which the client and the command line find a running stack. Addresses and ids, no secret.
 * Not part of `contract/index.ts`: workflows must not load it.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const address = z.string().min(1);

/** `stack.json`: written when the stack is ready, removed when it stops. A process that was killed leaves it behind: look at `pids.up`. */
export const stackFileSchema = z.object({
  /** `host:port` of Temporal's frontend. */
  temporal_address: address,
  namespace: z.string().min(1),
  /** Prefix of the task queues. */
  task_queue: z.string().min(1),
  /** Temporal's Web UI. */
  ui_url: address.nullable(),
  http_url: address.nullable(),
  sample_url: address.nullable(),
  /** Absolute path of the access key. */
  access_key_file: z.string().min(1),
  /** Process ids by part: `up`, and `temporal`, `worker`, `sample` where they are processes of their own. */
  pids: z.object({ up: z.int().positive() }).catchall(z.int().positive()),
});
export type StackFile = z.infer<typeof stackFileSchema>;

/**
 * The state folder: `AGENT_AUTH_STATE_DIR`, else `temporal-agent-auth` in `XDG_STATE_HOME`, else in `~/.local/state`
 * (XDG Base Directory Specification 0.8; a relative XDG path is ignored, as it demands).
 */
export function defaultStateDir(env: Readonly<Record<string, string | undefined>> = process.env): string {
  if (env.AGENT_AUTH_STATE_DIR) return env.AGENT_AUTH_STATE_DIR;
  const xdg = env.XDG_STATE_HOME?.startsWith('/') ? env.XDG_STATE_HOME : undefined;
  return join(xdg ?? join(homedir(), '.local', 'state'), 'temporal-agent-auth');
}

export const stackFilePath = (stateDir: string): string => join(stateDir, 'stack.json');
/** Made with the state folder, mode 0600. */
export const accessKeyPath = (stateDir: string): string => join(stateDir, 'access-key');

/** Whether the environment names a Temporal: then the worker and the clients use that one. */
export const namesTemporal = (env: Readonly<Record<string, string | undefined>> = process.env): boolean =>
  Boolean(env.TEMPORAL_ADDRESS || env.TEMPORAL_PROFILE || env.TEMPORAL_CONFIG_FILE);
