import { answersOf, formOfStep, leftStepOf } from '../judge/left-step.js';
import type { PageView } from '../page-world/view.js';
import type { Observation } from '../read/observation.js';

/**
 * A page with little but a choice stands before the login: an age, a region, a kind of customer. A person answers it. One that gives something
 * to somebody is none: that is asked of who has logged in.
 */
export const asksBeforeLogin = ({ view, status }: Observation): boolean =>
  (status ?? 200) < 400 &&
  view.standing.bare &&
  (view.forms.every(({ fields }) => fields.length === 0) || picksFromLists(view)) &&
  view.buttons.every(({ kind }) => kind !== 'consent') &&
  answersOf(view).filter(({ link }) => !link).length > (picksFromLists(view) ? 0 : 1) &&
  leftStepOf(view) === 'question';

/** "Choose your university": all that is asked for stands in lists. */
const picksFromLists = (view: PageView): boolean =>
  formOfStep(view)?.fields.every(({ options }) => options !== null) ?? false;
