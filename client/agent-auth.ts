import type { Client } from '@temporalio/client';
import { DEFAULT_TASK_QUEUE } from '../contract/names.js';
import { accessKeyPath, defaultStateDir } from '../contract/stack-file.js';
import { agents } from './agents/index.js';
import { credentials } from './credentials/index.js';
import { keys } from './keys/index.js';
import { accessKeyFrom } from './lib/access-key.js';
import type { Caller } from './lib/caller.js';
import { remember } from './lib/remember.js';
import { findStack } from './lib/stack.js';
import { chooseTarget, connectTo } from './lib/target.js';
import { fetchVaultKey, isUsable } from './lib/vault-key.js';
import { profiles } from './profiles/index.js';
import { recipes } from './recipes/index.js';

export interface ConnectOptions {
  /** An existing Temporal client; it stays the caller's to close. */
  readonly client?: Client;
  /** `host:port` of Temporal. @default what `TEMPORAL_*` or a Temporal profile names, else the stack that runs on this machine */
  readonly address?: string;
  /** @default as `address` */
  readonly namespace?: string;
  /** Prefix of the task queues. @default `AGENT_AUTH_TASK_QUEUE`, else the running stack's, else `agent-auth` */
  readonly task_queue?: string;
  /** @default `AGENT_AUTH_ACCESS_KEY`, else the file */
  readonly access_key?: string;
  /** @default `AGENT_AUTH_ACCESS_KEY_FILE`, else `access-key` in the state folder */
  readonly access_key_file?: string;
  /** @default `AGENT_AUTH_STATE_DIR`, else `temporal-agent-auth` in `XDG_STATE_HOME` or `~/.local/state` */
  readonly state_dir?: string;
  /** Where people reach the hosted page. @default `AGENT_AUTH_PUBLIC_URL`, else the running stack's */
  readonly http_url?: string;
}

const CALLERS = new WeakMap<AgentAuth, Caller>();

/** What a connection makes its calls with: for the HTTP server, which does a verb of the client in two steps. */
export const callerOf = (auth: AgentAuth): Caller => CALLERS.get(auth)!;

const withVaultKey = (base: Omit<Caller, 'vaultKey'>): Caller => ({
  ...base,
  vaultKey: remember(() => fetchVaultKey(base), isUsable),
});

/**
 * Logged-in browser sessions for agents and automations. Talks to Temporal only; what is secret is sealed on its way.
 *
 * @example
 * const auth = await AgentAuth.connect();
 * const { profile_name } = await auth.agents.auth.ensure({ domain: 'example.com', profile_name: 'work' });
 * const context = await browser.newContext({ storageState: await auth.profiles.storageState(profile_name) });
 */
export class AgentAuth {
  readonly credentials: ReturnType<typeof credentials>;
  readonly agents: ReturnType<typeof agents>;
  readonly profiles: ReturnType<typeof profiles>;
  readonly keys: ReturnType<typeof keys>;
  readonly recipes: ReturnType<typeof recipes>;
  readonly #caller: Caller;
  readonly #close: () => Promise<void>;

  private constructor(caller: Caller, close: () => Promise<void>) {
    this.credentials = credentials(caller);
    this.agents = agents(caller);
    this.profiles = profiles(caller);
    this.keys = keys(caller);
    this.recipes = recipes(caller);
    this.#caller = caller;
    this.#close = close;
    CALLERS.set(this, caller);
  }

  /**
   * Connects to Temporal. The access key is read when a call needs it.
   * @throws AgentAuthError `no_stack`, `temporal_unavailable`, `temporal_forbidden`
   */
  static async connect(options: ConnectOptions = {}): Promise<AgentAuth> {
    const { env } = process;
    const stateDir = options.state_dir ?? defaultStateDir(env);
    const stack = await findStack(stateDir);
    const temporal = options.client ?? (await connectTo(chooseTarget(options, stack)));
    const keyFile = options.access_key_file ?? env.AGENT_AUTH_ACCESS_KEY_FILE;
    const accessKey = accessKeyFrom({
      text: options.access_key ?? (options.access_key_file ? undefined : env.AGENT_AUTH_ACCESS_KEY),
      files: keyFile ? [keyFile] : [stack?.access_key_file ?? accessKeyPath(stateDir)],
    });
    const task_queue = options.task_queue ?? env.AGENT_AUTH_TASK_QUEUE ?? stack?.task_queue ?? DEFAULT_TASK_QUEUE;
    const http_url =
      (options.http_url ?? env.AGENT_AUTH_PUBLIC_URL ?? stack?.http_url ?? null)?.replace(/\/$/, '') ?? null;
    return new AgentAuth(withVaultKey({ temporal, task_queue, http_url, accessKey }), async () => {
      if (!options.client) await temporal.connection.close();
    });
  }

  /** The same connection with another access key, for a server that acts for others. It stays this one's to close. */
  withAccessKey(access_key: string): AgentAuth {
    const { temporal, task_queue, http_url } = this.#caller;
    const accessKey = accessKeyFrom({ text: access_key, files: [] });
    return new AgentAuth(withVaultKey({ temporal, task_queue, http_url, accessKey }), async () => {});
  }

  /** Closes the connection that `connect` made. */
  close(): Promise<void> {
    return this.#close();
  }
}
