import { describe, expect, test } from 'vitest';
import type { SeenField, SeenPage } from '../../../contract/steps.js';
import { type AtHand, keysFor, matchFields, needsPerson } from '../../../workflows/invocation/match-fields.js';
import { field, page } from './pages.js';

const nothing: AtHand = { stored: [], totp: false, given: {}, reasons: {} };
const match = (seen: SeenPage, over: Partial<AtHand>) => matchFields(seen, { ...nothing, ...over });
const given = (name: string) => ({ from: 'given', sealed: 'x', kid: 'k', question: 1, field: name }) as const;

describe('which key answers a field', () => {
  test.each<[Partial<SeenField>, string[]]>([
    [{ name: 'email', role: 'identifier', type: 'email' }, ['email', 'username']],
    [{ name: 'username', role: 'identifier', type: 'text' }, ['username', 'email']],
    [{ name: 'phone', role: 'identifier', type: 'tel' }, ['phone']],
    [{ name: 'password', role: 'password', type: 'password' }, ['password']],
    [{ name: 'company_id', role: 'custom', type: 'text' }, ['company_id']],
    [{ name: 'unmasked_password', role: 'custom', type: 'text' }, ['unmasked_password']],
  ])('%o', (over, keys) => {
    expect(keysFor(field('x', over))).toEqual(keys);
  });
});

describe('what is filled and what is asked', () => {
  test('one form with e-mail and password asks for the password alone', () => {
    const { values, pending } = match(page(field('email'), field('password')), { stored: ['email'] });
    expect(values).toEqual({ email: { from: 'stored', key: 'email' } });
    expect(pending.map(({ name }) => name)).toEqual(['password']);
  });

  test('an e-mail address answers a user name', () => {
    expect(match(page(field('username')), { stored: ['email'] }).values).toEqual({
      username: { from: 'stored', key: 'email' },
    });
  });

  test('what a person gave goes before what is stored', () => {
    const { values } = match(page(field('password')), { stored: ['password'], given: { password: given('password') } });
    expect(values.password).toMatchObject({ from: 'given' });
  });

  test.each([
    ['totp', true],
    ['unknown', true],
    ['sms', false],
    ['email', false],
    ['sent', false],
    ['backup', false],
  ] as const)('a code that comes by %s: generated is %s', (code_from, generated) => {
    const { values, pending } = match(page(field('code', { code_from })), { totp: true });
    expect(values.code).toEqual(generated ? { from: 'totp' } : undefined);
    expect(pending).toHaveLength(generated ? 0 : 1);
  });

  test('a password never goes into another kind of field', () => {
    const odd = field('unmasked_password', { role: 'custom', type: 'text', label: 'Password' });
    expect(match(page(odd), { stored: ['password', 'email'] }).values).toEqual({});
  });

  test('why a field is asked for is told', () => {
    const { pending } = match(page(field('username'), field('password')), {
      reasons: { email: 'rejected', password: 'empty' },
    });
    expect(pending.map(({ reason }) => reason)).toEqual(['rejected', 'empty']);
  });
});

describe('when a person is needed', () => {
  const needs = (seen: SeenPage, over: Partial<AtHand>) => needsPerson(seen, match(seen, over));

  test('for a required value, not for an optional one beside others', () => {
    expect(needs(page(field('email'), field('password')), { stored: ['email'] })).toBe(true);
    expect(needs(page(field('email'), field('note', { required: false })), { stored: ['email'] })).toBe(false);
  });

  test('for a code behind a password where the page demands one and no secret makes it', () => {
    const seen = (required: boolean) => page(field('password'), field('code', { code_from: 'unknown', required }));
    expect(needs(seen(true), { stored: ['password'] })).toBe(true);
    expect(needs(seen(false), { stored: ['password'] })).toBe(false);
    expect(needs(seen(true), { stored: ['password'], totp: true })).toBe(false);
    expect(match(seen(false), { stored: ['password'], totp: true }).values).toMatchObject({ code: { from: 'totp' } });
  });

  test('for a page of choices', () => {
    expect(needs(page(), { stored: ['email'] })).toBe(true);
  });
});

describe('a page of another site', () => {
  const at = (site: string, stored_secrets = true): SeenPage => ({
    ...page(field('email'), field('password')),
    site,
    stored_secrets,
  });
  const own = { ...given('password'), at: 'shop.example' };

  test('gets the stored identifier, and asks for the secret that is for elsewhere', () => {
    const { values, pending } = match(at('shop.example', false), { stored: ['email', 'password'], totp: true });
    expect(Object.keys(values)).toEqual(['email']);
    expect(pending.map(({ name, reason }) => [name, reason])).toEqual([['password', 'missing']]);
  });

  test('gets no code of a TOTP secret that is for elsewhere', () => {
    const seen = { ...page(field('code', { code_from: 'totp' })), site: 'shop.example', stored_secrets: false };
    expect(match(seen, { totp: true }).values).toEqual({});
  });

  test('gets what a person gave to it, and not what they gave to the other one', () => {
    const kept = { 'password@shop.example': own, email: given('email') };
    expect(match(at('shop.example'), { given: kept }).values).toEqual({ password: own, email: kept.email });
    expect(match(at('idp.example'), { given: kept }).values).toEqual({ email: kept.email });
  });
});
