import { native } from '../dom/native.js';

/** The absolute address that an element's form is sent to, or a form itself; null where the page stays, or a script handles it. */
export function actionOf(element: Element): string | null {
  const form = element instanceof HTMLFormElement ? element : (element as HTMLInputElement).form;
  const attribute = form ? native(form, 'getAttribute')('action') : null;
  const own = element instanceof HTMLFormElement ? null : element.getAttribute('formaction');
  const written = own ?? (attribute !== null && attribute.trim() !== '' ? attribute : null);
  if (written === null) return null;
  const url = new URL(written, document.baseURI);
  return url.protocol === 'javascript:' ? null : url.href;
}

/** The button that Enter presses: the first of the form's submit buttons in the document, shown or not (HTML Standard, section 4.10.21.2). */
export function defaultButtonOf(element: Element): HTMLElement | null {
  const { form } = element as HTMLInputElement;
  if (!form) return null;
  const root = native(form, 'getRootNode')() as Document | ShadowRoot;
  const buttons = [...root.querySelectorAll<HTMLButtonElement | HTMLInputElement>('button, input')];
  return buttons.find((one) => one.form === form && (one.type === 'submit' || one.type === 'image')) ?? null;
}
