import type { SeenField, SeenPage } from '../../../contract/steps.js';

const ROLES: Readonly<Record<string, SeenField['role']>> = {
  email: 'identifier',
  username: 'identifier',
  phone: 'identifier',
  password: 'password',
  code: 'code',
};
const TYPES: Readonly<Record<string, SeenField['type']>> = {
  email: 'email',
  phone: 'tel',
  password: 'password',
  code: 'code',
};

export const field = (name: string, over: Partial<SeenField> = {}): SeenField => ({
  name,
  role: ROLES[name] ?? 'custom',
  type: TYPES[name] ?? 'text',
  label: name,
  selector: `#${name}`,
  required: true,
  placeholder: null,
  hint: null,
  options: null,
  code_from: name === 'code' ? 'totp' : null,
  ...over,
});

export const page = (...fields: SeenField[]): SeenPage => ({
  url: 'https://example.com/login',
  signature: fields.map(({ name }) => name).join('+'),
  fields,
  sso_buttons: [],
  mfa_options: [],
  sign_in_options: [],
});
