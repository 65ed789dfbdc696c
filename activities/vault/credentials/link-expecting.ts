import { sameSite } from '../../../contract/address/site.js';
import { providerHosts } from '../../../contract/credentials/identity-providers.js';
import { markAgents } from '../changes/mark.js';
import type { VaultContext } from '../context.js';
import { lastPage } from '../invocations/questions.js';
import type { Db } from '../store/transaction.js';
import type { CredentialRow } from './find.js';

interface Waiting {
  readonly domain: string;
  readonly invocation: string;
}

/** Whether a login is at the provider that a credential is for: there its secrets are what it waits for. */
async function isAtProvider(db: Db, { domain, invocation }: Waiting, provider: string): Promise<boolean> {
  const page = await lastPage(db, invocation);
  if (page === undefined) return false;
  if (page.provider !== null) return page.provider.toLowerCase() === provider.toLowerCase();
  // A provider without hosts of its own is at another site of the grant.
  return providerHosts(provider).length === 0 && !sameSite(page.site, domain);
}

/**
 * Links a new credential to the agents without one whose login in progress would have saved the answers of people under its name, on its site: it
 * answers what they wait for. One for a provider answers at the provider only; elsewhere its name is taken (ADR 0017).
 */
export async function linkExpecting(ctx: VaultContext, db: Db, credential: CredentialRow): Promise<void> {
  const { id, name, domain, sso_provider } = credential;
  const waiting = await db
    .selectFrom('invocations')
    .innerJoin('agents', 'agents.id', 'invocations.agent_id')
    .select(['agents.id', 'agents.domain', 'invocations.id as invocation'])
    .where('invocations.ended_at', 'is', null)
    .where('invocations.save_credential_as', '=', name)
    .where('agents.credential_id', 'is', null)
    .execute();
  const fitting: string[] = [];
  for (const agent of waiting.filter((one) => sameSite(one.domain, domain)))
    if (sso_provider === null || (await isAtProvider(db, agent, sso_provider))) fitting.push(agent.id);
  if (fitting.length === 0) return;
  await db
    .updateTable('agents')
    .set({ credential_id: id, updated_at: ctx.clock() })
    .where('id', 'in', fitting)
    .execute();
  await markAgents(ctx, db, fitting);
}
