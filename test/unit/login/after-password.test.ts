import { describe, expect, it } from 'vitest';
import type { PageView, Standing } from '../../../activities/login/page-world/view.js';
import { afterPassword } from '../../../activities/login/read/after-password.js';
import { emptyView, nowhere } from '../discover/empty-view.js';
import { form } from './forms.js';

const LOGIN = form('login', ['identifier', 'password']);
const once = form('ambiguous', ['password']);
const AGAIN = { ...once, fields: once.fields.map((field) => ({ ...field, isCalledPassword: true })) };

const read = (standing: Partial<Standing>, logout = false): PageView =>
  afterPassword(
    emptyView({
      forms: [AGAIN],
      best: AGAIN,
      standing: nowhere(standing),
      evidence: { logout, loginLink: false, passkey: false, untypable: false, headings: [] },
    }),
    { fields: LOGIN.fields, signature: LOGIN.signature },
    null,
  );

describe('a password alone, in a form that may be anything', () => {
  it('is the one of the login right after it', () => {
    expect(read({}).best?.class).toBe('password');
  });

  it.each<[string, Partial<Standing>, boolean]>([
    ['a way out', {}, true],
    ['the menu of an account', { account: true }, false],
    ['navigation that leads here', { linksHere: true }, false],
  ])('is left to a person beside %s', (_, standing, logout) => {
    expect(read(standing, logout).best?.class).toBe('ambiguous');
  });
});

describe('masked fields alone, right after a password', () => {
  const any = form('change_password', ['new_password', 'new_password']);
  const masked = { ...any, fields: any.fields.map((field) => ({ ...field, inputType: 'password' })) };
  const classOf = (more: Partial<typeof masked>, standing: Partial<Standing> = {}) => {
    const view = emptyView({ forms: [{ ...masked, ...more }], standing: nowhere(standing) });
    return afterPassword(view, { fields: LOGIN.fields, signature: LOGIN.signature }, null).forms[0]?.class;
  };

  it('are secrets of their own', () => {
    expect(classOf({})).toBe('otp');
  });

  it.each<[string, Partial<typeof masked>, Partial<Standing>]>([
    ['the form says so', { setsNew: true }, {}],
    ['the page says so', {}, { speaksOf: 'password_change' }],
  ])('set another password where %s', (_, more, standing) => {
    expect(classOf(more, standing)).toBe('change_password');
  });
});

describe('a password of something, after another one', () => {
  const fund = form('password', ['password']);
  const ofFund = {
    ...fund,
    fields: fund.fields.map((field) => ({ ...field, label: 'Fund password', isOfSomething: true })),
  };
  const rolesAfter = (before: string): string[] => {
    const login = { ...LOGIN, fields: LOGIN.fields.map((field) => ({ ...field, label: before })) };
    const sent = { fields: LOGIN.fields, signature: 'login' };
    const view = afterPassword(
      emptyView({ forms: [ofFund], best: ofFund }),
      sent,
      emptyView({ forms: [login], best: login }),
    );
    return view.best?.fields.map(({ role }) => role) ?? [];
  };

  it('is a secret of its own', () => {
    expect(rolesAfter('Password')).toEqual(['custom']);
  });

  it('is the same one where that was called so', () => {
    expect(rolesAfter('Fund password')).toEqual(['password']);
  });
});
