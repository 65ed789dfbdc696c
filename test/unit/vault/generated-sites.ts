/** Agents on sites that end sessions by a rule, over years that take no time: by what is learned of the ends, with looks and renewals as the vault has them. */
import { lookFor, renewalAt } from '../../../activities/vault/lifetimes/end.js';
import { type History, type LifeEvent, NO_HISTORY, next } from '../../../activities/vault/lifetimes/history.js';
import { Dice } from '../../bench/year/random.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** When a session ends that began at `born` and is not used after `used`. */
export type Rule = (born: number, used: number) => number;

export const atAge =
  (age: number): Rule =>
  (born) =>
    born + age;

export const unused =
  (rest: number): Rule =>
  (_, used) =>
    used + rest;

/** All that there are at once, at any time. */
export function anyTime(mean: number, seed: number): Rule {
  const dice = new Dice();
  dice.begin(seed);
  const ends = [0];
  return (born) => {
    while (ends.at(-1)! <= born) ends.push(ends.at(-1)! - mean * Math.log(1 - dice.next()));
    return ends.find((end) => end > born)!;
  };
}

/** All that there are at once, each so often. */
export const byClock =
  (every: number): Rule =>
  (born) =>
    (Math.floor(born / every) + 1) * every;

export const either =
  (...rules: readonly Rule[]): Rule =>
  (born, used) =>
    Math.min(...rules.map((rule) => rule(born, used)));

export interface Lived {
  readonly logins: number;
  /** Of an agent that knows at once when its session ends, and logs in then. */
  readonly needed: number;
  readonly looks: number;
  /** How long it had a session that was over, of all the time. */
  readonly dead: number;
}

interface Habits {
  readonly forHowLong: number;
  readonly seed: number;
  /** From time to time nobody looks for some hours. */
  readonly isAway?: boolean;
}

/** How often a session that is known to end at once, and is used each hour, is lost. */
function neededBy(rule: Rule, forHowLong: number): number {
  let needed = 0;
  for (let born = 0; born < forHowLong; needed += 1) {
    let used = born;
    while (used < forHowLong && rule(born, used) > used + HOUR) used += HOUR;
    born = rule(born, used);
  }
  return needed;
}

export function live(rule: Rule, { forHowLong, seed, isAway = false }: Habits): Lived {
  const dice = new Dice();
  dice.begin(seed);
  let history: History = NO_HISTORY;
  let [now, born, used] = [0, 0, 0];
  let [logins, looks, dead] = [0, 0, 0];
  const note = (event: LifeEvent): void => {
    history = next(history, event);
  };
  const logIn = (renewed: boolean): void => {
    logins += 1;
    note({ kind: 'began', at: now, excused: false, renewed });
    [born, used] = [now, now];
  };
  logIn(false);
  while (now < forHowLong) {
    const wait = Math.min(HOUR, lookFor(history, now)) * dice.between(0.9, 1.1);
    const gap = isAway && dice.chance(1 / 60) ? dice.between(2, 14) * HOUR : 0;
    const due = renewalAt(`agent_${seed}`, history, null, { born, tried: null });
    const look = now + wait + gap;
    now = due === null ? look : Math.min(look, Math.max(due, now) + gap);
    const end = rule(born, used);
    dead += Math.max(0, now - end);
    if (now < look) logIn(true);
    else {
      looks += 1;
      const isOver = end <= now;
      note(isOver ? { kind: 'over', at: now, excused: false, seen: true } : { kind: 'seen', at: now });
      if (isOver) logIn(false);
      else used = now;
    }
    now += MINUTE;
  }
  return { logins, needed: neededBy(rule, forHowLong), looks, dead: dead / forHowLong };
}
