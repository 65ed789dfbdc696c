import { isErrorPage } from '../../browser/index.js';
import type { BoxWords } from '../read/dialogs.js';
import { isBotWall } from '../read/firewall.js';
import { buttonsOver } from '../read/in-front.js';
import type { Observation } from '../read/observation.js';
import { asksForLogin } from '../read/seen-page.js';
import { says, sentencesOf } from '../read/states.js';
import { waitIn } from '../read/wait-in.js';
import { saysBot, soundsMissing, soundsRefused } from '../read/words.js';
import { isOnTheWay } from './left-step.js';
import { refusesByStatus } from './refusal.js';
import type { Rule, Seen } from './rule.js';
import {
  blamesInPart,
  isAcrossParts,
  isSaidAnew,
  isSilent,
  leavesOpen,
  refusal,
  refusesValues,
  textsThat,
  told,
  without,
  wordsThat,
} from './site-words.js';
import { asksTheSame } from './submission.js';
import { fails, type Judged, unclear } from './verdict.js';

/** Statuses that speak for themselves (RFC 4918 section 11.3, RFC 6585 section 4). */
const LOCKED = 423;
const TOO_MANY = 429;
/** By these, servers say that a form or a session was too old (Laravel, IIS). */
const STALE: ReadonlySet<number> = new Set([419, 440]);

/** The browser's own page, where the site did not answer: it says nothing about the login, and may still be left. */
export const unreachable: Rule = ({ after }) =>
  isErrorPage(after.view.url) ? unclear(fails('network_error', 'unreachable', null)) : null;

/** What ends the first part of a sentence, and begins what to do now. */
const FIRST_PART = /^[^,，、;；،:：–—]*/u;

/** "Wrong password, or the account is locked". Where a sentence begins with the lock, what it leaves open behind is what to do about it. */
function isLockLeftOpen(text: string): boolean {
  const locks = sentencesOf(text).filter((sentence) => says('locked', sentence));
  const begins = (sentence: string): boolean => {
    const [first = ''] = FIRST_PART.exec(sentence) ?? [];
    const rest = sentence.slice(first.length);
    return says('locked', first) && !says('either', first) && !soundsRefused(rest) && !soundsMissing(rest);
  };
  return locks.length > 0 && locks.every((sentence) => leavesOpen(sentence) && !begins(sentence));
}

/** The account is locked. A warning that it will be locked does not count. */
export const locked: Rule = ({ after, words }) => {
  const said = wordsThat(without(words, isLockLeftOpen), 'locked');
  return said !== null || after.answer === LOCKED ? fails('account_locked', 'account_locked', said) : null;
};

/** Too many attempts, here or there: the site wants to be left alone. */
export const askedToWait: Rule = ({ before, after, words, submitted }) => {
  const said = wordsThat(words, 'wait');
  const isTold = after.status === TOO_MANY || after.answer === TOO_MANY;
  if (said === null && !isTold) return null;
  const asksMore = asksTheSame(before.view, after.view, submitted) && hasGrown(before, after);
  if (!isTold && asksMore && !says('later', said ?? '') && waitIn(said ?? '') === null)
    return unclear({ kind: 'input', left: 'unknown', words: said, reason: 'same_form' });
  return unlessOnTheWay(after, isTold, fails('rate_limited', 'asked_to_wait', said));
};

/** Whether the form asks for something that it did not ask for before: after too many attempts, that is what a site wants that names no time. */
const hasGrown = ({ view }: Observation, after: Observation): boolean =>
  (after.view.best?.fields ?? []).some(
    ({ role, name, filled }) =>
      role === 'custom' &&
      !filled &&
      after.view.captcha === null &&
      !(view.best?.fields ?? []).some((known) => known.name === name),
  );

/** "Try again later", and nothing that says that a value is wrong. */
export const askedForLater: Rule = ({ after, words }) => {
  // What a button offers ("Remind me later") is not what the site says.
  const offered = after.view.buttons.map(({ label }) => label).filter((label) => says('later', label));
  const said = wordsThat(
    without(words, (text) => offered.some((label) => text.includes(label))),
    'later',
  );
  if (said === null || refusal(words, 'clear text') !== null) return null;
  return unlessOnTheWay(after, false, fails('rate_limited', 'asked_to_wait', said));
};

/** A page that continues by itself also says "Please wait a moment": whether it does continue is seen after a while. */
const unlessOnTheWay = ({ view }: Observation, certain: boolean, wait: ReturnType<typeof fails>): Judged =>
  !certain && isOnTheWay(view) ? unclear(wait) : wait;

/** The page asked something in a dialog of the browser, was told no, and stayed; what it was sent all the same it may have refused. */
export const asksInBox: Rule = ({ before, after, words, submitted }) =>
  asksTheSame(before.view, after.view, submitted) && !refusesValues(words) ? askedIn(after.boxes) : null;

/** What a page asked in dialogs of the browser, where it was told no; null if it asked nothing. */
export function askedIn(boxes: readonly BoxWords[]): ReturnType<typeof fails> | null {
  const questions = boxes.filter(({ asks }) => asks).map(({ words }) => words);
  if (questions.length === 0) return null;
  const said = questions.join(' ');
  return says('elsewhere', said)
    ? fails('session_elsewhere', 'session_elsewhere', said)
    : fails('external_action_required', 'site_asks', said);
}

/** A dialog over the form asks something: it offers more than one answer, and no value was refused. */
export const asksOverForm: Rule = ({ before, after, words, submitted }) => {
  if (after.view.gate === null || before.view.gate !== null) return null;
  if (refusesByStatus(after) || refusal(words, 'any text') !== null) return null;
  const answers = buttonsOver(after.view).filter(({ kind }) => kind !== 'dismiss');
  return answers.length > 1 && asksTheSame(before.view, after.view, submitted)
    ? unclear({ kind: 'input', left: 'unknown', words: told(words), reason: 'asks_over_form' })
    : null;
};

/** Somebody is logged in elsewhere, and nothing is offered but the same form. */
export const inUseElsewhere: Rule = ({ before, after, words, submitted }) => {
  const said = wordsThat(words, 'elsewhere');
  if (said === null || !asksTheSame(before.view, after.view, submitted)) return null;
  return fails('session_elsewhere', 'session_elsewhere', said);
};

/** The site wants proof of a human. A widget may still pass by itself. */
export const captcha: Rule = (seen) => {
  const { before, after, words, submitted, asks } = seen;
  const said = wordsThat(words, 'captcha');
  // What comes with a no to the values is for the next try.
  if (before.view.captcha === null && refusesValues(words)) return null;
  // "Security check" is also what a later step calls itself.
  const isHere = after.view.captcha !== null || asksTheSame(before.view, after.view, submitted);
  if (said !== null && asks && isHere) return fails('captcha_blocked', 'captcha', said);
  // A page that comes again because it was too old brings its widget along.
  const isNew = after.view.captcha !== null && before.view.captcha === null && notLookedAt(seen) === null;
  const isBehind = !asks && after.view.evidence.logout;
  return isNew && !isBehind ? unclear(fails('captcha_blocked', 'captcha', said)) : null;
};

/** What the site said when the form was sent the last time, and says again: put there anew, or standing there still once it has answered and changed nothing. */
function saidAgain({ before, after, words, submitted: { linesBefore } }: Seen): string[] {
  if (linesBefore === undefined) return [];
  const isLeft = after.answered && isSilent(words);
  const same = [...after.lines].filter((line) => before.lines.has(line) && !linesBefore.has(line));
  return same.filter((line) => isLeft || isSaidAnew(after, line));
}

/**
 * Whether a text says no more of being too old than what to do about a server that failed ("An error occurred. Reload the page"): nobody knows
 * what became of what it was sent.
 */
const isAboutServer = (text: string): boolean => {
  const fails = siteFails(text);
  const isOld = (sentence: string): boolean =>
    says('stale', sentence) && !says('timed_out', sentence) && !(fails && says('reload', sentence));
  return fails && !sentencesOf(text).some(isOld);
};

/** The site did not look at the values: its own session, or the form's, was over, or it was busy. */
export const notLookedAt: Rule = (seen) => {
  const { before, after, submitted } = seen;
  const isOther = (text: string): boolean => isAboutServer(text) || blamesInPart(text) || isAcrossParts('stale', text);
  const words = without(seen.words, isOther);
  const again = [...words.repeated, ...saidAgain(seen).filter((text) => !isOther(text))];
  const said = wordsThat({ ...words, messages: [...words.messages, ...again] }, 'stale');
  const isTold = [after.answer, after.status].some((status) => status !== null && STALE.has(status));
  if (said === null && !isTold) return null;
  // A page without a form can be any step that speaks of sessions, unless it leads back to the login.
  const isOver = !asksForLogin(after.view) && after.view.evidence.loginLink && wordsThat(words, 'elsewhere') === null;
  const isBack = asksTheSame(before.view, after.view, submitted) || isOver;
  if (!isBack) return null;
  const verdict = { kind: 'input', left: 'not_looked_at', words: said, reason: 'not_looked_at' } as const;
  // In the same place, old words may stand there for a while yet.
  return isTold || after.status !== null || wordsThat(words, 'stale') !== null ? verdict : unclear(verdict);
};

/**
 * "Error while logging in: wrong password" may be a no, or the failure of a server that could not check it. Sent again, it may be the same no
 * once more, and blamed, it may be right: a person has to look.
 */
export const blamedAmidTrouble: Rule = ({ after, words, asks }) => {
  const isTrouble = (text: string): boolean => says('stale', text) || siteFails(text);
  const said = textsThat(words, (text) => isTrouble(text) && blamesInPart(text));
  if (said === null || !after.mayHaveSent || refusal(words, 'clear text') !== null) return null;
  const verdict = { kind: 'input', left: 'unknown', words: said, reason: 'other_refused' } as const;
  return asks ? verdict : unclear(verdict);
};

const siteFails = (text: string): boolean => says('outage', text) || says('timed_out', text);

/** The site itself does not work now. */
export const siteDown: Rule = ({ after, words, asks }) => {
  const said = textsThat(words, (text) => siteFails(text) && !blamesInPart(text));
  const answered = (after.answer ?? 0) >= 500;
  if (said !== null || answered) return fails('website_error', 'site_down', said);
  const { status, view } = after;
  if (status === null || asks) return null;
  if (status >= 500)
    return saysBot(view.title) ? fails('bot_detected', 'bot_wall', null) : fails('website_error', 'site_down', null);
  return status === 403 && isBotWall(after) ? fails('bot_detected', 'bot_wall', null) : null;
};
