import type { LearnedRecipe } from '../../vault/types.js';
import type { ProposedField, ProposedForm } from '../page-world/agent.js';
import type { FormClass, PageView, ViewField, ViewForm } from '../page-world/view.js';
import { isFirstStep, isUnclear } from '../read/form-classes.js';
import { withLogin } from '../read/with-login.js';
import { proposalsAt } from './proposals-at.js';

/** What a page can show several of, for different people. An `ambiguous` form has the parts of a login, too. */
const mayBeFirstStep = (name: FormClass): boolean => isFirstStep(name) || isUnclear(name);

/**
 * The page with the form as its login that a login filled there before. Discovery has found that form, with the same parts; only which
 * of several it is, or whether it is one, is no longer open. A form that is filled already never stands before one that waits.
 */
export function preferLearned(
  view: PageView,
  { recipes }: LearnedRecipe,
  addressOf: (form: ViewForm) => string,
): PageView {
  const { best, rivals, forms } = view;
  if (best === null || best.source !== 'page' || !mayBeFirstStep(best.class)) return view;
  const candidates = forms.filter(
    (form) =>
      mayBeFirstStep(form.class) &&
      (waits(form) || !waits(best)) &&
      proposalsAt(recipes, addressOf(form)).some((proposal) => isLearned(form, proposal)),
  );
  const [learned] = candidates;
  // Forms under two tabs can have the same fields in the same places.
  if (candidates.some(({ tab }) => tab !== null) && candidates.length > 1) return view;
  const isOpen = rivals.length > 0 || best.class === 'ambiguous' || learned !== best;
  if (learned === undefined || !isOpen) return view;
  return withLogin(view, { ...learned, source: 'learned' });
}

const waits = ({ fields }: ViewForm): boolean => fields.some(({ filled }) => !filled);

/** Whether a form has all the fields, in the same places and of the same kinds. */
export const isLearned = ({ fields }: ViewForm, proposal: ProposedForm): boolean =>
  proposal.fields.every((known) => fields.some((field) => isSame(field, known)));

function isSame(field: ViewField, { name, role, at }: ProposedField): boolean {
  const places = placesOf(field);
  const known = at[0]?.map((path) => path.join(' >>> ')) ?? [];
  return (
    field.name === name &&
    field.role === role &&
    known.length === places.length &&
    places.every((place, index) => place === known[index])
  );
}

/** The boxes of a code, else the field itself. */
export const placesOf = ({ ref, boxes }: ViewField): string[] =>
  boxes.length > 0 ? boxes.map(({ css }) => css) : [ref.css];
