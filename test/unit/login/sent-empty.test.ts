import { describe, expect, it } from 'vitest';
import { judge } from '../../../activities/login/judge/judge.js';
import { isSentEmpty } from '../../../activities/login/read/sent-empty.js';
import { LOGIN, page, submissionOf } from './observations.js';

const sent = (body: string | null, query = '') => ({ url: () => `https://site.test/in${query}`, postData: () => body });

describe('a form that was sent empty', () => {
  it.each([
    ['JSON', '{"username":"","password":""}'],
    ['JSON without its values', '{}'],
    ['JSON with a box', '{"user":{"name":""},"remember":true,"token":null}'],
    ['a form', 'username=&password='],
  ])('is told by its body: %s', (_, body) => {
    expect(isSentEmpty(sent(body), false)).toBe(true);
  });

  it.each([
    ['JSON', '{"username":"ada","password":""}'],
    ['GraphQL', '{"query":"mutation","variables":{"login":"ada","passwd":null}}'],
    ['a form', 'user=ada&Passwort=&go=1'],
  ])('is one without the secret that was typed, too: %s', (_, body) => {
    expect(isSentEmpty(sent(body), true)).toBe(true);
    expect(isSentEmpty(sent(body), false)).toBe(false);
  });

  it.each([
    ['{"username":"ada","password":"","md5password":"0f343b0931126a20f133d67c2b018a3b"}'],
    ['{"username":"ada","password":"","response":"0f343b0931126a20f133d67c2b018a3b"}'],
    ['username=ada&password=x&password_again='],
    ['username=ada&code='],
  ])('is none where something may have been made of the secret: %s', (body) => {
    expect(isSentEmpty(sent(body), true)).toBe(false);
  });

  it.each([
    ['it holds a value', '{"username":"","password":"x"}', ''],
    ['it holds a number', '{"pin":1}', ''],
    ['a field of it is filled', 'username=&token=x', ''],
    ['nobody can read it', '\u0001\u0002', ''],
    ['nothing is in it', null, ''],
    ['its address holds a value', '{}', '?h=5e88'],
  ])('is none where %s', (_, body, query) => {
    expect(isSentEmpty(sent(body, query), true)).toBe(false);
  });

  it('was refused for no value', () => {
    const shown = { form: LOGIN, alerts: ['Wrong user name or password.'] };
    const before = page({ form: LOGIN });
    expect(judge(before, page(shown), submissionOf(LOGIN))).toMatchObject({ kind: 'refused' });
    const empty = { ...page(shown), mayHaveSent: false, sentEmpty: true };
    expect(judge(before, empty, submissionOf(LOGIN))).toMatchObject({ lean: { kind: 'input', left: 'not_sent' } });
  });
});
