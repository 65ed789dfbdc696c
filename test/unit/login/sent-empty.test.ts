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
    expect(isSentEmpty(sent(body))).toBe(true);
  });

  it.each([
    ['it holds a value', '{"username":"","password":"x"}', ''],
    ['it holds a number', '{"pin":1}', ''],
    ['a field of it is filled', 'username=&token=x', ''],
    ['nobody can read it', '\u0001\u0002', ''],
    ['nothing is in it', null, ''],
    ['its address holds a value', '{}', '?h=5e88'],
  ])('is none where %s', (_, body, query) => {
    expect(isSentEmpty(sent(body, query))).toBe(false);
  });

  it('was refused for no value', () => {
    const shown = { form: LOGIN, alerts: ['Wrong user name or password.'] };
    const before = page({ form: LOGIN });
    expect(judge(before, page(shown), submissionOf(LOGIN))).toMatchObject({ kind: 'refused' });
    const empty = { ...page(shown), mayHaveSent: false, sentEmpty: true };
    expect(judge(before, empty, submissionOf(LOGIN))).toMatchObject({ lean: { kind: 'input', left: 'not_sent' } });
  });
});
