import { describe, expect, it } from 'vitest';
import { append, appendedCode, codeToAppend } from '../../../activities/login/fill/appended-code.js';
import { field, form } from './forms.js';

const login = form('login', ['identifier', 'password']);

describe('sites that are known for a code behind the password', () => {
  it.each(['https://auth.redhat.com/sso', 'https://us.etrade.com/login', 'https://www.usaa.com/'])('%s', (address) => {
    expect(appendedCode(login, address)).toEqual({ password: 'password', required: false, words: null });
  });

  it.each(['https://redhat.com/', 'https://notetrade.com/', 'https://usaa.com.site.test/', 'about:blank', ''])(
    'not %s',
    (address) => {
      expect(appendedCode(login, address)).toBeNull();
    },
  );

  it('only where the page asks for a password and has no field for a code', () => {
    expect(appendedCode(form('identifier', ['identifier']), 'https://usaa.com/')).toBeNull();
    expect(appendedCode(form('login', ['password', 'otp']), 'https://usaa.com/')).toBeNull();
    const named = { ...login, fields: [...login.fields, { ...field('custom'), name: 'code' }] };
    expect(appendedCode(named, 'https://usaa.com/')).toBeNull();
  });
});

describe('a fill', () => {
  it('without a code sends the password alone', () => {
    expect(codeToAppend(login, 'https://usaa.com/', ['password'])).toBeNull();
    expect(codeToAppend(login, 'https://usaa.com/', ['code'])).toBeNull();
  });

  it('with a code sends both as one', () => {
    const code = codeToAppend(login, 'https://usaa.com/', ['password', 'code']);
    if (code === null) throw new Error('no code');
    const values = new Map([
      ['password', 'pass '],
      ['code', '012345'],
      ['email', 'e'],
    ]);
    expect([...append(values, code)]).toEqual([
      ['password', 'pass 012345'],
      ['email', 'e'],
    ]);
  });
});
