/** What a site has renewed in its user's own browser goes back to where it came from: to its site and its owner, and to nobody else. */
import { AgentAuthError } from '../../../contract/index.js';
import { profiles } from '../../../contract/schemas/profiles.js';
import { requireScope } from '../access-keys/authorize.js';
import type { Operation } from '../calls/operation.js';
import { sessionsGone } from '../changes/sessions-gone.js';
import type { VaultContext } from '../context.js';
import { noteLent } from '../lifetimes/lent.js';
import type { Db } from '../store/transaction.js';
import { isEmptied } from './emptied.js';
import { handedOut, markOf, partsAt, type Reader, readerOf } from './handed-out.js';
import { isFree } from './holds.js';
import { beganAfter, countingParts, isSamePlace, type Jar, type Part, sitesIn } from './jar.js';
import { isSame } from './merge.js';
import { type Base, findPinned, unpin } from './pins.js';
import { ofSite, type Session, siteOfDomain, sitesOf } from './session.js';
import { type SiteChanges, saysDatabases, sumOfParts, wholeOf, withChanges } from './session-changes.js';
import {
  findProfile,
  openCurrent,
  openVersion,
  type ProfileRow,
  selectProfiles,
  showProfile,
  writeVersion,
} from './versions.js';
import { isOtherMaker } from './whose.js';

interface Saving {
  readonly reader: Reader;
  readonly base: Base;
  readonly now: Jar;
  readonly ours: Session;
  readonly newSites: boolean;
  readonly version: number;
  /** Ms since the epoch. */
  readonly at: number;
  /** Whether these parts are what was handed out of the site. */
  isGiven(site: string, parts: readonly Part[]): boolean;
}

/** Whether another session, or another account's, has taken the place of what was handed out. */
function isAnothers({ base, now, reader }: Saving, then: readonly Part[], shown: readonly Part[], site: string) {
  const isHidden = partsAt(countingParts(now, reader.owners), site).some((part) => !shown.includes(part));
  if (isHidden || then === shown) return isHidden;
  const before = base.jar?.aside ?? [];
  const setAside = (now.aside ?? []).filter(
    (part) => !before.some((other) => isSamePlace(part, other) && part.version === other.version),
  );
  const isGone = (part: Part): boolean => {
    const there = shown.find((other) => isSamePlace(part, other));
    return (
      there === undefined || isOtherMaker(part.made, there.made) || setAside.some((other) => isSamePlace(part, other))
    );
  };
  if (shown.some((part) => beganAfter(part, base.version)) || then.some(isGone)) return true;
  // What somebody did where nothing was handed out is not known to be of the account that has logged in there since.
  return then.length === 0 && shown.some(({ made }) => made);
}

/** @returns null where nothing has changed */
function changesAt(saving: Saving, site: string): SiteChanges | 'left_out' | null {
  const { reader, base, now, newSites, version, at } = saving;
  const here = ofSite(saving.ours, site);
  const hasDatabases = saysDatabases(saving.ours);
  const isSameAs = (parts: readonly Part[]): boolean => {
    const before = sumOfParts(parts);
    return isSame(before, wholeOf(before, here, hasDatabases));
  };
  const shown = partsAt(handedOut(now, reader), site);
  const known = [shown, partsAt(base.jar === null ? [] : handedOut(base.jar, reader), site)];
  const then = known.find((parts) => saving.isGiven(site, parts));
  const given = then ?? (saving.isGiven(site, []) ? [] : partsAt(countingParts(base.jar ?? now, reader.owners), site));
  if (isSameAs(given)) return null;
  const isNamed = reader.owners.has(site);
  const isNew = !isNamed && given.length === 0 && shown.length === 0;
  if (then === undefined || isAnothers(saving, then, shown, site) || (isNew && !newSites)) return 'left_out';
  return { site, then, shown, isNamed, ours: wholeOf(sumOfParts(then), here, hasDatabases), version, at };
}

/**
 * What was handed out, as far as it is kept.
 * @throws AgentAuthError `profile_not_found` when its profile was deleted since, and made again
 */
async function baseOf(
  ctx: VaultContext,
  db: Db,
  row: ProfileRow,
  { base: holder, version }: { readonly base: string | null; readonly version: number },
): Promise<Base> {
  const pinned = holder === null ? undefined : await findPinned(db, holder);
  if (pinned !== undefined && pinned.profile_id !== row.id) throw new AgentAuthError('profile_not_found');
  return { jar: await openVersion(ctx, db, row, version), version };
}

/**
 * Saves what changed in a session since it was handed out, merged with what others have saved meanwhile. Nobody has proven it yet.
 * @throws AgentAuthError `profile_not_found`, `invalid_domain`
 */
export const saveSession: Operation<'profiles.save'> = {
  scope: 'orchestrate',
  writes: true,
  params: profiles.save,
  async run({ ctx, db, caller, params }) {
    const { domain, storage_state, session_storage, new_sites = false, handed_out, base: holder } = params;
    if (new_sites) requireScope(caller, 'admin');
    const row = await findProfile(db, params.id_or_name);
    const now = await openCurrent(ctx, db, row);
    const reader = await readerOf(ctx, db, row, domain);
    const marks = new Map(Object.entries(handed_out));
    const saving: Saving = {
      reader,
      base: await baseOf(ctx, db, row, params),
      now,
      ours: { storage_state, session_storage },
      newSites: new_sites,
      version: row.version + 1,
      at: ctx.clock(),
      isGiven: (site, parts) => markOf(ctx, row.id, parts) === marks.get(site),
    };
    const all = new Set([...sitesIn(now), ...marks.keys(), ...sitesOf(saving.ours)]);
    const sites = [...all].filter((site) => domain === null || site === siteOfDomain(domain)).sort();
    const changed = sites.flatMap((site) => {
      const changes = changesAt(saving, site);
      return changes === null ? [] : [{ site, changes }];
    });
    const merged = changed.flatMap(({ changes }) => (changes === 'left_out' ? [] : [changes]));
    const left_out = changed.flatMap(({ site, changes }) => (changes === 'left_out' ? [site] : []));
    const touched = merged.map(({ site }) => site);
    if (params.when_free && !(await isFree(ctx, db, row.name, reader, touched))) return { in_use: true };

    const parts = [
      ...now.parts.filter(({ site }) => !touched.includes(site)),
      ...merged.flatMap((changes) => withChanges(changes, partsAt(now.parts, changes.site))),
    ];
    if (parts.length !== now.parts.length || parts.some((part) => !now.parts.includes(part))) {
      const after = { ...now, parts };
      await writeVersion(ctx, db, row.name, row, after, 'save');
      const emptied = [...reader.accounts.keys()].filter((agent) =>
        isEmptied({ ...reader, before: now, after }, agent),
      );
      if (emptied.length > 0) await sessionsGone(ctx, db, row.name, (agent) => emptied.includes(agent));
    }
    await noteLent(ctx, db, row.name, domain === null ? null : siteOfDomain(domain));
    if (holder !== null) await unpin(db, holder);
    const shown = await selectProfiles(db).where('profiles.id', '=', row.id).executeTakeFirstOrThrow();
    return { ...showProfile(shown), left_out };
  },
};
