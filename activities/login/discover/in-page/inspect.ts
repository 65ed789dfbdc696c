import { signatureOf } from './address.js';
import { controlLabelOf } from './collect.js';
import { choiceLabelOf, labelOf } from './label.js';
import { isCovered, isVisible } from './visibility.js';

/** What is true of one element right now; taken right before something is typed into it or pressed. */
export interface Inspection {
  /** Comparable to `ElementRef.signature`. */
  signature: string;
  visible: boolean;
  covered: boolean;
  editable: boolean;
  /** `type` of an input, else the tag in lower case. */
  type: string;
  /** Origin of the document that the element lives in. */
  origin: string;
  /** Holds a value. */
  filled: boolean;
}

export function inspect(element: Element): Inspection {
  const typed = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
  const select = element instanceof HTMLSelectElement;
  return {
    signature: signatureOf(element, liveLabelOf(element)),
    visible: isVisible(element),
    covered: isCovered(element),
    editable: (typed && !element.disabled && !element.readOnly) || (select && !element.disabled),
    type: element instanceof HTMLInputElement ? element.type : element.localName,
    origin: element.ownerDocument.defaultView?.origin ?? 'null',
    filled: (typed || select) && element.value !== '',
  };
}

function liveLabelOf(element: Element): string {
  if (element instanceof HTMLInputElement && (element.type === 'checkbox' || element.type === 'radio')) {
    return choiceLabelOf(element);
  }
  const field = element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement;
  if (field || (element instanceof HTMLInputElement && !['submit', 'button', 'image'].includes(element.type))) {
    return labelOf(element);
  }
  return element instanceof HTMLElement ? controlLabelOf(element) : '';
}
