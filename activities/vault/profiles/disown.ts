import { dropSession } from '../agents/end-session.js';
import type { VaultContext } from '../context.js';
import { findRunning } from '../invocations/find.js';
import { inTransaction } from '../store/transaction.js';
import type { ProfileHold } from '../types.js';
import { accountOfAgent } from './accounts.js';
import { loadedPart, type Part } from './jar.js';
import { isOwner, readOwners } from './owners.js';
import { seenBy } from './seen.js';
import { findProfileByName, openCurrent, writeVersion } from './versions.js';
import type { Maker } from './whose.js';

/** Not one of our accounts, so nobody finds it again. */
const NOBODY: Maker = { credential: 'nobody', names: {}, typed: {}, labels: [] };

/** See `LoginVault.disownSession`. */
export const disownSession = (
  ctx: VaultContext,
  { base_version, ...hold }: ProfileHold & { readonly base_version: number | null },
): Promise<void> =>
  inTransaction(ctx.db, async (db) => {
    const { agent_id, profile_name } = await findRunning(db, hold);
    const row = await findProfileByName(db, profile_name);
    if (row === undefined || base_version === null) return;
    const [jar, owners] = [await openCurrent(ctx, db, row), await readOwners(db, profile_name)];
    const seen = seenBy(jar, await accountOfAgent(ctx, db, agent_id));
    const isLoaded = (part: Part): boolean =>
      part.version <= base_version &&
      isOwner(owners, agent_id, part.site) &&
      loadedPart(seen, owners, agent_id, part.site) === part;
    const loaded = seen.parts.filter(isLoaded);
    if (loaded.length === 0) return;
    const isLeft = (part: Part): boolean => !loaded.includes(part);
    const gone = loaded.map((part) => ({ ...part, made: NOBODY }));
    const next = { ...jar, parts: jar.parts.filter(isLeft), aside: [...gone, ...(jar.aside ?? []).filter(isLeft)] };
    await writeVersion(ctx, db, profile_name, row, next, 'login');
    await dropSession(ctx, db, agent_id, 'others_account');
  });
