/** What of a profile is handed out, and how it is known again when it comes back. */
import { agentId } from '../../../contract/names.js';
import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';
import { type Accounts, readAccounts } from './accounts.js';
import { countingParts, type Jar, type Part } from './jar.js';
import { type Owners, readOwners } from './owners.js';
import { shownOf } from './seen.js';
import type { ProfileRow } from './versions.js';
import { isOthers } from './whose.js';

/** Who reads a profile. */
export interface Reader {
  readonly owners: Owners;
  readonly accounts: Accounts;
  /** The agent at the host that is asked for. Agents at hosts of one site may be different people. */
  readonly agent: string | null;
}

export async function readerOf(
  ctx: VaultContext,
  db: Db,
  { name }: Pick<ProfileRow, 'name'>,
  domain: string | null,
): Promise<Reader> {
  const agent = domain === null ? null : agentId(domain, name);
  return { owners: await readOwners(db, name), accounts: await readAccounts(ctx, db, name), agent };
}

/** The parts that are handed out, each once, in the order in which they count. Of other accounts none, and none that is set aside. */
export function handedOut(jar: Jar, { owners, accounts, agent }: Reader): Part[] {
  const account = agent === null ? undefined : accounts.get(agent);
  const shown =
    account === undefined
      ? shownOf(jar, owners, accounts)
      : { ...jar, parts: jar.parts.filter(({ made }) => !isOthers(account, made)) };
  return [...new Set(countingParts(shown, owners))];
}

export const partsAt = (parts: readonly Part[], site: string): Part[] => parts.filter((part) => part.site === site);

/**
 * Names what was handed out of one site. It depends on who owned the site and whose its session was then, so that a change of either is seen.
 * @returns undefined where it was nothing
 */
export function markOf(ctx: VaultContext, profileId: string, parts: readonly Part[]): string | undefined {
  if (parts.length === 0) return undefined;
  const which = parts.flatMap(({ site, owner, version }) => [site, owner ?? '', version]);
  return ctx.fingerprint('handed out', profileId, ...which).slice(0, 22);
}
