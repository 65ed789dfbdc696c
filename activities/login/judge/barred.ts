/** What a site says where it knows the account and does not let it in: nothing that was typed is wrong. */
import { type SiteState, says, sentencesOf } from '../read/states.js';
import { aboutAllTogether, aboutIdentifier, aboutPassword, soundsMissing, soundsRefused } from '../read/words.js';
import { answersOf, leftStepOf } from './left-step.js';
import type { Rule, Seen } from './rule.js';
import { leavesOpen, refusal } from './site-words.js';
import { asksOther } from './submission.js';
import { fails, type Judged, unclear } from './verdict.js';

/** Why an account may not log in, the most specific first. */
const BARS = [
  'from_here',
  'outside_hours',
  'subscription_over',
  'not_activated',
  'no_permission',
] as const satisfies readonly SiteState[];
type Bar = (typeof BARS)[number] | 'not_now' | 'unsafe_browser';

const namesSecret = (text: string): boolean => aboutPassword(text) || aboutAllTogether(text);

/** Whether a sentence says no to a value, whatever else it says: "Wrong password", "Unknown user". */
const blamesValue = (text: string): boolean =>
  (namesSecret(text) && (soundsRefused(text) || says('refused', text))) ||
  (aboutIdentifier(text) && soundsMissing(text));

/** Why the account may not log in, as a text says; null where it does not say so, or refuses a value as well. */
function barIn(text: string, bars: readonly Bar[]): Bar | null {
  const sentences = sentencesOf(text);
  if (sentences.some((sentence) => blamesValue(sentence) || leavesOpen(sentence))) return null;
  const isAside = (sentence: string): boolean => says('aside', sentence) && !says('unsafe_browser', sentence);
  const told = sentences.filter((sentence) => !isAside(sentence) && !namesSecret(sentence));
  // "Your address is blocked after too many attempts" ends by itself, unless it says otherwise.
  const endsByItself = (sentence: string): boolean => says('wait', sentence) && !says('for_good', sentence);
  const holds = (bar: Bar, sentence: string): boolean =>
    says(bar, sentence) && !(bar === 'from_here' && endsByItself(sentence));
  return bars.find((bar) => told.some((sentence) => holds(bar, sentence))) ?? null;
}

/** A page that says no, and that it is the browser which is turned down. Elsewhere that may as well be a notice to everybody. */
export const unsafeBrowser: Rule = (seen) =>
  seen.asks || refusal(seen.words, 'clear text') === null ? null : barredBy(seen, ['unsafe_browser']);

/** The values may be right: the account itself is not let in, or not now, or not from here. Other values would change nothing. */
export const barred: Rule = (seen) => barredBy(seen, BARS);

/** The password is the right one, and may not be used any longer: "Your password has expired", beside the form as it was. */
export const passwordOver: Rule = ({ before, after: { view }, words, submitted, asks }) => {
  if (!asks || asksOther(before.view, view, submitted)) return null;
  const said = words.messages.length > 0 ? words.messages : words.lines;
  // "Because this is your first login, or because it has expired": either way it may not be used.
  const isFirst = (sentence: string): boolean => says('first_login', sentence) && !soundsRefused(sentence);
  const isOver = (text: string): boolean =>
    sentencesOf(text).some(isFirst) || (says('password_over', text) && !sentencesOf(text).some(leavesOpen));
  const found = said.filter(isOver);
  return found.length === 0 ? null : fails('password_change_required', 'password_over', found.join(' '));
};

/** Nobody is let in now, or this account is not: "You can't log in right now", without a word about why. */
export const notNow: Rule = (seen) => (refusal(seen.words, 'clear text') === null ? barredBy(seen, ['not_now']) : null);

function barredBy({ before, after: { view }, words, submitted, asks }: Seen, bars: readonly Bar[]): Judged | null {
  // A step of the login may speak of such things, too.
  if (asks && asksOther(before.view, view, submitted)) return null;
  // What can be answered is asked of a person. To begin again is no answer.
  const isAnswered =
    leftStepOf(view) !== null && answersOf(view).some(({ link, kind }) => !link && kind !== 'login_link');
  if (!asks && (isAnswered || view.externalAction !== null || view.rivals.length > 0)) return null;
  const said = [...new Set([...words.messages, ...words.lines])];
  if (words.messages.some((text) => sentencesOf(text).some(blamesValue))) return null;
  const found = said.map((text) => ({ text, bar: barIn(text, bars) })).filter(({ bar }) => bar !== null);
  const bar = found[0]?.bar ?? null;
  if (bar === null) return null;
  const verdict = fails('login_not_allowed', bar, found.map(({ text }) => text).join(' '));
  return asks ? verdict : unclear(verdict);
}
