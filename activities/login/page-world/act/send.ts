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
