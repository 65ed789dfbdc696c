import { native } from '../dom/native.js';

/** Whether a person could press the element. */
export function canBePressed(element: Element): boolean {
  return element.isConnected && !element.matches(':disabled') && element.getAttribute('aria-disabled') !== 'true';
}

/** The browser's own validation message for the form of an element. It is shown in a bubble, which can't be read from the page. */
export function invalidMessage(element: Element): string | null {
  const { form } = element as HTMLInputElement;
  if (form?.noValidate === true) return null;
  return (element as HTMLInputElement).validity?.valid === false
    ? (element as HTMLInputElement).validationMessage
    : null;
}

/** Sends a form by one of its buttons, as a press does, but for the click that a press begins with. */
export function requestSubmit(element: Element): boolean {
  const { form, type } = element as HTMLButtonElement;
  if (!form || !['submit', 'image'].includes(type) || !canBePressed(element)) return false;
  native(form, 'requestSubmit')(element as HTMLButtonElement);
  return true;
}
