import type { CheckedSession } from '../../../contract/agent/session-check.js';
import { endSession } from '../agents/end-session.js';
import { findAgent } from '../agents/find.js';
import type { CheckEnd, Looked } from '../check.js';
import type { VaultContext } from '../context.js';
import { leaveAlone } from '../ledger/asked-to-wait.js';
import { noteEnd } from '../ledger/pace.js';
import { noteLifeOf, noteOver } from '../lifetimes/lives.js';
import { checkIntervalOf, intervalAfter } from '../lifetimes/visits.js';
import { accountOfCredential } from '../profiles/accounts.js';
import { release } from '../profiles/holds.js';
import { beganAfter, loadedPart, type Part } from '../profiles/jar.js';
import { isSame, mergeSessions } from '../profiles/merge.js';
import { readOwners } from '../profiles/owners.js';
import { seenBy } from '../profiles/seen.js';
import { ofSite, siteOfDomain } from '../profiles/session.js';
import { findProfileByName, openCurrent, openVersion, writeVersion } from '../profiles/versions.js';
import { type Db, inTransaction } from '../store/transaction.js';
import { type CheckedAgent, type CheckRow, findLookedAt, knownOf } from './known.js';
import { findProbe, keepWays, noteUntold } from './probes.js';
import { nextCheck } from './schedule.js';

/** What the site has changed of its session goes where it came from. An import that came meanwhile is another session. */
async function merge(ctx: VaultContext, db: Db, agent: CheckedAgent, end: CheckEnd): Promise<void> {
  // Most looks leave the session as it was.
  if (end.session === null) return;
  const row = await findProfileByName(db, agent.profile_name);
  if (row === undefined) return;
  const owners = await readOwners(db, agent.profile_name);
  const account = await accountOfCredential(ctx, db, agent.credential_id);
  const site = siteOfDomain(agent.domain);
  const jar = await openCurrent(ctx, db, row);
  const before = end.version === row.version ? jar : await openVersion(ctx, db, row, end.version);
  const theirs = loadedPart(seenBy(jar, account), owners, agent.id, site);
  const base = before && loadedPart(seenBy(before, account), owners, agent.id, site);
  if (!theirs || !base || beganAfter(theirs, end.version)) return;
  const ours = ofSite(end.session, site);
  const session = mergeSessions({
    base: base.session,
    theirs: theirs.session,
    ours,
    proven: 'ours',
    now: ctx.clock(),
  });
  if (isSame(session, theirs.session)) return;
  const next = (part: Part): Part => (part === theirs ? { ...part, session, version: row.version + 1 } : part);
  await writeVersion(ctx, db, agent.profile_name, row, { ...jar, parts: jar.parts.map(next) }, 'check');
}

function rowAfter(row: CheckRow, looked: Looked | null, intervalSeconds: number, now: number) {
  // Without a page nothing was tried: that tells nothing of the site, and is made up for soon.
  const isUntried = looked?.why === 'no_page';
  const inconclusive = looked?.answer === 'inconclusive' ? row.inconclusive + (isUntried ? 0 : 1) : 0;
  const next_at = nextCheck(now, intervalSeconds, isUntried ? 1 : inconclusive);
  if (looked === null) return { next_at };
  const { answer, why, by: looked_by } = looked;
  const seen = answer === 'in' ? { seen_at: now } : {};
  return { checked_at: now, answer, why, looked_by, inconclusive, next_at, ...seen };
}

/** See `CheckVault.endCheck`. */
export const endCheck = (ctx: VaultContext, end: CheckEnd): Promise<CheckedSession> =>
  inTransaction(ctx.db, async (db) => {
    const { agent_id: id, lease, looked } = end;
    const { agent, row, probe } = await findLookedAt(db, id);
    const now = ctx.clock();
    // Its time was over, and somebody else has looked or logged in since.
    if (row === undefined || row.lease !== lease) return knownOf(agent, row, probe, now);
    await merge(ctx, db, agent, end);
    // Before the row is written: trouble of the site since the last answer excuses an end.
    const history = looked?.answer === 'in' ? await noteLifeOf(db, agent, { kind: 'seen', at: now }) : null;
    if (looked?.answer === 'out') await noteOver(ctx, db, id, true);
    await release(db, { opening: lease });
    if (end.ways !== null) await keepWays(ctx, db, agent, end.ways, null);
    if (looked?.is_untold) await noteUntold(db, agent);
    const interval = history ? intervalAfter(ctx, agent, history) : await checkIntervalOf(ctx, db, agent);
    const change = { lease: null, leased_until: 0, ...rowAfter(row, looked, interval, now) };
    await db.updateTable('session_checks').set(change).where('agent_id', '=', id).execute();
    if (looked?.retry_after !== undefined) await leaveAlone(ctx, db, agent, looked.retry_after, null);
    if (looked?.answer === 'out') {
      await noteEnd(ctx, db, id);
      await endSession(ctx, db, id, 'found_over');
    }
    const after = looked?.answer === 'out' ? await findAgent(db, id) : agent;
    const isAsBefore = end.ways === null && !looked?.is_untold && looked?.answer !== 'out';
    const known = knownOf(after, { ...row, ...change }, isAsBefore ? probe : await findProbe(db, after), now - 1);
    return { ...known, verified: known.has_session && looked?.answer === 'in' };
  });
