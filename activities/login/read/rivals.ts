import type { FormClass, ViewForm } from '../page-world/view.js';
import { isFirstStep, isUnclear } from './form-classes.js';

export interface RankedForm {
  readonly rank: number;
  readonly form: ViewForm;
}

/** Whether a page may show several such forms for different groups of users. A form for only the password is for a known user. */
const canBeShownTwice = (name: FormClass): boolean => isUnclear(name) || (isFirstStep(name) && name !== 'password');
/** Log-odds by which a form may speak less for a login than the best one and still be as good. */
const CLOSE = 1.5;

/**
 * The forms between which only a person can choose: the best one and those as good, each leading elsewhere; or one that is a
 * login as likely as a sign-up. What asks for a new password is a sign-up, and no choice.
 */
export function rivalsOf(best: ViewForm | null, ranked: readonly RankedForm[], page: string): ViewForm[] {
  const top = ranked.find(({ form }) => form === best);
  if (top === undefined || !canBeShownTwice(top.form.class)) return [];
  const asGood = ranked
    .filter(({ rank, form }) => form.class === top.form.class && top.rank - rank < CLOSE && mayLogIn(form))
    .map(({ form }) => form);
  const different = asGood.filter(
    (form, index) => !asGood.slice(0, index).some((other) => isSameLogin(form, other, page)),
  );
  return different.length > (top.form.class === 'ambiguous' ? 0 : 1) ? different : [];
}

const mayLogIn = ({ fields }: ViewForm): boolean =>
  fields.some(({ role }) => role === 'identifier' || role === 'password') &&
  !fields.some(({ role }) => role === 'new_password');

/** Leaves out doubles: many pages show one login twice, and a person can't choose between forms that look the same. */
function isSameLogin(one: ViewForm, other: ViewForm, page: string): boolean {
  // Forms under two tabs may send to one address, and say there which one they are.
  const isTabbed = one.tab !== null && other.tab !== null;
  const sameGoal = !isTabbed && one.action !== null && one.action !== page && one.action === other.action;
  return sameGoal || one.names.join('\n') === other.names.join('\n');
}
