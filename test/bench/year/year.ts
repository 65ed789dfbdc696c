/** A year in the life of agents: sessions that end when the site likes, outages, passwords that change, people who answer late, restarts. */
import * as messages from '../../../contract/messages.js';
import { EMAIL, type Site, startSite, TOTP_SECRET, type Violations } from '../../support/scripted-site/site.js';
import { firstLogin, makeKeeper, stateOf } from './keeper.js';
import { People } from './people.js';
import { type Dice, dice } from './random.js';
import { time } from './runtime/clock.js';
import { keys } from './runtime/crypto.js';
import { ports } from './runtime/net.js';
import { type Runs, world } from './runtime/world.js';
import { type Stage, startStage } from './stage.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** How often the sweeper has its round here, unless it is said. What is due in between waits for it. */
const ROUND_MINUTES = 20;
/** Ports of the year, which are not those of this machine. */
const [SHOP_PORT, QUIET_PORT] = [8001, 8002];
/** Without further trouble all is well within these. Days. */
const CALM = 10;

export interface Year {
  readonly days: number;
  readonly seed: number;
  /** How often something happens, beside what a year has. @default 1 */
  readonly often?: number;
  /** How often the sweeper has its round. It has to divide an hour. */
  readonly round_minutes?: number;
  readonly onDay?: (day: number) => void;
}

export interface YearResult {
  readonly statuses: readonly string[];
  readonly violations: Violations;
  readonly counts: Site['counts'];
  readonly restarts: number;
  readonly outages: number;
  readonly answers: number;
  readonly lateAnswers: number;
  readonly lost: number;
  readonly logins: number;
  /** Keepers and logins of the two agents that have a hard year. */
  readonly busy: Runs;
  /** The keeper of an agent whose session is good all the time. */
  readonly idle: Runs;
}

/** What may happen in each hour. */
class Trouble {
  #passwords = 0;
  #downUntil = 0;
  #vaultAwayUntil = 0;
  restarts = 0;
  outages = 0;
  lost = 0;
  isOn = false;

  constructor(
    readonly site: Site,
    readonly dice: Dice,
    readonly often: number,
  ) {}

  async happen(stage: Stage): Promise<void> {
    const { site } = this;
    const now = time();
    if (site.isDown && now >= this.#downUntil) site.isDown = false;
    if (this.dice.chance(this.often / 300)) {
      this.outages += 1;
      site.isDown = true;
      this.#downUntil = now + this.dice.between(0.5, 10) * HOUR_MS;
    }
    if (this.dice.chance(this.often / 400)) this.#vaultAwayUntil = now + this.dice.between(1, 15) * MINUTE_MS;
    // The server ends sessions without a word, about each fifth day.
    if (this.dice.chance(this.often / 120)) site.endSessions();
    if (this.dice.chance(this.often / 1_000)) {
      this.#passwords += 1;
      site.password = `password-${this.#passwords}`;
      site.endSessions();
    }
    if (this.dice.chance(this.often / 250)) {
      this.restarts += 1;
      await stage.restart();
    }
  }

  end(): void {
    this.isOn = false;
    this.site.isDown = false;
  }

  isVaultAway(): boolean {
    return this.isOn && time() < this.#vaultAwayUntil;
  }

  /** A step is lost after it was sent. */
  isLost(): boolean {
    const lost = this.isOn && this.dice.chance(0.03 * this.often);
    if (lost) this.lost += 1;
    return lost;
  }
}

async function liveDay(
  stage: Stage,
  keepers: readonly string[],
  trouble: Trouble,
  people: People,
  round: number,
): Promise<void> {
  for (let passed = 0; passed < DAY_MS; passed += round) {
    if (passed % HOUR_MS === 0 && trouble.isOn) await trouble.happen(stage);
    await world.until(time() + round);
    await stage.round();
    await people.answer();
    await world.settle();
  }
  await stage.sweep();
  // Somebody wants each session once a day.
  for (const id of keepers) void world.update(id, messages.agent.ensure.name, [{ workflow_id: 'nobody' }]);
  await world.settle();
  // What nobody knows the result of stops the account until a person logs in.
  for (const id of keepers) {
    const { status, stopped, invocation_id } = stateOf(id);
    if (status !== 'AUTHENTICATED' && invocation_id === null && stopped?.until === null)
      await firstLogin(stage, id, 'shop');
  }
}

export async function liveYear({
  days,
  seed,
  often = 1,
  round_minutes = ROUND_MINUTES,
  onDay,
}: Year): Promise<YearResult> {
  const round = round_minutes * MINUTE_MS;
  dice.begin(seed);
  keys.begin(seed);
  const [site, quietSite] = [await startSite(SHOP_PORT), await startSite(QUIET_PORT)];
  for (const { host, port } of [site, quietSite]) ports.set(Number(host.split(':')[1]), port);
  const trouble = new Trouble(site, dice, often);
  const logins = new Set<string>();
  const of: { stage?: Stage } = {};
  const people = new People(
    dice,
    () => of.stage!.accessKey,
    () => site.password,
    time,
  );
  const stage = await startStage(
    [site, quietSite],
    {
      isVaultAway: (at) => at === site && trouble.isVaultAway(),
      isLost: (at) => at === site && trouble.isLost(),
    },
    {
      begun(ref, begun) {
        logins.add(ref.invocation_id);
        people.begun(ref, begun);
      },
      needs: (need) => people.needs(need),
    },
  );
  of.stage = stage;
  try {
    for (const [name, { host }] of [
      ['shop', site],
      ['quiet', quietSite],
    ] as const) {
      const values = { email: EMAIL, password: site.password };
      await stage.admin('credentials.create', { name, domain: host, values, totp_secret: TOTP_SECRET });
    }
    // Two agents of one account.
    const keepers = [
      await makeKeeper(stage, site.host, 'one', 'shop'),
      await makeKeeper(stage, site.host, 'two', 'shop'),
    ];
    const idle = await makeKeeper(stage, quietSite.host, 'idle', 'quiet');
    for (const id of keepers) await firstLogin(stage, id, 'shop');
    await firstLogin(stage, idle, 'quiet');
    const first = new Set(logins);
    trouble.isOn = true;
    for (let day = 1; day <= days; day += 1) {
      await liveDay(stage, keepers, trouble, people, round);
      onDay?.(day);
    }
    trouble.end();
    const areIn = (): boolean => keepers.every((id) => stateOf(id).status === 'AUTHENTICATED');
    for (let day = 1; day <= CALM && !areIn(); day += 1) await liveDay(stage, keepers, trouble, people, round);
    const renewals = [...logins].filter((id) => !first.has(id));
    return {
      statuses: [...keepers, idle].map((id) => stateOf(id).status),
      violations: site.violations,
      counts: site.counts,
      restarts: trouble.restarts,
      outages: trouble.outages,
      answers: people.answers,
      lateAnswers: people.late,
      lost: trouble.lost,
      logins: renewals.length,
      busy: world.runsOf((id) => keepers.includes(id) || renewals.includes(id)),
      idle: world.runsOf((id) => id === idle),
    };
  } finally {
    await stage.close();
    await Promise.all([site.close(), quietSite.close()]);
  }
}
