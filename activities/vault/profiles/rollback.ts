import { AgentAuthError } from '../../../contract/index.js';
import { profiles } from '../../../contract/schemas/profiles.js';
import type { Operation } from '../calls/operation.js';
import { sessionsGone } from '../changes/sessions-gone.js';
import type { VaultContext } from '../context.js';
import { sessionBrought } from '../reauth/brought.js';
import type { Db } from '../store/transaction.js';
import { readAccounts } from './accounts.js';
import { loadedAs } from './emptied.js';
import { isSamePlace, type Jar } from './jar.js';
import { isSame } from './merge.js';
import { readOwners } from './owners.js';
import { noteReplacedSessions } from './replaced.js';
import { ofSite, siteOfDomain } from './session.js';
import { findProfile, openCurrent, openVersion, selectProfiles, showProfile, writeVersion } from './versions.js';

/** What differs from the current version counts as written now: a login that runs has not seen it. */
const rewritten = (jar: Jar, current: Jar, version: number): Jar => ({
  ...jar,
  parts: jar.parts.map((part) => {
    const now = current.parts.find((other) => isSamePlace(part, other));
    return now !== undefined && isSame(now.session, part.session) ? now : { ...part, version, began: version };
  }),
});

interface Rollback {
  readonly name: string;
  readonly before: Jar;
  readonly after: Jar;
}

/** The agents whose session is another one now. Whether that still is good, their next login proves. */
async function unprove(ctx: VaultContext, db: Db, { name, before, after }: Rollback): Promise<string[]> {
  const whose = { owners: await readOwners(db, name), accounts: await readAccounts(ctx, db, name) };
  const agents = await db
    .selectFrom('agents')
    .select(['id', 'domain'])
    .where('profile_name', '=', name)
    .orderBy('id')
    .execute();
  const changed = agents.filter(({ id, domain }) => {
    const [was, is] = [before, after].map((jar) => ofSite(loadedAs(jar, whose, id), siteOfDomain(domain)));
    return !isSame(was!, is!);
  });
  const ids = changed.map(({ id }) => id);
  await noteReplacedSessions(db, { ...whose, before, after });
  await sessionsGone(ctx, db, name, (id) => ids.includes(id));
  return ids;
}

/**
 * Writes a version that is still kept as the newest one.
 * @throws AgentAuthError `profile_not_found`, `version_not_found`
 */
export const rollbackProfile: Operation<'profiles.rollback'> = {
  scope: 'admin',
  writes: true,
  params: profiles.rollback,
  async run({ ctx, db, params }) {
    const row = await findProfile(db, params.id_or_name);
    const earlier = await openVersion(ctx, db, row, params.version);
    if (earlier === null) throw new AgentAuthError('version_not_found');
    const before = await openCurrent(ctx, db, row);
    const after = rewritten(earlier, before, row.version + 1);
    await writeVersion(ctx, db, row.name, row, after, 'rollback');
    const agents = await unprove(ctx, db, { name: row.name, before, after });
    await sessionBrought(ctx, db, row.name);
    const profile = await selectProfiles(db).where('profiles.id', '=', row.id).executeTakeFirstOrThrow();
    return { profile: showProfile(profile), agents };
  },
};
