import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReceivedForm, SampleCounts } from './sample/counts.js';
import { listenOnLoopback } from './sample/listen.js';
import { drawLook } from './sample/look.js';
import { SAMPLE_USER, type SampleSiteOptions } from './sample/options.js';
import { drawSeed } from './sample/random.js';
import { MEMBERS_PATH, SampleSiteLogic, type SiteAnswer, type SiteRequest } from './sample/site.js';

export type { ReceivedForm, SampleCounts } from './sample/counts.js';
export { SAMPLE_USER, type SampleSiteOptions, type SampleUser, type SampleVariant } from './sample/options.js';
export { drawSeed } from './sample/random.js';

const DEFAULT_SESSION_SECONDS = 20;
const LARGEST_BODY_BYTES = 64 * 1024;

export interface SampleSite {
  /** The home page, `http://localhost:PORT/`. */
  url: string;
  /** The login page itself. */
  loginUrl: string;
  /** The page behind the login. */
  membersUrl: string;
  /** `localhost:PORT` */
  host: string;
  /** Brings this very site back as {@link SampleSiteOptions.seed}. */
  seed: number;
  /** What it received so far (also `GET /__counts`, for other processes). */
  counts(): SampleCounts;
  /** The names of the fields in each submitted form, oldest first (also in `GET /__counts`). */
  received(): ReceivedForm[];
  /** Ends every session at once (also `POST /__expire`). */
  expireSessions(): void;
  stop(): Promise<void>;
}

/**
 * Starts a login site on loopback: home page, e-mail page, password page, TOTP page, members page.
 * Names, ids, labels and order are drawn from the seed; sessions end on the site's own clock.
 */
export async function startSampleSite(options: SampleSiteOptions = {}): Promise<SampleSite> {
  const seed = options.seed ?? printed(drawSeed());
  const look = drawLook(seed);
  const variant = options.variant ?? {};
  const users = options.users ?? [SAMPLE_USER];
  const logic = new SampleSiteLogic(look, users, options.sessionSeconds ?? DEFAULT_SESSION_SECONDS, variant);

  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming);
    const answer = answerForTests(request, logic) ?? logic.answer(request);
    if (answer === undefined) return;
    if (variant.slowMs !== undefined) await sleep(variant.slowMs);
    outgoing.writeHead(answer.status, { 'cache-control': 'no-store', ...answer.headers }).end(answer.body);
  };
  const listener = await listenOnLoopback((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => outgoing.destroy());
  }, options.port ?? 0);

  const host = `localhost:${listener.port}`;
  const origin = `http://${host}`;
  return {
    url: `${origin}/`,
    loginUrl: `${origin}${look.loginPath}`,
    membersUrl: `${origin}${MEMBERS_PATH}`,
    host,
    seed,
    counts: () => structuredClone(logic.counts),
    received: () => structuredClone(logic.received),
    expireSessions: () => logic.accounts.closeAllSessions(),
    stop: () => listener.close(),
  };
}

/** A drawn seed must be seen, or the failure that it caused can't be repeated. */
function printed(seed: number): number {
  console.error(`sample site: seed ${seed}`);
  return seed;
}

/** The two addresses that are no part of the site, for tests and demos that live in another process. */
function answerForTests({ method, url }: SiteRequest, logic: SampleSiteLogic): SiteAnswer | undefined {
  if (url.pathname === '/__counts') {
    const body = JSON.stringify({ ...logic.counts, received: logic.received });
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  if (url.pathname === '/__expire' && method === 'POST') {
    logic.accounts.closeAllSessions();
    return { status: 204, headers: {}, body: '' };
  }
  return undefined;
}

async function readRequest(incoming: IncomingMessage): Promise<SiteRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY_BYTES) throw new Error('The submitted form is too large.');
    chunks.push(chunk);
  }
  return {
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', 'http://localhost'),
    cookies: readCookies(incoming.headers.cookie ?? ''),
    form: new URLSearchParams(Buffer.concat(chunks).toString('utf8')),
  };
}

function readCookies(header: string): Map<string, string> {
  const pairs = header.split(';').map((pair) => pair.trim().split('=', 2));
  return new Map(pairs.map(([name = '', value = '']) => [name, value]));
}
