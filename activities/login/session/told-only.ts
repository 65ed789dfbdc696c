/** Whether a page does no more than speak to somebody. Pure rules, by what it says and what a stranger is told on the same site. */
import type { PageView } from '../page-world/view.js';
import { isBeside } from '../read/beside.js';
import type { Sight } from '../read/observation.js';
import { partsOf } from '../read/sentence-parts.js';
import { UNSPACED } from '../read/sentence-patterns.js';

/** A page that says more is one to read. In sentences. */
const MAX_SENTENCES = 8;
/** One sentence is as often what somebody comes for: "Ada is on call this week." */
const MIN_SENTENCES = 2;
/** Names, numbers and captions: with more of them a page shows something. */
const MAX_SHORT = 8;
/** Besides the way out: with more of them there is something to be done. */
const MAX_BUTTONS = 3;
/** What is shorter is a name, a number or a greeting. In words; in letters where words are not spaced. */
const MIN_WORDS = 3;
const MIN_LETTERS = 8;
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
  const isToDo = pressed.length > MAX_BUTTONS || forms.some((form) => form.fields.length > 0 && !isBeside(form));
  if (standing.letsKnow || isToDo) return false;
  const texts = ownTexts(member.seen.view, strangers);
  const sentences = texts.flatMap(sentencesIn);
  if (sentences.some((sentence) => SENT_TO.test(sentence))) return true;
  if (hasContent(member, strangers)) return false;
  if (sentences.some((sentence) => MASKED.test(sentence))) return true;
  const short = texts.filter((text) => sentencesIn(text).length === 0);
  return short.length <= MAX_SHORT && sentences.length >= MIN_SENTENCES && sentences.length <= MAX_SENTENCES;
}

/** Whether a page shows tables, drawings, a list of things, more than strangers are shown. */
export const hasContent = ({ seen }: Sight, strangers: readonly Sight[]): boolean =>
  strangers.every((stranger) => stranger.seen.view.standing.content < seen.view.standing.content);

/** Whether a page says anything of its own in a sentence. */
export const tellsSomething = (member: Sight, strangers: readonly Sight[]): boolean =>
  ownTexts(member.seen.view, strangers).some((text) => sentencesIn(text).length > 0);

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
