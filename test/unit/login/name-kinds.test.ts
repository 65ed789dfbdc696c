import { describe, expect, it } from 'vitest';
import { isOfKind } from '../../../activities/login/read/name-kinds.js';

describe('what a stored name looks like', () => {
  it.each([
    ['ada@site.test', 'email'],
    ['+49 151 234-56', 'phone'],
    ['(030) 901820', 'phone'],
    ['529.982.247-25', 'number'],
    ['RSSMRA85T10A562S', 'number'],
    ['X1234567L', 'number'],
  ] as const)('%s is of the kind %s', (value, kind) => expect(isOfKind(value, [kind])).toBe(true));

  it.each([
    ['ada.king', ['email', 'phone', 'number']],
    ['ada99', ['email', 'phone', 'number']],
    ['ada2024', ['email', 'phone', 'number']],
    ['ada king@site', ['email']],
    ['12345', ['phone', 'email']],
    ['ada@site.test', ['phone', 'number']],
  ] as const)('%s is none of %s', (value, kinds) => expect(isOfKind(value, kinds)).toBe(false));
});
