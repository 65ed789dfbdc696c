import type { Selectable } from 'kysely';
import { sameSite } from '../../../contract/address/site.js';
import { providerOfSite } from '../../../contract/credentials/provider-of-site.js';
import { NAME_PATTERN } from '../../../contract/index.js';
import { isIdentifier } from '../../../contract/invocation/value-kinds.js';
import type { ClosedInvocation, CloseInvocation } from '../../../contract/steps.js';
import { markLinked } from '../changes/mark.js';
import type { VaultContext } from '../context.js';
import { type CredentialRow, findByName, findCredential } from '../credentials/find.js';
import { mergeValues, openValue, valueKeys } from '../credentials/values.js';
import { newId } from '../store/ids.js';
import type { AgentsTable } from '../store/schema.js';
import type { Db } from '../store/transaction.js';
import { copyTotp } from '../totp/stored.js';
import type { AskedQuestion } from '../types.js';
import { openKept } from './given-values.js';

type Agent = Selectable<AgentsTable>;

/** What says where the secrets of a credential may be typed. A value is saved where its own are the same, and copied nowhere else. */
type Home = Pick<CredentialRow, 'domain' | 'sso_provider'>;

/** What is saved as one credential. */
interface Group {
  readonly home: Home;
  readonly values: Record<string, string>;
}

const isHome = (one: Home, other: Home): boolean =>
  sameSite(one.domain, other.domain) && one.sso_provider === other.sso_provider;

/** The home of what was given to a page. Where none is noted, the login is from before that was done: then it is what the agent uses. */
function homeOf({ domain }: Agent, source: CredentialRow | null, page: AskedQuestion | null): Home {
  if (page === null) return source ?? { domain, sso_provider: null };
  if (page.provider !== null) return { domain, sso_provider: page.provider.toLowerCase() };
  if (sameSite(domain, page.site)) return { domain, sso_provider: null };
  if (source !== null && source.sso_provider === null && sameSite(source.domain, page.site)) return source;
  return { domain, sso_provider: providerOfSite(page.site) };
}

/** What was given, by where its secrets belong: the site's own first. Identifiers are for all of them. */
async function groupsOf(
  ctx: VaultContext,
  db: Db,
  agent: Agent,
  source: CredentialRow | null,
  input: CloseInvocation,
): Promise<Group[]> {
  const kept = await openKept(ctx, db, input);
  const identifiers = kept.filter(({ field }) => isIdentifier(field));
  const shared = Object.fromEntries(identifiers.map(({ field, value }) => [field, value]));
  const groups: Group[] = [];
  for (const { field, value, page } of kept.filter(({ field }) => !isIdentifier(field))) {
    const home = homeOf(agent, source, page);
    const group = groups.find((one) => isHome(one.home, home));
    if (group === undefined) groups.push({ home, values: { ...shared, [field]: value } });
    else group.values[field] = value;
  }
  const [first] = identifiers;
  if (groups.length === 0 && first !== undefined)
    groups.push({ home: source ?? homeOf(agent, null, first.page), values: shared });
  const isProviders = ({ home }: Group): number => (home.sso_provider === null ? 0 : 1);
  return groups.sort((one, other) => isProviders(one) - isProviders(other));
}

/** The credential to save into, or the name of a new one; `taken` where that is another site's. */
async function placeFor(
  db: Db,
  name: string,
  { home }: Group,
): Promise<CredentialRow | { readonly taken: boolean; readonly name: string }> {
  const named = await findByName(db, name);
  if (named === undefined) return { taken: false, name };
  if (isHome(named, home)) return named;
  if (home.sso_provider === null || !sameSite(named.domain, home.domain)) return { taken: true, name };
  const other = `${name}-${home.sso_provider}`;
  const second = await findByName(db, other);
  if (second === undefined) return { taken: !NAME_PATTERN.test(other), name: other };
  return isHome(second, home) ? second : { taken: true, name: other };
}

/**
 * Makes a credential with what the agent's present one holds, so that the next login needs no person: its identifiers, and its secrets where
 * they may be typed at the same places.
 */
async function createFrom(
  ctx: VaultContext,
  db: Db,
  name: string,
  home: Home,
  source: CredentialRow | null,
): Promise<CredentialRow> {
  const now = ctx.clock();
  const { domain, sso_provider } = home;
  const fresh: CredentialRow = {
    id: newId('cred'),
    name,
    domain,
    sso_provider,
    version: 1,
    created_at: now,
    updated_at: now,
  };
  await db.insertInto('credentials').values(fresh).execute();
  if (source === null) return fresh;
  const isSame = isHome(source, home);
  for (const key of await valueKeys(db, source.id)) {
    const value = isSame || isIdentifier(key) ? await openValue(ctx, db, source.id, key) : null;
    if (value !== null) await mergeValues(ctx, db, fresh, { [key]: value });
  }
  if (isSame) await copyTotp(ctx, db, source.id, fresh);
  return fresh;
}

/** Saves what people gave. See `saveGiven`. */
async function saveGroups(
  ctx: VaultContext,
  db: Db,
  name: string,
  source: CredentialRow | null,
  groups: readonly Group[],
): Promise<{ readonly saved: CredentialRow[]; readonly not_saved: string[] }> {
  const saved: CredentialRow[] = [];
  const not_saved: string[] = [];
  for (const group of groups) {
    const place = await placeFor(db, name, group);
    if ('taken' in place && place.taken) {
      not_saved.push(place.name);
      continue;
    }
    const before = 'taken' in place ? await createFrom(ctx, db, place.name, group.home, source) : place;
    const next: CredentialRow = { ...before, version: before.version + 1, updated_at: ctx.clock() };
    await mergeValues(ctx, db, next, group.values);
    await db.updateTable('credentials').set(next).where('id', '=', next.id).execute();
    saved.push(next);
  }
  return { saved, not_saved };
}

/**
 * Merges what a person gave, and the site took, into the credential of that name, and links it to the agent. What was typed at an identity
 * provider becomes a credential for that provider; both in one login make two, the second under the name and that of the provider.
 * @returns the name of the linked credential, null when there was nothing to save or the agent is gone; names that are another site's
 */
export async function saveGiven(ctx: VaultContext, db: Db, input: CloseInvocation): Promise<ClosedInvocation> {
  const name = input.save_credential_as;
  const agent = await db.selectFrom('agents').selectAll().where('id', '=', input.auth_agent_id).executeTakeFirst();
  if (name === null || !NAME_PATTERN.test(name) || agent === undefined) return { credential_name: null };
  const source = agent.credential_id === null ? null : await findCredential(db, agent.credential_id);
  const groups = await groupsOf(ctx, db, agent, source, input);
  const { saved, not_saved } = await saveGroups(ctx, db, name, source, groups);
  // Others that use it may wait for what was given here.
  for (const one of saved) await markLinked(ctx, db, one, agent.id);
  const [linked] = saved;
  if (linked !== undefined) {
    await db
      .updateTable('agents')
      .set({ credential_id: linked.id, updated_at: ctx.clock() })
      .where('id', '=', agent.id)
      .execute();
  }
  return { credential_name: linked?.name ?? null, ...(not_saved.length === 0 ? {} : { not_saved }) };
}
