/** What the logins of an agent may use: the same rules at its creation and at every change. */
import type { Selectable, Updateable } from 'kysely';
import { sameSite } from '../../../contract/address/site.js';
import { DEFAULT_REAUTH_WAIT_SECONDS } from '../../../contract/agent/reauth-wait.js';
import type { CredentialReference } from '../../../contract/credentials/providers.js';
import type { AgentGrant } from '../../../contract/index.js';
import { AgentAuthError } from '../../../contract/index.js';
import { type Caller, requireScope } from '../access-keys/authorize.js';
import { markAgents } from '../changes/mark.js';
import { reschedule } from '../checks/schedule.js';
import type { VaultContext } from '../context.js';
import { findCredential } from '../credentials/find.js';
import { replan } from '../lifetimes/lives.js';
import { agentItem, forgetItem, nameProvider } from '../providers/reference.js';
import type { AgentsTable } from '../store/schema.js';
import type { Db } from '../store/transaction.js';
import { changeAccounts } from './account-change.js';
import { forgetConsents } from './consents.js';

type Agent = Selectable<AgentsTable>;
type Given = Omit<AgentGrant, 'id' | 'domain' | 'profile_name' | 'proxy'>;

/**
 * A list of other places in the grant: those outside the agent's site only by an admin key, or once one has allowed them.
 * @param given absent leaves the list as it was
 */
function places(
  caller: Caller,
  domain: string,
  given: readonly string[] | undefined,
  before: readonly string[],
): readonly string[] {
  if (given === undefined) return before;
  const wanted = [...new Set(given)];
  const foreign = wanted.some((other) => !sameSite(domain, other) && !before.includes(other));
  if (foreign) requireScope(caller, 'admin');
  return wanted;
}

/** The credential to link, if its values may be typed on the agent's site. */
async function linkable(
  db: Db,
  name: string | null,
  domain: string,
  allowed: readonly string[],
): Promise<string | null> {
  if (name === null) return null;
  const credential = await findCredential(db, name);
  const fits = sameSite(credential.domain, domain) || allowed.some((other) => sameSite(credential.domain, other));
  if (!fits) throw new AgentAuthError('domain_mismatch', { domain, credential_domain: credential.domain });
  return credential.id;
}

/** The stored credential that is named; a reference to a provider, or null, leaves that as it was. */
const nameOf = ({ credential, credential_name }: Given): string | null | undefined =>
  credential != null && 'name' in credential ? credential.name : credential_name;
/** Seconds. */
export const CHECK_INTERVAL = 3_600;

const toBit = (on: boolean): 0 | 1 => (on ? 1 : 0);

const listed = (text: string | undefined): readonly string[] => (text === undefined ? [] : JSON.parse(text));

/**
 * What is granted from now on. Absent members stay as they were.
 * @throws AgentAuthError `credential_not_found`, `domain_mismatch`, `forbidden`
 */
export async function granted(
  { ctx, db, caller }: { readonly ctx: VaultContext; readonly db: Db; readonly caller: Caller },
  domain: string,
  given: Given,
  before: Agent | undefined,
) {
  const allowed = places(caller, domain, given.allowed_domains, listed(before?.allowed_domains));
  const name = nameOf(given);
  return {
    allowed_domains: JSON.stringify(allowed),
    send_to: JSON.stringify(places(caller, domain, given.send_to, listed(before?.send_to))),
    credential_id: name === undefined ? (before?.credential_id ?? null) : await linkable(db, name, domain, allowed),
    login_url: given.login_url === undefined ? (before?.login_url ?? null) : given.login_url,
    stay_signed_in: toBit(given.stay_signed_in ?? before?.stay_signed_in !== 0),
    health_checks: toBit(given.health_checks ?? before?.health_checks !== 0),
    health_check_interval: given.health_check_interval ?? before?.health_check_interval ?? CHECK_INTERVAL,
    auto_reauth: toBit(given.auto_reauth ?? before?.auto_reauth !== 0),
    keep_alive: toBit(given.keep_alive ?? before?.keep_alive === 1),
    reauth_wait_seconds: given.reauth_wait_seconds ?? before?.reauth_wait_seconds ?? DEFAULT_REAUTH_WAIT_SECONDS,
    updated_at: ctx.clock(),
  };
}

/** Changes an agent, tells it so, and forgets what was so for the way it was. */
export async function writeGrant(
  { ctx, db }: { readonly ctx: VaultContext; readonly db: Db },
  before: Agent,
  change: Updateable<AgentsTable>,
): Promise<void> {
  const { id } = before;
  await changeAccounts(ctx, db, [id], () => db.updateTable('agents').set(change).where('id', '=', id).execute());
  const { updated_at, ...rights } = change;
  if (Object.entries(rights).some(([member, value]) => before[member as keyof typeof rights] !== value))
    await markAgents(ctx, db, [id]);
  const { health_check_interval: interval, keep_alive } = change;
  if (interval !== before.health_check_interval || keep_alive !== before.keep_alive) await reschedule(ctx, db, id);
  await replan(db, id);
  if (change.credential_id !== before.credential_id) await forgetConsents(db, id);
  // The way to log in with another account may be another one.
  if (change.credential_id !== before.credential_id || change.login_url !== before.login_url)
    await db.deleteFrom('learned_recipes').where('agent_id', '=', id).execute();
}

/**
 * What takes the place of an agent's reference to a provider: absent, it stays. Naming a stored credential alone ends one; both may be named, and
 * complete each other. Another item may be another account, whose way in may be another one.
 */
export async function refer(
  { ctx, db }: { readonly ctx: VaultContext; readonly db: Db },
  id: string,
  domain: string,
  credential: CredentialReference | null | undefined,
): Promise<void> {
  if (credential === undefined) return;
  const before = JSON.stringify(await agentItem(db, id));
  if (credential === null || 'name' in credential) await forgetItem(db, id);
  else await nameProvider(db, id, domain, credential);
  if (JSON.stringify(await agentItem(db, id)) === before) return;
  await forgetConsents(db, id);
  await db.deleteFrom('learned_recipes').where('agent_id', '=', id).execute();
  await markAgents(ctx, db, [id]);
}
