/**
 * Functions that run in the page, on one element. Each is self-contained: it is sent to the page as text. They answer words,
 * never a value, and an element that was taken out of the document stays out: a handle does not follow a swap.
 */

/** What stands against typing into an element, or `ok`. */
export type TargetState = 'ok' | 'gone' | 'hidden' | 'covered' | 'disabled' | 'not_password';

export interface TargetFacts {
  readonly state: TargetState;
  /** Origin of the element's document as the browser sees it; `null` for sandboxed and data: documents. */
  readonly origin: string;
  /** Absolute address that the form posts to; null when scripts handle it. */
  readonly action: string | null;
}

/** @param secret whether only a password input will do */
export function inspectTarget(element: Element, secret: boolean): TargetFacts {
  const input = element as HTMLInputElement;
  const actionOf = (): string | null => {
    // Not `form.action`: an input of that name would answer in its place.
    const attribute = input.form?.getAttribute('action') ?? null;
    const written =
      element.getAttribute('formaction') ?? (attribute !== null && attribute.trim() !== '' ? attribute : null);
    if (written === null) return null;
    const url = new URL(written, document.baseURI);
    return url.protocol === 'javascript:' ? null : url.href;
  };
  const stateOf = (): TargetState => {
    if (!element.isConnected) return 'gone';
    if (secret && !(element instanceof HTMLInputElement && element.type === 'password')) return 'not_password';
    if (input.matches(':disabled') || input.readOnly === true) return 'disabled';
    const shown = element.checkVisibility({
      opacityProperty: true,
      visibilityProperty: true,
      contentVisibilityAuto: true,
    });
    element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
    const box = element.getBoundingClientRect();
    if (!shown || box.width < 2 || box.height < 2) return 'hidden';
    const x = box.left + box.width / 2;
    const y = box.top + box.height / 2;
    if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return 'hidden';
    const root = element.getRootNode() as Document | ShadowRoot;
    const top = root.elementFromPoint(x, y);
    if (top === null || top === element || element.contains(top) || top.contains(element))
      return top === null ? 'covered' : 'ok';
    // A floating label or an icon lies over its field; a banner or a foreign frame belongs to something else.
    const group =
      element.closest('form, [role="dialog"], dialog, fieldset, label') ?? element.parentElement?.parentElement;
    return top.tagName !== 'IFRAME' && group?.contains(top) ? 'ok' : 'covered';
  };
  try {
    return { state: stateOf(), origin: self.origin, action: actionOf() };
  } catch {
    return { state: 'gone', origin: self.origin, action: null };
  }
}

export type Typed = 'typed' | 'gone' | 'lost';

/**
 * Focuses the element and inserts the text as typing does, with trusted input events, all in one turn of the page: no other frame
 * and no script of the page can take the focus in between, or turn a password field into one that shows what it holds.
 */
export function insertText(element: Element, { text, secret }: { text: string; secret: boolean }): Typed {
  const input = element as HTMLInputElement | HTMLTextAreaElement;
  if (!input.isConnected || input.matches(':disabled')) return 'gone';
  input.focus();
  const root = input.getRootNode() as Document | ShadowRoot;
  if (root.activeElement !== input || (secret && input.type !== 'password')) return 'gone';
  input.select();
  document.execCommand('insertText', false, text);
  return input.isConnected && input.value.length > 0 ? 'typed' : 'lost';
}

/** Whether the element still holds what was typed and will be sent. The value is compared in the page and never leaves it. */
export function holdsText(element: Element, text: string): boolean {
  const input = element as HTMLInputElement;
  // Sites format what is typed: `123 456`, `+49 151 ...`.
  const bare = (value: string): string => value.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase();
  const same = input.value === text || (input.type !== 'password' && bare(input.value) === bare(text));
  return input.isConnected && !input.matches(':disabled') && same;
}

/**
 * Where in the window a click reaches the element; null where something else would get it, or while it moves. A frame's
 * own coordinates are not the window's, so that there it is null as well.
 */
export async function clickPoint(element: Element): Promise<{ x: number; y: number } | null> {
  const middle = (): { x: number; y: number } => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  };
  if (self !== top || !element.isConnected) return null;
  element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
  const before = middle();
  const painted = new Promise<boolean>((resolve) => requestAnimationFrame(() => resolve(true)));
  // What is not shown is not painted.
  if (!(await Promise.race([painted, new Promise((resolve) => setTimeout(resolve, 100, false))]))) return null;
  const { x, y } = middle();
  if (x !== before.x || y !== before.y || x < 0 || y < 0 || x > innerWidth || y > innerHeight) return null;
  const hit = (element.getRootNode() as Document | ShadowRoot).elementFromPoint(x, y);
  return hit !== null && element.contains(hit) ? { x, y } : null;
}

/** Takes the focus to an element; false when it does not get it. */
export function takeFocus(element: Element): boolean {
  (element as HTMLElement).focus();
  return (element.getRootNode() as Document | ShadowRoot).activeElement === element;
}

export function chooseValue(element: Element, value: string): Typed {
  const select = element as HTMLSelectElement;
  if (!select.isConnected || select.matches(':disabled')) return 'gone';
  const option = [...select.options].find((one) => one.value === value || one.label.trim() === value);
  if (option === undefined) return 'lost';
  select.value = option.value;
  select.dispatchEvent(new Event('input', { bubbles: true }));
  select.dispatchEvent(new Event('change', { bubbles: true }));
  return 'typed';
}

/** What the browser itself says against submitting the form of an element: it shows a bubble, which is not part of the page. */
export function invalidMessage(element: Element): string | null {
  const { form } = element as HTMLInputElement;
  if (form?.noValidate === true) return null;
  return (element as HTMLInputElement).validity?.valid === false
    ? (element as HTMLInputElement).validationMessage
    : null;
}

/** Whether the form of an element has a password field, and whether it can be seen. */
export function passwordBeside(element: Element): 'none' | 'hidden' | 'shown' {
  const within = (element as HTMLInputElement).form ?? element.closest('dialog, [role="dialog"]');
  const passwords = [...(within?.querySelectorAll('input[type="password"]') ?? [])];
  if (passwords.length === 0) return 'none';
  const shown = passwords.some((input) => input.checkVisibility({ opacityProperty: true, visibilityProperty: true }));
  return shown ? 'shown' : 'hidden';
}

export function isChecked(element: Element): boolean {
  return (element as HTMLInputElement).checked === true || element.getAttribute('aria-checked') === 'true';
}

export function canBePressed(element: Element): boolean {
  return element.isConnected && !element.matches(':disabled') && element.getAttribute('aria-disabled') !== 'true';
}
