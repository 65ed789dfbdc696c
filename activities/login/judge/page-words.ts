/** What a person may say of a page, whatever it offers, where nobody knows whether it asks anything. */
import { PAGE_WORDS, type PageWord, pageWordId, pageWordOf } from '../../../contract/invocation/page-word.js';
import type { ChooseStep } from '../../../contract/steps.js';
import type { Login } from '../login.js';
import { insideAt } from '../open/inside.js';
import type { PageView } from '../page-world/view.js';
import { formId } from '../read/form-choice.js';
import { hash } from '../read/hash.js';
import { leftStepOf } from './left-step.js';

const LABELS = {
  done: 'What this page asks for is done: look again',
  inside: 'Nothing is left: this is the page behind the login',
} as const satisfies Record<PageWord, string>;

/** Empty where it is known what the page asks. */
export function pageWords(login: Login, view: PageView): { readonly id: string; readonly label: string }[] {
  const step = leftStepOf(withoutStepForm(login, view));
  const { radios, picks, boxes } = view.standing;
  const isChoice = picks || radios.length > 0 || boxes.length > 0;
  if (step === null || (view.known !== 'held' && (step !== 'question' || isChoice))) return [];
  if (login.singleVisit || login.mayTypeAt(view.url) !== null) return [];
  // Of this open page: what is said of it is never said again by itself of one that is opened later.
  const page = hash(insideAt(view).client + login.live.id);
  return PAGE_WORDS.map((word) => ({ id: pageWordId(word, page), label: LABELS[word] }));
}

/** The page as it is where the form that it is to be answered with is none of the login, which may only search what is behind it. */
const withoutStepForm = ({ chosenForm, gaveSecret, sentForms }: Login, view: PageView): PageView => {
  const { best } = view;
  const isStepForm = best !== null && gaveSecret && formId(best) === chosenForm && !sentForms.has(best.signature);
  return isStepForm ? { ...view, best: null } : view;
};

/** What a choice says of the page; null where it is none of these. A page that has gone on meanwhile is looked at again, whatever was said of the one before. */
export function chosenWord(login: Login, view: PageView, choice: ChooseStep['choice']): PageWord | null {
  const id = 'sign_in_option' in choice ? choice.sign_in_option : '';
  const word = pageWordOf(id);
  return word === null || pageWords(login, view).some((one) => one.id === id) ? word : 'done';
}
