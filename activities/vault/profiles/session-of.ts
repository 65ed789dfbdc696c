import { profiles } from '../../../contract/schemas/profiles.js';
import type { Operation } from '../calls/operation.js';
import { takeLease } from '../leases/leases.js';
import { noteLent } from '../lifetimes/lent.js';
import { handedOut, markOf, partsAt, readerOf } from './handed-out.js';
import { isFree } from './holds.js';
import { pinVersion } from './pins.js';
import { siteOfDomain, sumOf } from './session.js';
import { findProfile, openCurrent } from './versions.js';

/**
 * Hands out a session whole: all of the profile, or one site's part. With a base, what is handed out is kept until it is saved.
 * @throws AgentAuthError `profile_not_found`, `invalid_domain`
 */
export const session: Operation<'profiles.session'> = {
  scope: 'orchestrate',
  // A repeat keeps the same base, and its answer is a session that should lie nowhere else.
  writes: false,
  params: profiles.session,
  async run({ ctx, db, caller, params: { id_or_name, domain, base, when_free, lease } }) {
    const row = await findProfile(db, id_or_name);
    const jar = await openCurrent(ctx, db, row);
    const reader = await readerOf(ctx, db, row, domain ?? null);
    const site = domain === undefined ? null : siteOfDomain(domain);
    const parts = handedOut(jar, reader).filter((part) => site === null || part.site === site);
    const sites = [...new Set(parts.map((part) => part.site))].sort();
    if (when_free && !(await isFree(ctx, db, row.name, reader, sites))) return { in_use: true };
    if (base !== undefined) await pinVersion(ctx, db, base, row);
    await noteLent(ctx, db, row.name, site);
    return {
      profile: row.name,
      domain: domain ?? null,
      version: row.version,
      base: base ?? null,
      handed_out: Object.fromEntries(sites.map((each) => [each, markOf(ctx, row.id, partsAt(parts, each)) ?? ''])),
      ...sumOf(parts.map((part) => part.session)),
      browser: jar.browser ?? null,
      ...(lease === undefined ? {} : { lease: await takeLease(ctx, db, lease, caller, row.id, domain) }),
      unproven: sites.filter((each) => partsAt(parts, each).some((part) => part.unproven)),
    };
  },
};
