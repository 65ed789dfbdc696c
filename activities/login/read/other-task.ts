import type { PageView, ViewForm } from '../page-world/view.js';
import { isStep, isUnclear } from './form-classes.js';

/** Lines of a table, its heads among them. A step tells of less. */
const MIN_RECORDS = 4;

/** Whether a page is full of what the login's did not tell, and offers the way out: what a form there asks for is as likely for something that the place does. */
const isFull = ({ evidence, standing: { records } }: PageView, login: PageView | null): boolean =>
  evidence.logout && records >= MIN_RECORDS && records > (login?.standing.records ?? 0);

/** Asks for a code, or for the password of somebody who is known: a pay slip, a gate, a new authenticator may want one, too. */
const isForSecret = ({ class: of, modal }: ViewForm): boolean => !modal && (of === 'otp' || of === 'password');

/** Whether a form for something else asks for a secret alone, so that nobody knows whether it is something else. */
export const mayBeStep = ({ forms, otherTask }: PageView): boolean =>
  otherTask &&
  forms.some(
    ({ class: of, task, fields }) =>
      of === 'other' && task === null && fields.some(({ role }) => role === 'otp' || role === 'password'),
  );

/**
 * The page as it is read after a secret went out: a form with a name and a password that is for something else is no step of the login. It says so itself
 * ("Add a mailbox", a server and a port); or it says nothing, on a page that greets somebody or offers a way out. Nor is one for a secret amid a place: no
 * value goes there by itself.
 *
 * @param sentForms shapes of the forms that a secret was sent from
 * @param login the page that the last form was sent from
 */
export function withoutOtherTasks(
  view: PageView,
  sentForms: ReadonlySet<string>,
  login: PageView | null = null,
): PageView {
  if (sentForms.size === 0) return view;
  const { logout } = view.evidence;
  const { greets, linksHere, account } = view.standing;
  const isInside = logout || greets || linksHere || account;
  const isTask = ({ task }: ViewForm): boolean => task === 'other' || (task === 'unsaid' && isInside);
  const isOther = (form: ViewForm): boolean =>
    form.source === 'page' &&
    !sentForms.has(form.signature) &&
    (isTask(form) || (isForSecret(form) && isFull(view, login)));
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
