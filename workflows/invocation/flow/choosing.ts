/** What a person has chosen in a login is chosen again by itself where the login comes back to the same question. */
import type { SubmitMessage } from '../../../contract/invocation/invocation.js';
import type { SeenPage } from '../../../contract/steps.js';
import { needsPerson } from '../match-fields.js';
import { ssoChoice } from './filling.js';
import { type Flow, matchOf, NOTHING_PENDING, show } from './flow.js';

/** The question of a page, by what can be chosen and filled there: its words may count tries or name the hour. */
const offerOf = ({ site, fields, sso_buttons, mfa_options, sign_in_options }: SeenPage): string =>
  JSON.stringify([
    site ?? '',
    fields.map(({ name }) => name).sort(),
    sso_buttons.map(({ selector }) => selector).sort(),
    mfa_options.map(({ type }) => type).sort(),
    sign_in_options.map(({ id }) => id).sort(),
  ]);

/** A choice is being made on the page: a person's, or the button of the credential's identity provider. */
export function choosing(flow: Flow, now: number, kind: string): Flow {
  const offer = offerOf(flow.seen!);
  const choices = flow.choices?.map((choice) => (choice.offer === offer ? { ...choice, isBehind: true } : choice));
  return show(
    { ...flow, answer: null, ...(choices === undefined ? {} : { choices }) },
    now,
    { ...NOTHING_PENDING, step: 'submitting' },
    { event: 'filling', fields: [kind] },
  );
}

/** The page was lost before the choice was made on it: it is made on the next one, if that offers it. */
export const choiceKept = (flow: Flow, answer: SubmitMessage): Flow => ({ ...flow, answer });

/** A choice was made on a page. */
export function chose(flow: Flow, seen: SeenPage, answer: SubmitMessage): Flow {
  const offer = offerOf(seen);
  const others = (flow.choices ?? []).filter((choice) => choice.offer !== offer);
  return { ...flow, choices: [...others, { offer, answer, isBehind: true }] };
}

/** The login goes on from an earlier place: what was chosen since may be asked again. */
export const choicesAhead = (flow: Flow): Pick<Flow, 'choices'> =>
  flow.choices === undefined ? {} : { choices: flow.choices.map((choice) => ({ ...choice, isBehind: false })) };

/**
 * The answer that a person has given to the question that the page asks, where it has to be given again. Once each time that the login comes back: where
 * the page asks again right after it, a person decides.
 */
export function choiceAgain(flow: Flow): SubmitMessage | null {
  const { seen, choices = [], answer } = flow;
  if (seen === null || answer !== null || !needsPerson(seen, matchOf(flow))) return null;
  return choices.find(({ offer, isBehind }) => !isBehind && offer === offerOf(seen))?.answer ?? null;
}

/** Whether only a person knows what the page that was seen last wants. */
export const isForPerson = (flow: Flow): boolean =>
  flow.answer === null && needsPerson(flow.seen!, matchOf(flow)) && !ssoChoice(flow) && !choiceAgain(flow);
