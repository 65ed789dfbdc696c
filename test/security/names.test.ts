import { describe, expect, it } from 'vitest';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { NAME_PATTERN, VALUE_KEY_PATTERN } from '../../contract/names.js';
import { credentials } from '../../contract/schemas/credentials.js';
import { parse } from '../../contract/schemas/parse.js';

const codeOf = (run: () => unknown): unknown => {
  try {
    run();
    return null;
  } catch (error) {
    return error instanceof AgentAuthError ? error.code : error;
  }
};
const credential = (change: object) => ({ name: 'shop', domain: 'example.com', values: { email: 'a@b.c' }, ...change });

describe('a name that something takes for more than a name', () => {
  it.each(['.', '..', '__proto__', 'constructor', 'prototype'])('%s is refused', (name) => {
    expect(codeOf(() => parse(credentials.create, credential({ name })))).toBe('invalid_name');
    expect(NAME_PATTERN.test(name)).toBe(false);
  });

  it.each(['...', '.hidden', 'a..b', '__proto', 'proto__'])('%s is only a name', (name) => {
    expect(parse(credentials.create, credential({ name }))).toMatchObject({ name });
  });

  it('is refused as the key of a value, and never lost without a word', () => {
    const body = JSON.parse('{"name":"shop","domain":"example.com","values":{"email":"a@b.c","__proto__":"lost"}}');
    expect(codeOf(() => parse(credentials.create, body))).toBe('invalid_name');
    for (const key of ['__proto__', 'constructor', 'prototype']) expect(VALUE_KEY_PATTERN.test(key)).toBe(false);
  });

  it.each([
    ['lists', '['.repeat(30_000) + ']'.repeat(30_000)],
    ['objects', `${'{"a":'.repeat(12_000)}1${'}'.repeat(12_000)}`],
    ['lists around one', `${'['.repeat(20_000)}{"__proto__":1}${']'.repeat(20_000)}`],
  ])('is looked for in %s inside each other, however deep', (_, text) => {
    const code = text.includes('__proto__') ? 'invalid_name' : 'invalid_input';
    expect(codeOf(() => parse(credentials.create, credential({ values: JSON.parse(text) })))).toBe(code);
  });
});
