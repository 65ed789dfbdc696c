import { wayOutOf } from '../../browser/index.js';
import { learnProbe, type Probe, type SeenRequest } from '../../session-check/index.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import type { Session } from './export-session.js';

interface Found {
  readonly probe: Probe | null;
  /** As it is after what was asked with it. */
  readonly session: Session;
}

/** Looks for a request that tells the session from none. A site that bears one visit is asked nothing. */
export async function findProbe(
  context: LoginContext,
  login: Login,
  seen: readonly SeenRequest[],
  session: Session,
): Promise<Found> {
  if (login.singleVisit) return { probe: null, session };
  const { profile, grant, ref } = login;
  const proxy = await context.race(context.vault.openProxy(ref));
  const identity = profile?.browser ?? (await context.race(context.pages.identity().catch(() => null)));
  const asker = { way: wayOutOf(grant.domain, proxy), identity, clock: context.clock };
  const learned = await context.race(learnProbe(asker, seen, session));
  const reason = learned.probe === null ? 'no_probe' : 'probe_learned';
  context.note({ stage: 'session', rule: 'probe', reason, facts: { tries: Math.min(seen.length, 999) } });
  return learned;
}
