import { AgentAuthError } from '../../../contract/index.js';
import { profiles } from '../../../contract/schemas/profiles.js';
import type { Operation } from '../calls/operation.js';
import { type BrowserChanges, isChanged, isReplaced, withBrowserChanges } from './browser-changes.js';
import { isFree } from './holds.js';
import { sitesIn } from './jar.js';
import { readAgents, readOwners } from './owners.js';
import { findPinned, readBase, unpin } from './pins.js';
import { sitesOf } from './session.js';
import { findProfile, openCurrent, selectProfiles, showProfile, writeVersion } from './versions.js';

/**
 * Merges what a browser has changed since it was opened into what the profile holds now. Nobody has proven it: where a login has changed the
 * same meanwhile, that counts; and what belongs to a session that an import has replaced is left out.
 * @throws AgentAuthError `profile_not_found`, also when it was deleted since and made again
 */
export const writeBack: Operation<'profiles.writeBack'> = {
  scope: 'admin',
  writes: true,
  params: profiles.writeBack,
  async run({ ctx, db, params: { id_or_name, base: holder, storage_state } }) {
    const row = await findProfile(db, id_or_name);
    const pinned = await findPinned(db, holder);
    if (pinned !== undefined && pinned.profile_id !== row.id) throw new AgentAuthError('profile_not_found');
    const owners = await readOwners(db, row.name);
    const now = await openCurrent(ctx, db, row);
    const changes: BrowserChanges = {
      owners,
      base: pinned === undefined ? { jar: null, version: 0 } : await readBase(ctx, db, row, holder, pinned.version),
      now,
      ours: { storage_state, session_storage: null },
      version: row.version + 1,
      at: ctx.clock(),
    };
    const all = [...new Set([...sitesIn(changes.base.jar ?? now), ...sitesOf(changes.ours)])].sort();
    const changed = all.filter((site) => isChanged(changes, site));
    const agents = await readAgents(db, row.name);
    if (!(await isFree(ctx, db, row.name, { owners, agents, sites: changed }))) return { in_use: true };
    const left_out = changed.filter((site) => isReplaced(changes, site));
    const merged = changed.filter((site) => !left_out.includes(site));
    const parts = [
      ...now.parts.filter(({ site }) => !merged.includes(site)),
      ...merged.flatMap((site) => withBrowserChanges(changes, site)),
    ];
    const isNew = parts.length !== now.parts.length || parts.some((part) => !now.parts.includes(part));
    if (isNew) await writeVersion(ctx, db, row.name, row, { ...now, parts }, 'save');
    await unpin(db, holder);
    const shown = showProfile(await selectProfiles(db).where('profiles.id', '=', row.id).executeTakeFirstOrThrow());
    return { ...shown, left_out };
  },
};
