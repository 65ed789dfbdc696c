/** Kills processes of a fleet by chance while people log in. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { AgentAuthInvocation } from '../../../client/index.js';
import type { Fleet } from './fleet.js';
import { askedFor, logIn, makeAgent, openSite, type Site } from './logins.js';

export interface Chaos {
  /** Repeats who is killed when. What the machine makes of it is another matter. */
  readonly seed: number;
  /** How many sites, and how many logins on each. */
  readonly sites: number;
  readonly loginsEach: number;
  /** Between two kills, in ms: at least and at most. */
  readonly pause: readonly [number, number];
  readonly maxKills: number;
}

export interface Report {
  readonly kills: Readonly<Record<string, number>>;
  /** How logins ended, and how often. */
  readonly ends: Readonly<Record<string, number>>;
  /** Logins whose person was asked for the same thing twice, and what happened in them. */
  readonly askedTwice: readonly string[];
  /** Logins that two kills hit between arming and outcome: then a person decides, and is asked once more. */
  readonly askedAfterTwoKills: number;
  /** Passwords that a site got more often than people gave them, and kills between arming and outcome explain. */
  readonly tooManyPasswords: number;
  /** Passwords that went out once more, because a kill fell between arming and outcome. */
  readonly sentTwice: number;
  readonly wrongPasswords: number;
  readonly wrongCodes: number;
  readonly reusedCodes: number;
  readonly seconds: number;
}

/** mulberry32: short, and the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Attempts with a password or a code that were armed and whose outcome nobody saw, by login. What is stored is the name alone. */
async function findUnseen({ databaseUrl }: Fleet): Promise<Map<string, number>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ invocation_id: string; unseen: string }>(
      `select a.invocation_id, count(*) as unseen from attempts a where a.state = 'armed' and not exists
       (select 1 from attempt_values v where v.attempt_id = a.id and v.source = 'stored') group by a.invocation_id`,
    );
    return new Map(rows.map(({ invocation_id, unseen }) => [invocation_id, Number(unseen)]));
  } finally {
    await client.end();
  }
}

/** The same, in the order of the logins. */
export async function unseenIn(fleet: Fleet, ends: readonly AgentAuthInvocation[]): Promise<number[]> {
  const unseen = await findUnseen(fleet);
  return ends.map(({ invocation_id }) => unseen.get(invocation_id) ?? 0);
}

const tally = (names: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

/** One kill after the other, each after the last one has been got over: a machine too slow to start anything proves nothing. */
async function killByChance(fleet: Fleet, { seed, pause, maxKills }: Chaos, isOver: () => boolean): Promise<string[]> {
  const random = randomFrom(seed);
  const parts = [...fleet.workers, fleet.server];
  const killed: string[] = [];
  while (killed.length < maxKills) {
    await sleep(pause[0] + random() * (pause[1] - pause[0]));
    if (isOver()) break;
    const part = parts[Math.floor(random() * parts.length)]!;
    killed.push(part.name);
    await part.restart();
  }
  return killed;
}

export async function runChaos(fleet: Fleet, chaos: Chaos): Promise<Report> {
  const begun = Date.now();
  const sites: Site[] = [];
  const logins: { readonly site: Site; readonly agent: string }[] = [];
  for (let n = 0; n < chaos.sites; n += 1) {
    const site = await openSite(chaos.loginsEach, n * chaos.loginsEach);
    sites.push(site);
    for (const account of site.accounts) logins.push({ site, agent: await makeAgent(fleet, site, account) });
  }
  let open = logins.length;
  const ended = Promise.all(
    logins.map(async ({ site, agent }) => {
      const state = await logIn(fleet, agent);
      open -= 1;
      return { site, state };
    }),
  );
  const [ends, killed] = await Promise.all([ended, killByChance(fleet, chaos, () => open === 0)]);
  const report = await reportOf(fleet, sites, ends);
  await Promise.all(sites.map(({ site }) => site.stop()));
  return { ...report, kills: tally(killed), seconds: Math.round((Date.now() - begun) / 1000) };
}

type Ended = { readonly site: Site; readonly state: AgentAuthInvocation };

const passwordsGiven = (state: AgentAuthInvocation): number =>
  askedFor(state).filter((field) => field === 'password').length;

async function reportOf(
  fleet: Fleet,
  sites: readonly Site[],
  ends: readonly Ended[],
): Promise<Omit<Report, 'kills' | 'seconds'>> {
  const unseenAttempts = await findUnseen(fleet);
  const unseen = ({ invocation_id }: AgentAuthInvocation): number => unseenAttempts.get(invocation_id) ?? 0;
  // Once for each time that somebody gave it, and once more for each where a kill fell between arming and outcome: of the password itself, or of
  // the code, after which the site has forgotten the login and begins anew.
  const mostPasswords = (state: AgentAuthInvocation): number => {
    const given = passwordsGiven(state);
    return given + Math.min(given, unseen(state));
  };
  const counts = sites.map(({ site }) => site.counts());
  const sum = (of: (one: (typeof counts)[number]) => number): number => counts.reduce((all, one) => all + of(one), 0);
  const most = sites.map((site) => {
    const own = ends.filter((end) => end.site === site);
    return own.reduce((all, { state }) => all + mostPasswords(state), 0);
  });
  const again = ends
    .map(({ state }) => state)
    .filter((state) => new Set(askedFor(state)).size < askedFor(state).length);
  const isHitTwice = (state: AgentAuthInvocation): boolean => unseen(state) > 1;
  const story = (state: AgentAuthInvocation): string =>
    `${state.invocation_id} (${unseen(state)} unseen): ${state.timeline.map(({ event }) => event).join(' ')}`;
  return {
    ends: tally(ends.map(({ state }) => `${state.status}${state.error_code ? ` ${state.error_code}` : ''}`)),
    askedTwice: again.filter((state) => !isHitTwice(state)).map(story),
    askedAfterTwoKills: again.filter(isHitTwice).length,
    tooManyPasswords: counts.reduce((all, { passwordSubmits }, n) => all + Math.max(0, passwordSubmits - most[n]!), 0),
    sentTwice:
      sum(({ passwordSubmits }) => passwordSubmits) - ends.reduce((all, { state }) => all + passwordsGiven(state), 0),
    wrongPasswords: sum((one) => one.wrongPasswords),
    wrongCodes: sum((one) => one.wrongCodes),
    reusedCodes: sum((one) => one.reusedCodes),
  };
}

/** What has to come out, whoever was killed when. */
export const HELD = { askedTwice: [], tooManyPasswords: 0, wrongPasswords: 0, wrongCodes: 0, reusedCodes: 0 } as const;
