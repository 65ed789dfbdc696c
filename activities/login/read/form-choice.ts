import type { SignInOption } from '../../../contract/index.js';
import type { ChooseStep } from '../../../contract/steps.js';
import type { Scrubber } from '../evidence/scrub.js';
import type { PageView, ViewForm } from '../page-world/view.js';
import { hash } from './hash.js';
import { withLogin } from './with-login.js';

/**
 * Names a form by its shape and its words: the same when the page is opened again, another one when either changed. One under a tab by that alone, for its
 * fields may not be there before the tab is.
 */
export const formId = ({ signature, names, tab }: ViewForm): string =>
  hash([tab === null ? signature : 'tab', ...names].join('\n'));

/** The page with the form as its login that a person chose there, or that a step is answered with; as it is, where it does not offer that form any more. */
export function withChosenForm(view: PageView, chosen: string | null): PageView {
  const form = [...view.rivals, ...view.forms].find((one) => formId(one) === chosen);
  return form === undefined ? view : withLogin(view, form);
}

/** The form that was chosen, if the page leaves it to a person. */
export const chosenForm = ({ rivals }: PageView, choice: ChooseStep['choice']): ViewForm | undefined =>
  'sign_in_option' in choice ? rivals.find((form) => formId(form) === choice.sign_in_option) : undefined;

/** The forms a person has to choose between, each by the first of its names that is unique. */
export function formOptions({ rivals }: PageView, scrub: Scrubber): SignInOption[] {
  const clean = rivals.map(({ names }) => names.map((name) => scrub.text(name)));
  return rivals.map((form, index) => {
    const own = clean[index] as string[];
    const others = clean.filter((_, at) => at !== index).flat();
    const label = own.find((name) => !others.includes(name)) ?? own.join(' – ');
    const fields = own.at(-1) ?? null;
    return { id: formId(form), label, description: fields === label ? null : fields };
  });
}
