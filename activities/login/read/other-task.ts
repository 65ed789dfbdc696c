import type { PageView, ViewForm } from '../page-world/view.js';
import { isStep, isUnclear } from './form-classes.js';

/**
 * The page as it is read after a secret went out: a form with a name and a password that is for something else is no step of the login. It says so itself
 * ("Add a mailbox", a server and a port); or it says nothing, on a page that greets somebody or offers a way out.
 *
 * @param sentForms shapes of the forms that a secret was sent from
 */
export function withoutOtherTasks(view: PageView, sentForms: ReadonlySet<string>): PageView {
  if (sentForms.size === 0) return view;
  const { logout } = view.evidence;
  const { greets, linksHere, account } = view.standing;
  const isInside = logout || greets || linksHere || account;
  const isOther = ({ source, signature, task }: ViewForm): boolean =>
    source === 'page' && !sentForms.has(signature) && (task === 'other' || (task === 'unsaid' && isInside));
  const others = view.forms.filter(isOther);
  if (others.length === 0) return view;
  const forms = view.forms.map((form) => (others.includes(form) ? { ...form, class: 'other' as const } : form));
  return {
    ...view,
    forms,
    best: forms.find(({ class: of }) => isStep(of) || isUnclear(of)) ?? null,
    rivals: view.rivals.filter(({ signature }) => !others.some((form) => form.signature === signature)),
    otherTask: true,
  };
}
