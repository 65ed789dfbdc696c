import { beginChecksOf } from '../checks/begin.js';
import type { VaultContext } from '../context.js';
import { findRunning, type InvocationRow } from '../invocations/find.js';
import { loginAccount } from '../invocations/login-account.js';
import { settleProven } from '../ledger/settle.js';
import { sessionBrought } from '../reauth/brought.js';
import { fromText } from '../store/times.js';
import { type Db, inTransaction } from '../store/transaction.js';
import type { SavedProfile, SaveProfile } from '../types.js';
import { endAfterLogin } from './end-others.js';
import { confirmHold, release } from './holds.js';
import { beganAfter, EMPTY_JAR, type Jar, loadedPart, type Part, sitesIn } from './jar.js';
import { isSame, mergeSessions } from './merge.js';
import { isOwner, mayUse, type Owners, readOwners } from './owners.js';
import { type Base, GONE, readBase } from './pins.js';
import { seenBy, withOthers } from './seen.js';
import { EMPTY_SESSION, isEmpty, ofSite, type Session, siteOfDomain, sitesOf } from './session.js';
import { findProfileByName, openNow, type ProfileRow, writeVersion } from './versions.js';
import { type LoginAccount, madeIn } from './whose.js';

/** What a login saves, and what it goes by. */
export interface Saving {
  readonly owners: Owners;
  readonly agentId: string;
  /** The site of its agent: there the session was proven. */
  readonly ownSite: string;
  /** The profile as the login loaded it. */
  readonly base: Base;
  readonly ours: Session;
  /** Whose the session is. */
  readonly whose: LoginAccount;
  /** Ms since the epoch. */
  readonly now: number;
}

/** Without a change of somebody else, ours is what there is: also what is missing in it. */
function mergedAt(
  { base, ownSite, ours, owners, agentId, now }: Saving,
  site: string,
  theirs: Part | undefined,
): Session {
  const here = ofSite(ours, site);
  const there = theirs?.session ?? EMPTY_SESSION;
  const loaded = loadedPart(base.jar ?? EMPTY_JAR, owners, agentId, site)?.session ?? EMPTY_SESSION;
  // Of two sessions one counts, whole: ours was proven now, unless the login has only passed there.
  if (theirs !== undefined && beganAfter(theirs, base.version))
    return site !== ownSite && isSame(loaded, here) ? there : here;
  const before = (theirs?.version ?? 0) <= base.version ? there : loaded;
  return mergeSessions({ base: before, theirs: there, ours: here, proven: 'ours', now });
}

/** The parts of a site after a login has saved: theirs where it names the site, its own where nobody does. */
function written(jar: Jar, saving: Saving, site: string, version: number): readonly Part[] {
  const before = jar.parts.filter((part) => part.site === site);
  const { owners, agentId, ownSite, now, base } = saving;
  if (!mayUse(owners, agentId, site)) return before;
  // What somebody has deleted does not come back: where the login has only passed, nobody knows what it has changed.
  if (base.isGone && !isOwner(owners, agentId, site)) return before;
  const theirs = loadedPart(jar, owners, agentId, site);
  const session = mergedAt(saving, site, theirs);
  // It has seen nothing there, and brought nothing: what others have left is not its to delete.
  if (theirs === undefined && isEmpty(session)) return before;
  const owner = isOwner(owners, agentId, site) ? null : agentId;
  // What was imported for all is read in place, until a login changes it.
  const staysWhere = theirs !== undefined && (owner !== null || (theirs.owner === null && !theirs.for_all));
  const made = madeIn(saving.whose, theirs?.made);
  const proof = site === ownSite ? { proven_at: now } : {};
  if (staysWhere && isSame(theirs.session, session))
    return before.map((part) => (part === theirs ? { ...proved(part, site === ownSite), ...proof, made } : part));
  const others = before.filter((part) => part.owner !== owner && part.owner !== agentId);
  // An empty part of its own hides from a login what was imported for all.
  const hides = owner !== null && others.some((part) => part.owner === null);
  if (isEmpty(session) && !hides) return others;
  const began = theirs && (beganAfter(theirs, saving.base.version) ? version : theirs.began);
  const named = owner === null && site !== ownSite ? { written_for: [...(owners.get(site) ?? [])].sort() } : {};
  const part: Part = { site, owner, for_all: false, version, session, made, ...named, ...proof };
  return [...others, began === undefined ? part : { ...part, began }];
}

function proved({ unproven: _, written_for, ...part }: Part, isAtHome: boolean): Part {
  return isAtHome || written_for === undefined ? part : { ...part, written_for };
}

/** The profile with what a login saves in it. */
export function withSaved(
  jar: Jar,
  saving: Saving,
  { facts, browser = null }: Omit<Jar, 'parts' | 'aside'>,
  version: number,
): Jar {
  const sites = [...new Set([...sitesIn(jar), ...sitesOf(saving.ours)])].sort();
  const parts = sites.flatMap((site) => written(jar, saving, site, version));
  return { parts, facts: { ...jar.facts, ...facts }, browser: jar.browser ?? browser };
}

/** Whether somebody has written what this login would write since it loaded it. */
const isStale = (jar: Jar, { owners, agentId, base }: Saving): boolean =>
  sitesIn(jar).some((site) => (loadedPart(jar, owners, agentId, site)?.version ?? 0) > base.version);

/** Whether this login's session takes the place of one that was imported, or gone back to, while it ran. */
function replacesAnother(jar: Jar, { owners, agentId, ownSite, base }: Saving): boolean {
  const theirs = loadedPart(jar, owners, agentId, ownSite);
  return theirs !== undefined && beganAfter(theirs, base.version);
}

async function baseOf(
  ctx: VaultContext,
  db: Db,
  { invocation_id, base_version }: SaveProfile,
  row: ProfileRow | undefined,
): Promise<Base> {
  if (base_version === null) return { jar: null, version: 0 };
  return row === undefined ? GONE : readBase(ctx, db, row, invocation_id, base_version);
}

async function savingOf(
  ctx: VaultContext,
  db: Db,
  save: SaveProfile,
  { profile_name: name, domain }: InvocationRow,
  row: ProfileRow | undefined,
  whose: LoginAccount,
): Promise<Saving> {
  const { auth_agent_id: agentId, storage_state, session_storage } = save;
  const base = await baseOf(ctx, db, save, row);
  return {
    owners: await readOwners(db, name),
    agentId,
    ownSite: siteOfDomain(domain),
    base: { ...base, jar: base.jar && seenBy(base.jar, whose.account) },
    now: ctx.clock(),
    ours: { storage_state, session_storage },
    whose,
  };
}

/** Saves a verified session to the profile of its login. See `LoginVault.saveProfile`. */
export function saveProfile(ctx: VaultContext, save: SaveProfile): Promise<SavedProfile | null> {
  const { auth_agent_id, post_login_url, session_expires_at } = save;
  const facts = { [auth_agent_id]: { post_login_url, session_expires_at } };
  return inTransaction(ctx.db, async (db) => {
    const login = await findRunning(db, save);
    const { profile_name: name, id } = login;
    const whose = await loginAccount(ctx, db, save, save.account_labels ?? null);
    // What was made for one account is never saved for another one.
    if (whose === null) {
      await release(db, save);
      return null;
    }
    const row = await findProfileByName(db, name);
    const saving = await savingOf(ctx, db, save, login, row, whose);
    const jar = await openNow(ctx, db, row);
    const seen = seenBy(jar, whose.account);
    const hold = await confirmHold(ctx, db, name, saving.owners, save);
    if (hold === 'lost' || (hold === 'lapsed' && isStale(seen, saving))) {
      await release(db, save);
      return null;
    }
    const ours = withSaved(seen, saving, { facts, browser: save.browser ?? null }, (row?.version ?? 0) + 1);
    const next = withOthers(jar, seen, ours);
    const { version } = await writeVersion(ctx, db, name, row, next, 'login');
    await endAfterLogin(ctx, db, login, { owners: saving.owners, before: jar, after: next });
    await release(db, save);
    // By this the login may end in success.
    const saved = {
      saved_at: ctx.clock(),
      session_expires_at: fromText(session_expires_at),
      post_login_url: save.shown_url,
    };
    await db.updateTable('invocations').set(saved).where('id', '=', id).execute();
    await settleProven(ctx, db, save.invocation_id, auth_agent_id);
    await beginChecksOf(ctx, db, login, save.leads ?? null);
    await sessionBrought(ctx, db, name, { id: auth_agent_id, domain: login.domain });
    return replacesAnother(seen, saving) ? { version, replaced: true } : { version };
  });
}
