/**
 * Whatever order two agents of one account, people, crashes and restarts come in: nothing goes out that must not. The site's side is kept beside the
 * ledger, by simpler rules. `LEDGER_ORDERS` says how many orders are tried.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CEILINGS } from '../../activities/vault/submission.js';
import type { AttemptRef, SubmissionOutcome, TotpClaim } from '../../activities/vault/types.js';
import type { LoginRef } from '../../contract/steps.js';
import { type Account, DAY, HOUR, MINUTE, makeAgent } from './support/account.js';
import { openTestVault, type TestVault } from './support/vault.js';

/** Longer than a step on a page takes. */
const STEP_MS = 3 * MINUTE;

const OUTCOMES = ['accepted', 'refused', 'site_trouble', 'locked', 'unknown', 'not_sent'] as const;

const who = fc.constantFrom(0 as const, 1 as const);
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('send' as const), who, typed: fc.nat({ max: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('answer' as const), who, typed: fc.nat({ max: 2 }) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('judge' as const), who, as: fc.constantFrom(...OUTCOMES) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('lose' as const), who }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('end' as const), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('prove' as const), who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('code' as const), who, ahead: fc.constantFrom(0, 0, 1, 3) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      ms: fc.constantFrom(1_000, 10_000, MINUTE, HOUR, 5 * HOUR, DAY),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A submission that was let out, and what it was. */
interface Out {
  readonly attempt: AttemptRef;
  readonly value: string;
  readonly stored: boolean;
  readonly at: number;
}

interface Login {
  readonly ref: LoginRef;
  questions: number;
  /** On its way: nobody has seen its result. */
  out: Out | null;
  /** What it has sent. */
  readonly values: string[];
  /** Of it, what the site refused the last time. */
  readonly refused: Set<string>;
  /** When it sent something that counts. */
  lastAt: number | null;
  attended: boolean;
  /** A person has answered, and nothing was sent since. */
  answered: boolean;
  unclear: boolean;
}

/** What the site and its account have seen. */
class Seen {
  /** When each value was refused last; and whether it was a stored one, which stays refused. */
  readonly refused = new Map<string, { at: number; stored: boolean }>();
  readonly values = new Set<string>();
  /** Logins that have ended, since a proof, an answer of a person or a value that was new. */
  ended: Login[] = [];
  /** When the account was let in last. */
  provenAt = Number.NEGATIVE_INFINITY;

  unclear(): number {
    return this.ended.filter(({ unclear, attended }) => unclear && !attended).length;
  }

  daily(now: number): number {
    return this.ended.filter(({ lastAt }) => lastAt !== null && lastAt > now - DAY).length;
  }
}

const stored = 'stored-password';

class Story {
  readonly #logins: (Login | null)[] = [null, null];
  readonly #seen = new Seen();

  constructor(
    readonly t: TestVault,
    readonly accounts: readonly [Account, Account],
    readonly address: string,
    readonly codes: Set<string>,
  ) {}

  async play(one: Step): Promise<void> {
    if (one.kind === 'pass') this.t.clock.now += one.ms;
    else if (one.kind === 'restart') await this.t.reopen();
    else if (one.kind === 'send') await this.#send(one.who, stored, false);
    else if (one.kind === 'answer') await this.#send(one.who, `typed-${one.typed}`, true);
    else if (one.kind === 'judge') await this.#judge(one.who, one.as);
    else if (one.kind === 'lose') await this.#lose(one.who);
    else if (one.kind === 'end') await this.#end(one.who);
    else if (one.kind === 'prove') await this.#prove(one.who);
    else if (one.kind === 'code') await this.#code(one.who, one.ahead);
    this.t.clock.now += 1_000;
  }

  async finish(): Promise<void> {
    for (const who of [0, 1] as const) await this.#end(who);
  }

  async #login(who: 0 | 1): Promise<Login> {
    const ref = this.#logins[who]?.ref ?? (await this.accounts[who].begin());
    this.#logins[who] ??= {
      ref,
      questions: 0,
      out: null,
      values: [],
      refused: new Set(),
      lastAt: null,
      attended: false,
      answered: false,
      unclear: false,
    };
    return this.#logins[who];
  }

  async #send(who: 0 | 1, value: string, byPerson: boolean): Promise<void> {
    const login = await this.#login(who);
    if (login.out !== null) return;
    if (byPerson) login.questions += 1;
    const answers = byPerson ? { answers: login.questions } : {};
    const { attempt, said } = await this.accounts[who].clear(login.ref, {
      address: this.address,
      password: value,
      ...answers,
    });
    if (byPerson) [login.attended, login.answered] = [true, true];
    if (said.kind !== 'clear' || !(await this.t.vault.armAttempt(attempt))) return;
    const { now } = this.t.clock;
    const isNew = !this.#seen.values.has(value);
    if (login.answered || isNew) this.#seen.ended = [];
    login.answered = false;
    this.#check(login, value, !byPerson, now);
    login.out = { attempt, value, stored: !byPerson, at: now };
    this.#seen.values.add(value);
    login.values.push(value);
    login.lastAt = now;
  }

  /** What has just gone out. */
  #check(login: Login, value: string, isStored: boolean, now: number): void {
    const before = this.#seen.refused.get(value);
    if (before !== undefined) {
      expect(now - before.at, 'a value that was refused within a day').toBeGreaterThanOrEqual(DAY);
      expect(before.stored && isStored, 'a stored value that was refused').toBe(false);
    }
    const others = this.#logins.filter((other) => other !== login);
    const onTheirWay = others.filter((other) => other?.out && now - other.out.at < STEP_MS);
    expect(onTheirWay, 'submissions that are on their way').toEqual([]);
    expect(this.#seen.unclear(), 'logins that came to nothing known').toBeLessThan(CEILINGS.unclear);
    expect(this.#seen.daily(now), 'logins within a day').toBeLessThan(CEILINGS.daily);
  }

  async #judge(who: 0 | 1, outcome: SubmissionOutcome): Promise<void> {
    const login = this.#logins[who];
    if (!login?.out) return;
    const { attempt, value, stored: isStored } = login.out;
    const refused_fields = outcome === 'refused' ? ['password'] : [];
    await this.t.vault.judgeAttempt(attempt, { outcome, refused_fields });
    if (outcome === 'refused') {
      const before = this.#seen.refused.get(value);
      this.#seen.refused.set(value, { at: this.t.clock.now, stored: isStored || before?.stored === true });
    }
    if (outcome === 'not_sent') login.lastAt = null;
    if (outcome === 'refused') login.refused.add(value);
    else login.refused.delete(value);
    login.unclear = outcome === 'unknown';
    login.out = null;
  }

  /** Its worker has died: the workflow asks what is known of it. */
  async #lose(who: 0 | 1): Promise<void> {
    const login = this.#logins[who];
    if (!login?.out) return;
    const { attempt } = login.out;
    expect((await this.t.vault.recoverAttempt(attempt)).state).toBe('armed');
    // What was revoked is not typed by a straggler.
    expect(await this.t.vault.armAttempt(attempt)).toBe(false);
    login.unclear = true;
    login.out = null;
  }

  async #end(who: 0 | 1): Promise<void> {
    const login = this.#logins[who];
    if (!login) return;
    if (login.out !== null) login.unclear = true;
    await this.accounts[who].end(login.ref);
    // What went out before a proof is closed by it, however late its login ends.
    if (login.lastAt !== null && login.lastAt > this.#seen.provenAt) this.#seen.ended.push(login);
    this.#logins[who] = null;
  }

  async #prove(who: 0 | 1): Promise<void> {
    const login = this.#logins[who];
    if (!login || login.out !== null) return;
    await this.accounts[who].prove(login.ref);
    for (const value of login.values) if (!login.refused.has(value)) this.#seen.refused.delete(value);
    if (login.values.length > 0) [this.#seen.ended, this.#seen.provenAt] = [[], this.t.clock.now];
    this.#logins[who] = null;
  }

  async #code(who: 0 | 1, ahead: number): Promise<void> {
    const claim: TotpClaim = await this.t.vault.claimTotp(this.accounts[who].agent, this.t.clock.now + ahead * 30_000);
    if (claim.kind === 'wait') return;
    const name = `${claim.valid_until} ${claim.code}`;
    expect(this.codes, 'codes that were handed out').not.toContain(name);
    this.codes.add(name);
  }
}

it('no order sends a refused value or a code again, two at once, or more than the account may take', async () => {
  const t = await openTestVault();
  const codes = new Set<string>();
  let stories = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
      stories += 1;
      const domain = `site-${stories}.example`;
      const make = async (name: string): Promise<Account> => {
        const values = { email: 'ada@example.com', password: stored };
        const credential = `${name}-${stories}`;
        await t.admin('credentials.create', { name: credential, domain, values, totp_secret: 'JBSWY3DPEHPK3PXP' });
        return makeAgent(t, name, credential, domain);
      };
      // Two credentials of the same account.
      const story = new Story(t, [await make('one'), await make('two')], `https://login.${domain}/`, codes);
      for (const one of steps) await story.play(one);
      await story.finish();
    }),
    { numRuns: Number(process.env.LEDGER_ORDERS ?? 6) },
  );
}, 600_000);
