import type {
  FieldRole,
  FormClass,
  ViewButton,
  ViewField,
  ViewForm,
} from '../../../activities/login/page-world/view.js';

const ref = { frame: '', css: 'input', signature: 's', pin: 'p' };

export const field = (role: FieldRole, filled = false): ViewField => ({
  ref,
  role,
  name: role === 'otp' ? 'code' : role === 'identifier' ? 'email' : role,
  type: 'text',
  label: role,
  placeholder: null,
  hint: null,
  required: true,
  filled,
  inputType: 'text',
  maxLength: null,
  options: null,
  appendsCode: null,
  alias: null,
  isCalledPassword: true,
  isCalledName: true,
  positions: null,
  keypad: false,
  marks: [],
  boxes: [],
});

export const form = (kind: FormClass, roles: readonly FieldRole[], filled: readonly FieldRole[] = []): ViewForm => ({
  source: 'page',
  class: kind,
  confidence: 1,
  margin: 1,
  reasons: [],
  frame: '',
  fields: roles.map((role) => field(role, filled.includes(role))),
  submit: null,
  remember: null,
  boxes: [],
  action: null,
  method: null,
  names: [],
  tab: null,
  task: null,
  modal: false,
  candidates: [],
  signature: `${kind} ${roles.join()}`,
});

export const button = (more: Partial<ViewButton>): ViewButton => ({
  ref: { ...ref, css: 'button' },
  label: 'Button',
  kind: 'other',
  provider: null,
  mfaType: null,
  cookies: null,
  framed: false,
  link: false,
  scripted: false,
  leadsAway: false,
  switchesAccount: false,
  opensAccount: false,
  ...more,
});
