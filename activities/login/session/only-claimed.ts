import { wayOutOf } from '../../browser/index.js';
import { candidatesOf, isServedAsStranger, type SeenRequest } from '../../session-check/index.js';
import type { ProbeRequest } from '../../vault/probe.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import { leftIn } from './export-session.js';
import type { Visit } from './visit.js';

/** Of more than this, one is taken to be answered to members alone. */
const MAX_ASKED = 8;

/**
 * Whether the pages of a session that an earlier login left only say what the browser has kept of it, a name or a menu: what they send along of
 * its storage gets them nothing that a stranger does not get. Where they send it with what can't be asked again, nobody knows.
 */
export async function isOnlyClaimed(context: LoginContext, login: Login, visit: Visit): Promise<boolean> {
  // What the site has just given for a password is good. Who ends sessions that are looked at is not asked more.
  if (login.typed || login.singleVisit) return false;
  const session = await leftIn(context, visit);
  const now = context.clock();
  const carryingOf = (seen: readonly SeenRequest[]): ProbeRequest[] =>
    seen
      .flatMap((one) => candidatesOf([one], session, now))
      .filter(({ values }) => values.some(({ from }) => from !== 'cookie'));
  const { all, refused, sent } = visit.requests;
  const requests = [...new Map(carryingOf([...all, ...refused]).map((request) => [request.url, request])).values()];
  if (requests.length === 0 || requests.length > MAX_ASKED || carryingOf(sent).length > 0) return false;
  const proxy = await context.vault.openProxy(login.ref);
  const way = wayOutOf(login.grant.domain, proxy);
  const asker = { way, identity: login.profile?.browser ?? null, clock: context.clock };
  const isClaimed = await context.race(isServedAsStranger(asker, requests, session));
  if (isClaimed) context.note({ stage: 'session', rule: 'place', reason: 'same_for_all', facts: {} });
  return isClaimed;
}
