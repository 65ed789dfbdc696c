/** Which of the requests that a site's pages make tells a session from none. */
import { randomBytes } from 'node:crypto';
import type { Answer } from './ask.js';
import { isTransient } from './candidates.js';
import type { Probe, ProbeRequest } from './probe.js';
import { type Asker, askAsStranger, askWith } from './prober.js';
import { type Session, sourcesOf } from './values.js';
import { tellApart } from './verdict.js';

/** A GET request that the pages of a session made. */
export interface SeenRequest {
  readonly url: string;
  readonly type: 'document' | 'api';
  readonly headers: Readonly<Record<string, string>>;
  /** Of its answer; null where that was not said. */
  readonly bytes: number | null;
}

/** So many are tried. */
const MAX_TRIED = 4;
const ANSWER_MS = 3_000;
/** What that may add to a login. */
const ALL_MS = 6_000;

export interface Learned {
  /** Null where none was found. */
  readonly probe: Probe | null;
  /** As it is after what was asked with it: some sites change it with every use. */
  readonly session: Session;
}

/** The answers of scripts are shorter than pages, and no page has to be made for them. */
const costOf = ({ type, bytes }: SeenRequest): number => bytes ?? (type === 'api' ? 4_096 : 65_536);

/**
 * Asks twice with the session, one after the other as one user would, and twice without it, by the client that will ask later: a site that
 * treats this client otherwise than a browser shows so at once.
 */
export async function learnProbe(asker: Asker, seen: readonly SeenRequest[], session: Session): Promise<Learned> {
  const until = asker.clock() + ALL_MS;
  let now = session;
  const ways = seen.filter(({ url }) => !isTransient(url)).sort((a, b) => costOf(a) - costOf(b));
  const tried = [...new Map(ways.map((each) => [each.url, each])).values()].slice(0, MAX_TRIED);
  for (const each of tried) {
    if (asker.clock() >= until) break;
    const values = sourcesOf(each.headers, now, new URL(each.url), asker.clock());
    if (values === null) continue;
    const marked = Object.keys(each.headers).some((name) => name.toLowerCase() === 'x-requested-with');
    const request: ProbeRequest = { url: each.url, type: each.type, values, marked };
    const strangers = Promise.all([0, 1].map(() => askAsStranger(asker, request, ANSWER_MS)));
    strangers.catch(() => undefined);
    try {
      const first = await askWith(asker, request, now, ANSWER_MS);
      now = first?.session ?? now;
      // Who is not let in by this client is not asked again.
      const second = first && isGiven(first.answer) && (await askWith(asker, request, now, ANSWER_MS));
      if (second) now = second.session;
      const [one, other] = await strangers;
      if (!first || !second || !one || !other) continue;
      const salt = randomBytes(9).toString('base64url');
      const led = await ledTo(asker, one, new URL(each.url));
      const apart = tellApart([first.answer, second.answer], [one, other], salt, led);
      if (apart !== null) return { probe: { request, salt, ...apart }, session: now };
    } catch {
      // Nobody answered in time: the next one may.
    }
  }
  return { probe: null, session: now };
}

const isGiven = ({ status }: Answer): boolean => status >= 200 && status < 300;

/** How many redirects of a stranger are followed. */
const MAX_LED = 2;

/** What strangers are shown at the site in place of what they asked for. */
async function ledTo(asker: Asker, stranger: Answer, from: URL): Promise<Answer[]> {
  const shown: Answer[] = [];
  let { location } = stranger;
  while (location !== null && shown.length < MAX_LED && new URL(location).origin === from.origin) {
    const request: ProbeRequest = { url: location, type: 'document', values: [], marked: false };
    const next = await askAsStranger(asker, request, ANSWER_MS);
    shown.push(next);
    location = next.location;
  }
  return shown;
}
