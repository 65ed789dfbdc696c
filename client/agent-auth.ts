import type { Client } from '@temporalio/client';
import { accessKeyPath, defaultStateDir } from '../contract/machine/stack-file.js';
import { DEFAULT_TASK_QUEUE } from '../contract/names.js';
import { AuthAgents } from './agents/auth-agents.js';
import type { Caller } from './caller.js';
import { CredentialProviders } from './credential-providers.js';
import { Credentials } from './credentials.js';
import { Events } from './events.js';
import { Keys } from './keys.js';
import { Profiles } from './profiles.js';
import { Recipes } from './recipes.js';
import { findStack } from './stack/find-stack.js';
import { chooseTarget, connectTo } from './temporal/target.js';
import { accessKeyFrom } from './vault/access-key.js';
import { remember } from './vault/remember.js';
import { fetchVaultKey, isUsable } from './vault/vault-key.js';
import { Webhooks } from './webhooks.js';

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

/** The caller behind a connection, for the HTTP server, which splits one method of the client into two steps. */
export const callerOf = (auth: AgentAuth): Caller => CALLERS.get(auth)!;

const withVaultKey = (base: Omit<Caller, 'vaultKey'>): Caller => ({
  ...base,
  vaultKey: remember(() => fetchVaultKey(base), isUsable),
});

/**
 * Logged-in browser sessions for agents and automations. Talks to Temporal only; secrets are sealed on the way.
 *
 * @example
 * const auth = await AgentAuth.connect();
 * const { profile_name } = await auth.agents.auth.ensure({ domain: 'example.com', profile_name: 'work' });
 * const context = await browser.newContext({ storageState: await auth.profiles.storageState(profile_name) });
 */
export class AgentAuth {
  /** Values that logins fill in. */
  readonly credentials: Credentials;
  /** Vaults that people already have, as a source of such values. */
  readonly credentialProviders: CredentialProviders;
  /** `agents.auth`: the agents that keep profiles logged in, and their logins. */
  readonly agents: { readonly auth: AuthAgents };
  /** Saved browser sessions. */
  readonly profiles: Profiles;
  /** Access keys, by which the vault authorises callers. */
  readonly keys: Keys;
  /** What successful logins have learned about their sites. */
  readonly recipes: Recipes;
  /** What happened to agents and their logins. */
  readonly events: Events;
  /** Where events are sent to. */
  readonly webhooks: Webhooks;
  readonly #caller: Caller;
  readonly #close: () => Promise<void>;

  private constructor(caller: Caller, close: () => Promise<void>) {
    this.credentials = new Credentials(caller);
    this.credentialProviders = new CredentialProviders(caller);
    this.agents = { auth: new AuthAgents(caller) };
    this.profiles = new Profiles(caller);
    this.keys = new Keys(caller);
    this.recipes = new Recipes(caller);
    this.events = new Events(caller);
    this.webhooks = new Webhooks(caller);
    this.#caller = caller;
    this.#close = close;
    CALLERS.set(this, caller);
  }

  /**
   * Connects to Temporal. The access key is read when a call needs it.
   *
   * @param options where Temporal is, and the access key for the vault. @default the stack that runs on this machine
   * @throws AgentAuthError `no_stack`, `temporal_unavailable`, `temporal_forbidden`, `invalid_input` (what a Temporal profile says):
   *   `ConnectError`
   * @example
   * const auth = await AgentAuth.connect({ address: 'temporal.internal:7233', namespace: 'logins' });
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
    // Where the stack's server ends and somebody else has its port when it comes back, it listens elsewhere.
    const httpUrl = async () => {
      const stackNow = stack && ((await findStack(stateDir)) ?? stack);
      return (options.http_url ?? env.AGENT_AUTH_PUBLIC_URL ?? stackNow?.http_url)?.replace(/\/$/, '') ?? null;
    };
    return new AgentAuth(withVaultKey({ temporal, task_queue, httpUrl, accessKey }), async () => {
      if (!options.client) await temporal.connection.close();
    });
  }

  /**
   * The same connection with another access key, for a server that acts for others. It stays this one's to close.
   *
   * @param access_key full text of the key; checked only when a call needs it, which throws AgentAuthError `unauthorized` if it is invalid
   * @example
   * const { scopes } = await auth.withAccessKey(process.env.CALLERS_KEY ?? '').keys.check();
   */
  withAccessKey(access_key: string): AgentAuth {
    const { temporal, task_queue, httpUrl } = this.#caller;
    const accessKey = accessKeyFrom({ text: access_key, files: [] });
    return new AgentAuth(withVaultKey({ temporal, task_queue, httpUrl, accessKey }), async () => {});
  }

  /**
   * Closes the connection that `connect` made; a client that was passed in stays open.
   *
   * @example
   * await auth.close();
   */
  close(): Promise<void> {
    return this.#close();
  }
}
