/** A step that no list of ours knows is shown to a person as it is: its words, and its buttons to choose from. */

import { siteAt } from '../../../contract/address/site.js';
import type { SignInOption } from '../../../contract/index.js';
import type { ChooseStep } from '../../../contract/steps.js';
import type { Consent } from '../../vault/types.js';
import type { Login } from '../login.js';
import { isAgreed, nameOfWords } from '../open/agreed.js';
import type { PageView, ViewButton, ViewRadio } from '../page-world/view.js';
import { answersOf, leftStepOf } from './left-step.js';
import { pageWords } from './page-words.js';

const MAX_DESCRIPTION = 300;

export interface StepAnswer {
  readonly id: string;
  /** What a person reads. */
  readonly label: string;
  /** Radio buttons that are chosen first. */
  readonly radios: readonly ViewRadio[];
  /** Null where choosing is all. */
  readonly button: ViewButton | null;
  /** What is remembered with the agent when a person has chosen it: hashes of the words and of the answer, never the words. */
  readonly consent: Consent;
}

/** The answers that a page offers which is a step; empty for any other, and where nobody can help. */
export function stepAnswers(login: Login, view: PageView): StepAnswer[] {
  const step = leftStepOf(view);
  if (step === null || step === 'enrollment' || (step === 'password_change' && !mayStayAsItIs(view))) return [];
  if (login.mayTypeAt(login.live.page.url()) !== null) return [];
  const { words, boxes } = view.standing;
  const site = siteAt(login.live.page.url());
  const client = `step:${hash([words, ...boxes.map(({ label }) => label)])}`;
  const offered = step === 'password_change' ? waysPast(view).map(plain) : choicesOf(view);
  return offered.map(({ radios, button, label }) => {
    const scope = hash([client, label]);
    return { id: `answer-${scope}`, label, radios, button, consent: { site, client, scopes: [scope] } };
  });
}

type Choice = Pick<StepAnswer, 'label' | 'radios' | 'button'>;

const plain = (button: ViewButton): Choice => ({ label: button.label, radios: [], button });

/** What a page with a form for a new password offers instead of sending that. */
const waysPast = (view: PageView): ViewButton[] =>
  answersOf(view).filter(
    ({ leadsAway, ref }) => !leadsAway && !view.forms.some(({ submit }) => submit?.pin === ref.pin),
  );

/** Whether a password may be left as it is: the page does not say that it must change, and offers something else. */
const mayStayAsItIs = ({ standing: { headline, speaksOf } }: PageView): boolean =>
  headline === null && speaksOf === null;

/** What a page can be answered with: its buttons, each with every choice of its radio buttons where it goes on with one. */
function choicesOf(view: PageView): Choice[] {
  const buttons = answersOf(view);
  const chosen = combinations(view.standing.radios);
  const onward = buttons.filter(({ leadsAway, link }) => !leadsAway && !link);
  if (chosen.length === 0 || chosen.length * Math.max(onward.length, 1) > MAX_CHOICES) return buttons.map(plain);
  const labelOf = (radios: readonly ViewRadio[], button: ViewButton | null): string =>
    [...radios, ...(button === null ? [] : [button])].map(({ label }) => label).join(' · ');
  const withChoice = (onward.length === 0 ? [null] : onward).flatMap((button) =>
    chosen.map((radios) => ({ label: labelOf(radios, button), radios, button })),
  );
  return [...withChoice, ...buttons.filter((button) => !onward.includes(button)).map(plain)];
}

const MAX_CHOICES = 12;

/** One answer to each question, in all ways. */
const combinations = (questions: readonly (readonly ViewRadio[])[]): ViewRadio[][] =>
  questions.length === 0
    ? []
    : questions.reduce<ViewRadio[][]>(
        (known, answers) => known.flatMap((chosen) => answers.map((answer) => [...chosen, answer])),
        [[]],
      );

const hash = (texts: readonly string[]): string => nameOfWords(JSON.stringify(texts));

/** The answers as a person chooses between them, those of no button last. The words of the page stand with the first, with what is ticked by choosing. */
export function stepOptions(login: Login, view: PageView): SignInOption[] {
  const { words, boxes } = view.standing;
  const ticked = boxes.map(({ label }) => `☑ ${label}`);
  const said = login.scrub.text([...ticked, words].join(' · ')).slice(0, MAX_DESCRIPTION);
  return [...stepAnswers(login, view), ...pageWords(login, view)].map(({ id, label }, at) => ({
    id,
    label: login.scrub.text(label),
    description: at === 0 ? said : null,
  }));
}

/** The answer that a choice names, if the page still offers it. */
export const chosenAnswer = (login: Login, view: PageView, choice: ChooseStep['choice']): StepAnswer | undefined =>
  'sign_in_option' in choice ? stepAnswers(login, view).find(({ id }) => id === choice.sign_in_option) : undefined;

/** The answer that a person gave to the same step before, for this agent; undefined where there was none, or more than one. */
export function rememberedAnswer(login: Login, view: PageView): StepAnswer | undefined {
  const known = stepAnswers(login, view).filter(({ consent }) => isAgreed(login, consent));
  return known.length === 1 ? known[0] : undefined;
}
