import { hostnameOf } from '../../../contract/address/host.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import { isOfSites } from './drop-state.js';
import type { Session } from './export-session.js';
import type { ProvedSession } from './prove-session.js';
import { type Compared, type CookieLike, sessionEnd, storesAny } from './session-end.js';

/** When the session of a login ends, as far as that is known: in ms since the epoch. */
export async function knownEnd(context: LoginContext, login: Login, proved: ProvedSession): Promise<number | null> {
  const now = context.clock();
  // It was said to be over by now, and is not: what said so says nothing.
  const told = Date.parse(login.profile?.facts.session_expires_at ?? '');
  if (!login.typed && told <= now) return null;
  const sights = await context.race(Promise.allSettled(login.strangers.values()));
  const strangers = sights.flatMap((sight) => (sight.status === 'fulfilled' ? [sight.value.seen] : []));
  return sessionEnd(cookiesBefore(login), proved.session, now, {
    stranger: strangers.flatMap(({ carried }) => carried.cookies),
    strangerStored: new Map(
      strangers.flatMap(({ carried }) => carried.storage.map(({ name, value }) => [name, value])),
    ),
    renewed: proved.renewed,
    storedBefore: storedBefore(login),
    isOwn: ownHosts(login, proved),
  });
}

/** The cookies that are not of this login. Where nothing was typed, the session is the one that was there, and so are its cookies. */
const cookiesBefore = ({ profile, results, untyped }: Login): readonly CookieLike[] =>
  results.size === 0 ? [] : [...(profile?.storage_state.cookies ?? []), ...(untyped?.cookies ?? [])];

function storedBefore({ profile, results, untyped }: Login): ReadonlySet<string> {
  const stored = profile?.storage_state.origins.flatMap(({ localStorage }) => localStorage) ?? [];
  return new Set(results.size === 0 ? [] : [...stored, ...(untyped?.storage ?? [])].map(({ value }) => value));
}

/** The hosts whose session it is: those of the agent's site; where the site keeps nothing itself, those where the login was. */
function ownHosts({ grant }: Login, { session, url }: ProvedSession): NonNullable<Compared['isOwn']> {
  const isOwn = isOfSites([hostnameOf(grant.domain), new URL(url).hostname]);
  return keepsAny(session, isOwn) ? isOwn : isOfSites(grant.allowed_domains.map(hostnameOf));
}

const keepsAny = (session: Session, isOwn: (host: string) => boolean): boolean =>
  session.storage_state.cookies.some(({ domain }) => isOwn(domain)) || storesAny(session, isOwn);
