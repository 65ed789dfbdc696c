/** Whether a person could press the element. */
export function canBePressed(element: Element): boolean {
  return element.isConnected && !element.matches(':disabled') && element.getAttribute('aria-disabled') !== 'true';
}

/** What the browser itself says against submitting the form of an element: it shows a bubble, which is not part of the page. */
export function invalidMessage(element: Element): string | null {
  const { form } = element as HTMLInputElement;
  if (form?.noValidate === true) return null;
  return (element as HTMLInputElement).validity?.valid === false
    ? (element as HTMLInputElement).validationMessage
    : null;
}
