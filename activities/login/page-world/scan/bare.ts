import type { LocalField, LocalForm } from '../frame-view.js';

/** What a field that is drawn, pressed or opened, and not one of HTML, says of itself where it says nothing else. */
export const bareField = (): Omit<LocalField, 'ref' | 'role' | 'name' | 'type' | 'label' | 'inputType'> => ({
  labelled: true,
  placeholder: null,
  hint: null,
  required: true,
  filled: false,
  maxLength: null,
  options: null,
  appendsCode: null,
  alias: null,
  called: [],
  isCalledPassword: false,
  isOfSomething: false,
  isCalledName: false,
  mayBePin: null,
  mayBeCode: false,
  takes: null,
  isOpenChoice: false,
  positions: null,
  marks: [],
  boxes: [],
  keypad: false,
});

/** The same of a form that is made of such fields, or of buttons. */
export const bareForm = (): Omit<
  LocalForm,
  'class' | 'confidence' | 'margin' | 'reasons' | 'fields' | 'submit' | 'names' | 'signature'
> => ({
  source: 'page',
  remember: null,
  boxes: [],
  action: null,
  method: null,
  tab: null,
  task: null,
  modal: false,
  setsNew: false,
  framed: false,
  candidates: [],
  rank: 0,
});
