/** What a re-login that waits for days is driven by: the reducers, in the order that the workflow calls them in. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { SubmitMessage } from '../../../contract/invocation/invocation.js';
import type { FillResult, Outcome, StoredAtHand } from '../../../contract/steps.js';
import * as flows from '../../../workflows/invocation/flow/index.js';
import { keyOfSource } from '../../../workflows/invocation/given.js';
import { needsPerson, type Sources } from '../../../workflows/invocation/match-fields.js';
import { begun, input } from './begin.js';
import { field, page } from './pages.js';

const DAY_SECONDS = 86_400;
const NAMES = ['email', 'password', 'pin', 'code'];

const fields = fc.subarray(NAMES, { minLength: 1 });
const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  {
    weight: 6,
    arbitrary: fields.map((names) => ({ kind: 'input' as const, page: page(...names.map((name) => field(name))) })),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'external_action' as const, message: 'Tap yes' }) },
);
/** What became of a submission. */
const result = fc.constantFrom(
  'taken',
  'refused',
  'refused_before',
  'empty',
  'not_entitled',
  'other_site',
  'wait_until',
  'changed',
  'unknown',
  'not_sent',
  'stopped',
  'lost',
  'untouched',
);
/** What happens beside the login, before its next step. */
const beside = fc.constantFrom(
  'nothing',
  'nothing',
  'nothing',
  'answer',
  'answer',
  'page lost',
  'time',
  'another value',
  'same values',
  'not entitled',
  'new run',
);
export const turn = fc.record({
  beside,
  seen: outcome,
  result,
  name: fc.constantFrom(...NAMES),
  ms: fc.integer({ min: 0, max: 7_200_000 }),
});
type Turn = typeof turn extends fc.Arbitrary<infer T> ? T : never;

/** Does with the reducers what the workflow does (invocation.ts, long-wait.ts, steps.ts). */
export class Login {
  flow: flows.Flow;
  #outcome: Outcome | null = null;
  #now = 0;
  #version = 0;
  #marks: Record<string, string> = { email: 'e0', password: 'p0' };
  /** Values of people that are to be there, by their key: those of answers that nothing has happened to. */
  readonly #kept = new Map<string, number>();
  /** Marks of stored values that were refused. */
  readonly #refused = new Set<string>();
  /** How often each value went out, since the login was begun again for a person. */
  #sent = new Map<string, number>();

  constructor() {
    const first = flows.begun(flows.beginFlow(input, 0), 0, { ...begun, marks: this.#marks, totp_mark: 't0' });
    this.flow = flows.parks(first, 7 * DAY_SECONDS, this.#stored());
  }

  #stored(): StoredAtHand {
    return {
      stored: ['email', 'password'],
      refused: [],
      has_totp: true,
      sso_provider: null,
      marks: this.#marks,
      totp_mark: 't0',
      has_session: false,
    };
  }

  #check(): void {
    const { given, state } = this.flow;
    for (const [key, question] of this.#kept)
      expect(given[key]?.question, `the ${key} of answer ${question}`).toBe(question);
    if (this.flow.answer !== null && state.step !== 'awaiting_input')
      expect(this.flow.answer.question).toBe(state.question);
  }

  /** One turn of the workflow's loop. */
  turn(one: Turn): void {
    this.#beside(one);
    this.#check();
    if (flows.ended(this.flow)) return;
    const at = flows.parksAt(this.flow);
    if (this.#now >= this.flow.overall_deadline) this.flow = flows.expired(this.flow);
    else if (flows.isAnswered(this.flow)) this.#resume(one.beside !== 'not entitled');
    else if (at !== null && at <= this.#now) this.#park();
    else if (this.#isWaiting()) this.#now += one.ms;
    else if (this.#mustAsk()) this.flow = flows.asked(flows.ask(this.flow, this.#now, 600), this.#now);
    else this.#step(one);
    this.#check();
  }

  #isWaiting(): boolean {
    return this.flow.state.step === 'awaiting_input' && this.flow.answer === null;
  }

  #mustAsk(): boolean {
    return (
      this.#outcome?.kind === 'input' &&
      this.flow.answer === null &&
      needsPerson(this.flow.seen!, flows.matchOf(this.flow)) &&
      !flows.ssoChoice(this.flow)
    );
  }

  #beside({ beside: what, ms }: Turn): void {
    this.#now += 1_000;
    if (what === 'time') this.#now += ms;
    else if (what === 'new run') this.flow = JSON.parse(JSON.stringify(this.flow));
    else if (what === 'page lost' && this.flow.page !== null && !this.#isWaiting()) {
      this.flow = flows.pageLost(this.flow, this.#now);
      this.#outcome = null;
    } else if (what === 'another value' || what === 'same values') this.#restock(what === 'another value');
    else if ((what === 'answer' || what === 'not entitled') && this.#isWaiting()) this.#answer();
  }

  #answer(): void {
    const { state } = this.flow;
    const names = state.pending_fields.map(({ name }) => name);
    const message: SubmitMessage = {
      question: state.question,
      kid: 'k',
      entitlement: 'sealed',
      ...(names.length > 0
        ? { field_values: Object.fromEntries(names.map((name) => [name, `sealed-${state.question}`])) }
        : { sign_in_option_id: 'begin_again' }),
    };
    this.flow = flows.submitted(this.flow, this.#now, message);
    for (const name of names) if (name !== 'code') this.#kept.set(name, state.question);
  }

  #restock(isOther: boolean): void {
    if (isOther) {
      this.#version += 1;
      this.#marks = { ...this.#marks, password: `p${this.#version}` };
    }
    const { flow, looksAgain } = flows.restocked(this.flow, this.#now, this.#stored(), true);
    this.flow = flow;
    // What is stored anew takes the place of what a person gave before.
    if (isOther) this.#kept.delete('password');
    if (isOther) this.#forget('stored password');
    if (!looksAgain) return;
    if (flows.isParked(this.flow)) this.flow = flows.woken(this.flow, this.#now, false);
    this.#outcome = null;
  }

  #forget(key: string): void {
    this.#sent.delete(key);
  }

  #park(): void {
    this.#outcome = null;
    this.flow = flows.parked(this.flow, this.#now);
  }

  #resume(isEntitled: boolean): void {
    if (flows.isParked(this.flow)) {
      if (!isEntitled && this.flow.answer?.field_values === undefined) {
        this.flow = flows.stillParked(this.flow, this.#now);
        return;
      }
      this.flow = flows.woken(this.flow, this.#now, true);
      this.#outcome = null;
      this.#sent = new Map();
    }
    this.flow = flows.attended(this.flow, this.#now, 1200);
  }

  #step({ seen, result: came }: Turn): void {
    if (this.#outcome === null || this.#outcome.kind === 'external_action') {
      if (this.flow.page === null) {
        this.flow = flows.opening(this.flow, this.#now);
        this.flow = flows.opened(this.flow, this.#now, { page_id: 'p', task_queue: 't' }, 1200);
      }
      this.#saw(seen);
      return;
    }
    if (this.#outcome.kind !== 'input') return;
    const { values } = flows.matchOf(this.flow);
    if (flows.isSpent(this.flow, values)) {
      this.flow = flows.goesInCircles(this.flow);
      return;
    }
    this.#checkTyped(values);
    this.flow = flows.filling(this.flow, this.#now, values);
    this.#fill(values, came, seen);
  }

  #checkTyped(values: Sources): void {
    for (const source of Object.values(values)) {
      if (source.from !== 'stored') continue;
      const mark = this.#marks[source.key]!;
      expect(this.#refused, 'stored values that the site refused').not.toContain(`${source.key} ${mark}`);
    }
  }

  #fill(values: Sources, came: Turn['result'], seen: Outcome): void {
    const before = this.flow.seen!;
    const names = Object.keys(values);
    const secrets = names.filter((name) => name !== 'email');
    const blamed = secrets.length > 0 ? secrets : names;
    const went = ![
      'refused_before',
      'empty',
      'not_entitled',
      'other_site',
      'wait_until',
      'changed',
      'not_sent',
      'stopped',
      'untouched',
    ].includes(came);
    if (went) for (const name of secrets) this.#count(keyOfSource(values[name]!));
    if (came === 'untouched') {
      this.flow = flows.pageLost(this.flow, this.#now);
      this.#outcome = null;
      return;
    }
    if (came === 'lost') {
      this.flow = flows.unknownAttempt(flows.went(this.flow, values), values);
      this.#drop(values, secrets);
      this.#saw(seen);
      return;
    }
    const said = this.#resultOf(came, blamed, seen);
    this.flow = flows.filled(this.flow, this.#now, values, said);
    if (said.kind === 'refused' || said.kind === 'refused_before')
      for (const name of blamed) {
        const source = values[name];
        if (source?.from === 'stored') this.#refused.add(`${source.key} ${this.#marks[source.key]}`);
      }
    if (['refused', 'refused_before', 'empty', 'not_entitled', 'other_site', 'unknown'].includes(came))
      this.#drop(values, blamed);
    if (came === 'stopped') this.#drop(values, secrets);
    if (flows.ended(this.flow)) return;
    const shows: Outcome =
      said.kind === 'input' || said.kind === 'external_action' ? said : { kind: 'input', page: before };
    this.#saw(shows);
  }

  #resultOf(came: Turn['result'], blamed: string[], seen: Outcome): FillResult {
    const same = { kind: 'input' as const, page: this.flow.seen! };
    if (came === 'refused') return { kind: 'refused', fields: blamed, website_error: 'no', page: same.page };
    if (came === 'refused_before' || came === 'empty' || came === 'not_entitled' || came === 'other_site')
      return { kind: came, fields: blamed };
    if (came === 'wait_until') return { kind: 'wait_until', at: new Date(this.#now + 1_000).toISOString() };
    if (came === 'stopped') return { kind: 'stopped', why: 'too_many_logins', until: null };
    if (came === 'changed') return { kind: 'changed', outcome: same };
    if (came === 'unknown' || came === 'not_sent') return { ...same, left: came };
    return seen as FillResult;
  }

  #count(key: string): void {
    const times = (this.#sent.get(key) ?? 0) + 1;
    this.#sent.set(key, times);
    expect(times, `times that ${key} went out by itself`).toBeLessThanOrEqual(2);
  }

  /** What the site, or the vault, has said no to is asked for again: it is not lost. */
  #drop(values: Sources, names: readonly string[]): void {
    for (const name of names) {
      const source = values[name];
      if (source?.from === 'given') this.#kept.delete(source.field);
    }
  }

  #saw(seen: Outcome): void {
    this.#outcome = seen;
    if (!flows.ended(this.flow)) this.flow = flows.watched(flows.saw(this.flow, this.#now, seen), this.#now);
  }
}
