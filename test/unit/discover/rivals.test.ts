import { describe, expect, it } from 'vitest';
import { FieldNames } from '../../../activities/login/evidence/field-names.js';
import { Scrubber } from '../../../activities/login/evidence/scrub.js';
import type { FieldRole, FormClass, ViewField, ViewForm } from '../../../activities/login/page-world/view.js';
import { formId, formOptions, withChosenForm } from '../../../activities/login/read/form-choice.js';
import { type RankedForm, rivalsOf } from '../../../activities/login/read/rivals.js';
import { asksForLogin, toSeenPage } from '../../../activities/login/read/seen-page.js';
import { emptyView } from './empty-view.js';

const PAGE = 'https://site.test/login';

const field = (role: FieldRole): ViewField => ({
  ref: { frame: '', css: role, signature: role, pin: role },
  role,
  name: role,
  type: 'text',
  label: role,
  labelled: false,
  placeholder: null,
  hint: null,
  required: true,
  filled: false,
  inputType: 'text',
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
});

const form = (
  heading: string,
  over: Partial<ViewForm> = {},
  roles: FieldRole[] = ['identifier', 'password'],
): ViewForm => ({
  source: 'page',
  class: 'login',
  confidence: 1,
  margin: 1,
  reasons: [],
  frame: '',
  fields: roles.map(field),
  submit: null,
  remember: null,
  boxes: [],
  action: `https://site.test/${heading}`,
  method: 'post',
  names: [heading, 'Sign in', 'E-mail, Password'],
  tab: null,
  task: null,
  modal: false,
  setsNew: false,
  framed: false,
  candidates: [],
  signature: 'shape',
  ...over,
});

const rivals = (...ranked: [number, ViewForm][]): ViewForm[] => {
  const all: RankedForm[] = ranked.map(([rank, one]) => ({ rank, form: one }));
  return rivalsOf(all[0]?.form ?? null, all, PAGE);
};

const told = (scrub: Scrubber) => ({
  scrub,
  names: new FieldNames([], [], scrub),
  grant: { credential: null },
  gaveSecret: false,
  notOffered: new Set<string>(),
  offered: new Map(),
});

describe('forms that only a person can choose between', () => {
  const [one, other] = [form('Customers'), form('Partners')];

  it('are as good as the best one', () => {
    expect(rivals([5, one], [4.5, other])).toEqual([one, other]);
    expect(rivals([5, one], [3, other])).toEqual([]);
    expect(rivals([5, one])).toEqual([]);
  });

  it('are the same step of a login', () => {
    expect(rivals([5, one], [5, form('Link', { class: 'identifier' })])).toEqual([]);
    expect(rivals([5, form('A', { class: 'otp' })], [5, form('B', { class: 'otp' })])).toEqual([]);
  });

  it('lead elsewhere, and a person can tell them apart', () => {
    expect(rivals([5, one], [5, form('Header', { action: one.action })])).toEqual([]);
    expect(rivals([5, one], [5, form('Customers', { action: 'https://site.test/other' })])).toEqual([]);
    const scripted = (heading: string) => form(heading, { action: PAGE });
    expect(rivals([5, scripted('A')], [5, scripted('B')])).toHaveLength(2);
  });

  it('ask for no new password', () => {
    const signUp = form('New here', {}, ['identifier', 'new_password']);
    expect(rivals([5, one], [5, signUp])).toEqual([]);
  });

  it.each<[string, FieldRole[], number, FormClass]>([
    ['a name and a password', ['identifier', 'password'], 1, 'login'],
    ['a name', ['identifier'], 1, 'identifier'],
    ['a password', ['password'], 1, 'password'],
    ['a new password', ['identifier', 'new_password'], 0, 'login'],
    ['two passwords', ['identifier', 'password', 'new_password'], 0, 'login'],
    ['neither', ['custom'], 0, 'login'],
  ])('a login as likely as a sign-up that asks for %s', (_, roles, offered, step) => {
    const unclear = form('Welcome', { class: 'ambiguous' }, roles);
    const found = rivals([0, unclear]);
    expect(found).toHaveLength(offered);
    const view = emptyView({ best: unclear, rivals: found });
    expect(asksForLogin(view)).toBe(false);
    expect(toSeenPage(view, told(new Scrubber('site.example'))).fields).toEqual([]);
    const chosen = withChosenForm(view, formId(unclear));
    expect(chosen.best?.class).toBe(offered === 1 ? step : 'ambiguous');
  });
});

describe('what a person reads', () => {
  const shown = (...forms: ViewForm[]) =>
    formOptions(emptyView({ best: forms[0] ?? null, rivals: forms }), new Scrubber('site.example'));

  it('is the first name that no other form has', () => {
    const named = (...names: string[]) => form('x', { names });
    const options = shown(named('Sign in', 'As a buyer', 'E-mail'), named('Sign in', 'As a seller', 'E-mail'));
    expect(options.map(({ label, description }) => [label, description])).toEqual([
      ['As a buyer', 'E-mail'],
      ['As a seller', 'E-mail'],
    ]);
  });

  it('says nothing twice', () => {
    expect(shown(form('x', { names: ['E-mail'] }))).toMatchObject([{ label: 'E-mail', description: null }]);
  });

  it('holds nothing that was typed', () => {
    const scrub = new Scrubber('site.example');
    scrub.add(['ada@example.com']);
    const forms = [form('Ada@example.com at work'), form('ada@example.com at home')];
    const options = formOptions(emptyView({ rivals: forms }), scrub);
    expect(options.map(({ label }) => label)).toEqual(['*** at work', '*** at home']);
  });
});
