import type { LoginRef } from '../../../contract/steps.js';
import type { VaultContext } from '../context.js';
import { findRunning, type InvocationRow } from '../invocations/find.js';
import { beginAs } from '../invocations/login-account.js';
import { keptFromSite } from '../ledger/held-back.js';
import { PAUSED_ASKS_AGAIN_MS, pauseOf } from '../pauses/pauses.js';
import { leaveTurn, takeTurn } from '../sites/turns.js';
import { newId } from '../store/ids.js';
import { type Db, inTransaction } from '../store/transaction.js';
import type { LoadedProfile, StoredProfile } from '../types.js';
import { takeProfile } from './holds.js';
import { type Jar, loadedBy, loadedPart } from './jar.js';
import { type Owners, readOwners } from './owners.js';
import { pinVersion } from './pins.js';
import { seenBy } from './seen.js';
import { siteOfDomain } from './session.js';
import { findProfileByName, openCurrent } from './versions.js';
import type { Account } from './whose.js';

async function read(
  ctx: VaultContext,
  db: Db,
  name: string,
  owners: Owners,
  { id, agent_id, domain }: Pick<InvocationRow, 'id' | 'agent_id' | 'domain'>,
  account: Account,
): Promise<StoredProfile | null> {
  const row = await findProfileByName(db, name);
  if (row === undefined) return null;
  await pinVersion(ctx, db, id, row);
  const jar = await openCurrent(ctx, db, row);
  const seen = seenBy(jar, account);
  const part = (of: Jar) => loadedPart(of, owners, agent_id, siteOfDomain(domain));
  // Where somebody else was led to is no way in for this one.
  const facts = part(jar) === part(seen) ? jar.facts[agent_id] : undefined;
  return {
    ...loadedBy(seen, owners, agent_id),
    facts: facts ?? { post_login_url: null, session_expires_at: null },
    account_labels: part(seen)?.made?.labels ?? [],
    version: row.version,
    ...(jar.browser ? { browser: jar.browser } : {}),
  };
}

/** Takes a login's turn and its sites, and hands out what it may load. See `LoginVault.loadProfile`. */
export const loadProfile = (ctx: VaultContext, ref: LoginRef, isWatched = false): Promise<LoadedProfile> =>
  inTransaction(ctx.db, async (db): Promise<LoadedProfile> => {
    const login = await findRunning(db, ref);
    const { profile_name: name, agent_id, domain } = login;
    if ((await pauseOf(db, { id: agent_id, domain })) !== null)
      return { kind: 'paused', ask_again_ms: PAUSED_ASKS_AGAIN_MS };
    const keptMs = await keptFromSite(ctx, db, login);
    if (keptMs > 0) return { kind: 'paused', ask_again_ms: Math.min(keptMs, PAUSED_ASKS_AGAIN_MS) };
    const owners = await readOwners(db, name);
    const { invocation_id, auth_agent_id } = ref;
    const hold = { invocation_id, auth_agent_id, opening: newId('hold') };
    const ask_again_ms = await takeTurn(ctx, db, domain, hold, isWatched);
    if (ask_again_ms !== null) return { kind: 'site_full', ask_again_ms };
    if (!(await takeProfile(ctx, db, name, owners, hold))) {
      await leaveTurn(db, hold);
      return { kind: 'in_use' };
    }
    const account = await beginAs(ctx, db, login);
    return { kind: 'loaded', hold, profile: await read(ctx, db, name, owners, login, account) };
  });
