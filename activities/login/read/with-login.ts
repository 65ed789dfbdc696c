import type { FormClass, PageView, ViewForm } from '../page-world/view.js';

/** The page with one of its forms as its login, where it left open which one that is. */
export const withLogin = (view: PageView, form: ViewForm): PageView => ({
  ...view,
  best: { ...form, class: stepOf(form) },
  rivals: [],
});

/** Which step of a login a form is, by its fields. */
function stepOf({ fields }: ViewForm): FormClass {
  if (!fields.some(({ role }) => role === 'password')) return 'identifier';
  return fields.some(({ role }) => role === 'identifier') ? 'login' : 'password';
}
