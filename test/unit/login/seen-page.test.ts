import { describe, expect, it } from 'vitest';
import { FieldNames } from '../../../activities/login/evidence/field-names.js';
import { Scrubber } from '../../../activities/login/evidence/scrub.js';
import type { PageView, ViewButton, ViewField, ViewForm } from '../../../activities/login/page-world/view.js';
import { asksForLogin, toSeenPage } from '../../../activities/login/read/seen-page.js';
import { emptyView } from '../discover/empty-view.js';
import { button } from './forms.js';

const ref = (css: string) => ({ frame: '', css, signature: `sig-${css}`, pin: css });

const field = (more: Partial<ViewField>): ViewField => ({
  ref: ref('#field'),
  role: 'identifier',
  name: 'email',
  type: 'email',
  label: 'E-mail',
  labelled: false,
  placeholder: null,
  hint: null,
  required: true,
  filled: false,
  inputType: 'email',
  maxLength: null,
  options: null,
  appendsCode: null,
  alias: null,
  called: [],
  isCalledPassword: true,
  isOfSomething: false,
  isCalledName: true,
  mayBePin: null,
  mayBeCode: false,
  takes: null,
  isOpenChoice: false,
  positions: null,
  keypad: false,
  marks: [],
  boxes: [],
  ...more,
});

const form = (more: Partial<ViewForm>): ViewForm => ({
  source: 'page',
  class: 'login',
  confidence: 1,
  margin: 1,
  reasons: [],
  frame: '',
  fields: [field({})],
  submit: null,
  remember: null,
  boxes: [],
  action: null,
  method: null,
  names: [],
  tab: null,
  task: null,
  modal: false,
  setsNew: false,
  framed: false,
  candidates: [],
  signature: 'shape',
  ...more,
});

const view = (best: ViewForm | null, more: Partial<PageView> = {}): PageView =>
  emptyView({ title: 'Sign in', forms: best ? [best] : [], best, ...more });

const seen = (page: PageView, ...typed: string[]) => read(page, false, typed);

const read = (page: PageView, gaveSecret: boolean, typed: readonly string[] = []) => {
  const scrub = new Scrubber('site.example');
  scrub.add(typed);
  return toSeenPage(page, {
    scrub,
    names: new FieldNames([], [], scrub),
    grant: { credential: null },
    gaveSecret,
    notOffered: new Set(),
    offered: new Map(),
  });
};

describe('fields', () => {
  it('keep what a person has to know', () => {
    const asked = field({ placeholder: 'you@site.test', hint: 'Of your membership' });
    expect(seen(view(form({ fields: [asked] })))).toMatchObject({
      url: 'https://site.test/login',
      signature: 'shape',
      fields: [
        {
          name: 'email',
          role: 'identifier',
          selector: '#field',
          placeholder: 'you@site.test',
          hint: 'Of your membership',
          code_from: null,
        },
      ],
    });
  });

  it.each([
    ['totp', 'totp'],
    ['sms', 'sms'],
    [null, 'unknown'],
  ] as const)('a code says where it comes from: %s', (otpKind, code_from) => {
    const code = field({ role: 'otp', name: 'code', type: 'code' });
    expect(seen(view(form({ class: 'otp', fields: [code] }), { otpKind })).fields).toMatchObject([
      { role: 'code', code_from },
    ]);
  });

  it.each([
    ['after a secret', true, 'custom', true],
    ['before any', false, 'custom', undefined],
    ['not where it says who somebody is', true, 'identifier', undefined],
  ] as const)('what may be a code is for one login: %s', (_, gaveSecret, role, once) => {
    const fields = [field({ role, name: 'tac', mayBeCode: true })];
    expect(read(view(form({ class: 'otp', fields })), gaveSecret).fields[0]?.once).toBe(once);
  });

  it('for a new password, or one that would show a password, are not asked', () => {
    const fields = [
      field({}),
      field({ role: 'new_password', name: 'password' }),
      field({ role: 'custom', name: 'unmasked_password', type: 'text' }),
    ];
    expect(seen(view(form({ fields }))).fields.map(({ name }) => name)).toEqual(['email']);
  });

  it('lose what was typed from their texts', () => {
    const label = field({ label: 'Password of me@site.test', hint: 'for ME@SITE.TEST' });
    const page = seen(view(form({ fields: [label] })), 'me@site.test');
    expect(page.fields).toMatchObject([{ label: 'Password of ***', hint: 'for ***' }]);
  });
});

describe('forms', () => {
  it.each(['login', 'identifier', 'password', 'otp', 'method_choice', 'account_choice', 'sso'] as const)(
    'of class %s belong to a login',
    (kind) => expect(asksForLogin(view(form({ class: kind })))).toBe(true),
  );

  it.each(['signup', 'recovery', 'change_password', 'newsletter', 'search', 'other', 'none', 'ambiguous'] as const)(
    'of class %s are not filled',
    (kind) => {
      expect(asksForLogin(view(form({ class: kind })))).toBe(false);
      expect(seen(view(form({ class: kind }))).fields).toEqual([]);
    },
  );
});

describe('choices', () => {
  it('are told apart by kind', () => {
    const buttons = [
      button({ kind: 'sso', label: 'Continue with Google', provider: 'google', ref: ref('#g') }),
      button({ kind: 'mfa_option', label: 'Text me', mfaType: 'sms' }),
      button({ kind: 'mfa_option', label: 'Use a security key', mfaType: 'passkey' }),
      button({ kind: 'mfa_option', label: 'Backup code', mfaType: 'backup' }),
      button({ kind: 'switch_method', label: 'Try another way' }),
      button({ kind: 'account', label: 'Work', ref: ref('#work') }),
      button({ kind: 'submit' }),
    ];
    const page = seen(view(form({ class: 'method_choice', fields: [] }), { buttons }));
    expect(page.sso_buttons).toEqual([{ label: 'Continue with Google', provider: 'google', selector: '#g' }]);
    expect(page.mfa_options.map(({ type }) => type)).toEqual(['sms', 'security_key', 'switch']);
    expect(page.sign_in_options).toEqual([{ id: 'sig-#work', label: 'Work', description: null }]);
  });

  it('lead to a backup code only where nothing else is left', () => {
    const backup = button({ kind: 'switch_method', label: 'Use a recovery code', mfaType: 'backup' });
    const other = button({ kind: 'switch_method', label: 'Try another way' });
    const labels = (...buttons: ViewButton[]) => seen(view(null, { buttons })).mfa_options.map(({ label }) => label);
    expect(labels(backup, other)).toEqual(['Try another way']);
    expect(labels(backup)).toEqual(['Use a recovery code']);
  });
});
