/** Whether a page does no more than speak to somebody. Pure rules, by what it says and what a stranger is told on the same site. */
import { MAX_ANSWERS, MIN_LINES, MIN_PLACES } from '../judge/left-step.js';
import type { PageView, Standing } from '../page-world/view.js';
import { isBeside } from '../read/beside.js';
import type { Sight } from '../read/observation.js';
import { partsOf } from '../read/sentence-parts.js';
import { UNSPACED } from '../read/sentence-patterns.js';

/** A page that says more is one to read. In sentences. */
const MAX_SENTENCES = 8;
/** Fewer say less: how many things there are, who is on duty. */
const MIN_SENTENCES = 2;
/** A single sentence that is shorter is a note, beside anything else. In letters. */
const MIN_SAID = 24;
const MIN_SAID_UNSPACED = 12;
/** Names, numbers and captions: with more of them a page shows something. */
const MAX_SHORT = 8;
/** So many more where some of them are the names and values of what is asked. */
const MAX_FACTS = 16;
/** Lines of a table. Tries to log in, devices and codes are fewer. */
const MIN_RECORDS = 8;
/** Of what has no sentence, and waits. */
const MAX_BESIDE_WAIT = 3;
/** Besides the way out, a step offers to send it again, another way, another address, to give up, to ask somebody, and help. */
const MAX_BUTTONS = 6;
/** What is shorter is a name, a number or a greeting. In words; in letters where words are not spaced. */
const MIN_WORDS = 3;
const MIN_LETTERS = 8;
/** Devices that a login can be confirmed on, a button for each. */
const MAX_WAYS = 3;
/** Many write without stops. */
const MANY_WORDS = 9;
const MANY_LETTERS = 25;
const LETTERS = new RegExp(UNSPACED.source, 'gu');
/** An address or a number of a phone of which only a part is shown: something was sent there. */
const SENT_TO = /\S*(?:[*•●∙·…]{2,}|x{3,})\S*@|\+\d[\d\s-]*[*•●∙]{2,}[\s-]*\d{2,4}/u;
/** A card or an account, too, has a number of which a part is shown. */
const MASKED = /[*•●∙]{3,}[\s-]*\d{2,4}/u;

/**
 * Whether a page has nothing but what it says: that something was sent, that somebody has to agree, how long it takes. A place shows its users something
 * that strangers are not shown, or gives them something to do.
 * @param strangers what is shown without the session
 */
export function onlyTells(member: Sight, strangers: readonly Sight[]): boolean {
  const { buttons, forms, standing } = member.seen.view;
  const pressed = buttons.filter((one) => !one.link && !one.leadsAway && !one.framed && one.cookies === null);
  const labels = new Set(pressed.map(({ label }) => label));
  // The same is to be done with each of several things. Up to three are as often ways to confirm a login.
  const isList = pressed.length > Math.max(labels.size + 1, MAX_WAYS);
  const isToDo = labels.size > MAX_BUTTONS || isList || forms.some((form) => form.fields.length > 0 && !isBeside(form));
  if (isToDo) return false;
  const texts = ownTexts(member.seen.view, strangers);
  const sentences = texts.flatMap(sentencesIn);
  // "You have signed in. We sent a link to a•••@example.com": with the first of two steps.
  if (sentences.some((sentence) => SENT_TO.test(sentence))) return true;
  if (standing.letsKnow) return false;
  if (showsMoreThan(strangers, member, shownBeyondFacts) || leadsOnFromItsMiddle(member, strangers)) return false;
  if (sentences.some((sentence) => MASKED.test(sentence))) return true;
  const short = texts.filter((text) => sentencesIn(text).length === 0).length;
  if (sentences.length < MIN_SENTENCES) {
    // One sentence is as often what stands above a place that somebody comes for.
    if (leadsOn(member, strangers)) return false;
    if (standing.waits && short <= MAX_BESIDE_WAIT) return true;
    const [sentence = ''] = sentences;
    const isAlone = texts.length === 1 && !standing.greets;
    // Without its stop it may be names and values in a row.
    if (!partsOf(sentence).some(({ isEnded }) => isEnded) || (!isAlone && isNote(sentence))) return false;
  }
  return sentences.length <= MAX_SENTENCES && short <= MAX_SHORT + (standing.facts > 0 ? MAX_FACTS : 0);
}

/** "Two new letters." */
const isNote = (sentence: string): boolean =>
  (sentence.match(/\p{L}/gu)?.length ?? 0) < MIN_SAID && (sentence.match(LETTERS)?.length ?? 0) < MIN_SAID_UNSPACED;

/** Whether it has navigation that strangers are not shown. */
function leadsOn({ seen }: Sight, strangers: readonly Sight[]): boolean {
  const known = new Set(
    strangers.flatMap((one) => [...one.seen.view.standing.places, ...one.seen.view.standing.links]),
  );
  return seen.view.standing.places.some((path) => !known.has(path));
}

/** Whether there are more links in its middle than a question has answers, to pages that strangers are not led to: a menu, whatever it is made of. */
export function leadsOnFromItsMiddle(member: Sight, strangers: readonly Sight[]): boolean {
  const { view } = member.seen;
  const known = strangers.map(({ seen }) => seen.view);
  const offered = new Set(known.flatMap(({ buttons }) => buttons.map(({ label }) => label)));
  const led = new Set(known.flatMap(({ standing }) => [...standing.links, ...standing.places]));
  const own = view.buttons.filter(
    ({ link, scripted, framed, label }) => link && !scripted && !framed && !offered.has(label),
  );
  const places = view.standing.links.filter((path) => !led.has(path));
  const names = new Set(own.map(({ label }) => label)).size;
  // Some sections of a place have an entry of the same name. Where most links are called alike, each is for one of several things.
  const isLong = names > MAX_ANSWERS || (places.length > MAX_ANSWERS && names * 2 >= places.length);
  // To open one of those to choose from would be to choose it.
  return !isToChoose(member, strangers) && isLong && places.length >= MIN_PLACES;
}

const shownBeyondFacts = ({ content, facts }: Standing): number => content - facts;

const showsMoreThan = (strangers: readonly Sight[], { seen }: Sight, shown: (standing: Standing) => number): boolean =>
  strangers.every((stranger) => shown(stranger.seen.view.standing) < shown(seen.view.standing));

/** Whether a page shows tables, drawings, a list of things, more than strangers are shown. */
export const hasContent = (member: Sight, strangers: readonly Sight[]): boolean =>
  showsMoreThan(strangers, member, ({ content }) => content);

/** Whether a page shows nothing but a list to choose from, as far as one sees, that strangers are not shown. */
export const isToChoose = (member: Sight, strangers: readonly Sight[]): boolean =>
  member.seen.view.standing.lines >= MIN_LINES && showsMoreThan(strangers, member, ({ lines }) => lines);

/** Whether a page shows a long table that strangers are not shown: more than a step has to tell, or to choose from. */
export const hasRecords = (member: Sight, strangers: readonly Sight[]): boolean =>
  member.seen.view.standing.records >= MIN_RECORDS && showsMoreThan(strangers, member, ({ records }) => records);

/** Whether a page says anything of its own: a place that does has to have more than that. */
export const tellsSomething = (member: Sight, strangers: readonly Sight[]): boolean =>
  onlyTells(member, strangers) || ownTexts(member.seen.view, strangers).some((text) => sentencesIn(text).length > 0);

/** Whether a page has a text of its own, be it a name or a number, besides what can be pressed. */
export const saysAnything = (member: Sight, strangers: readonly Sight[]): boolean =>
  ownTexts(member.seen.view, strangers).length > 0;

function ownTexts({ standing: { texts } }: PageView, strangers: readonly Sight[]): string[] {
  const known = new Set(strangers.flatMap(({ seen }) => seen.view.standing.texts));
  return texts.filter((text) => !known.has(text));
}

function sentencesIn(text: string): string[] {
  return partsOf(text).flatMap((part) => {
    const letters = part.text.match(LETTERS)?.length ?? 0;
    const words = part.text.match(/[\p{L}\p{M}]{2,}/gu)?.length ?? 0;
    if (part.isEnded) return words >= MIN_WORDS || letters >= MIN_LETTERS ? [part.text] : [];
    // Thai has no stops.
    if (letters >= 2 * MANY_LETTERS) return [part.text, part.text];
    return words >= MANY_WORDS || letters >= MANY_LETTERS ? [part.text] : [];
  });
}
