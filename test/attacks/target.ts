/** A stack that runs, and what an attack on it uses: agents, credentials and keys of its own, at a site of its own, which are gone afterwards. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { type AgentAuth, AgentAuthError, type AgentAuthInvocation } from '../../client/index.js';
import { callerOf } from '../../client/internal.js';
import { type HostileSite, serveHostile, WELCOME } from '../sites/hostile/serve.js';

/** Why an attack could not be tried. */
export class NotTried extends Error {}

export interface Target {
  readonly auth: AgentAuth;
  readonly temporal: Client;
  readonly taskQueue: string;
  readonly httpUrl: string | null;
  readonly site: HostileSite;
  /** Texts that stand nowhere else: what a person gives, and what the site writes. */
  readonly canaries: { readonly email: string; readonly password: string; readonly label: string };
  /** A login that waits for the password, at the site. */
  login(): Promise<AgentAuthInvocation>;
  /** Calls back when all is over. */
  undo(work: () => Promise<unknown>): void;
  clean(): Promise<void>;
}

const ESC = String.fromCharCode(0x1b);

const form = (label: string): string => `<h1>Sign in</h1><form method="post" action="/login">
  <label for="p">${label} ${ESC}[2J${ESC}]0;root\u0007 \u202edrow</label>
  <input type="hidden" name="email"><input id="p" name="password" type="password"><button>Sign in</button></form>`;

export async function aimAt(auth: AgentAuth): Promise<Target> {
  const { temporal, task_queue: taskQueue, http_url: httpUrl } = callerOf(auth);
  const name = `attacks-${randomUUID()}`;
  const unique = (): string => `canary${randomBytes(9).toString('hex')}`;
  const canaries = { email: `${unique()}@example.com`, password: unique(), label: `Password ${unique()}` };
  const site = await serveHostile(() => ({ '/': form(canaries.label), 'POST /login': WELCOME }));
  const undone: (() => Promise<unknown>)[] = [];
  let logins = 0;
  const { agents, credentials, profiles } = auth;
  return {
    auth,
    temporal,
    taskQueue,
    httpUrl,
    site,
    canaries,
    async login() {
      if (logins++ === 0) {
        await credentials.create({ name, domain: site.host, values: { email: canaries.email } });
        undone.push(() => credentials.delete(name));
      }
      const profile_name = `${name}-${logins}`;
      const agent = await agents.auth.create({ domain: site.host, profile_name, credential_name: name });
      undone.push(
        () => profiles.delete(profile_name).catch(() => undefined),
        () => agents.auth.delete(agent.id),
      );
      const { invocation_id } = await agents.auth.invocations.create({ auth_agent_id: agent.id });
      for await (const state of agents.auth.invocations.follow(invocation_id)) {
        if (state.step === 'awaiting_input') return state;
        if (state.status !== 'IN_PROGRESS')
          throw new NotTried(`the worker does not reach a site of this machine (${state.error_code})`);
      }
      throw new NotTried('the login did not begin');
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
