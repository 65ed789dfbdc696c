import { describe, expect, it } from 'vitest';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { agentId } from '../../contract/index.js';
import { NAME_PATTERN, VALUE_KEY_PATTERN } from '../../contract/names.js';
import { credentials } from '../../contract/schemas/credentials.js';
import { parse } from '../../contract/schemas/parse.js';
import { grant, openTestVault } from '../vault/support/vault.js';

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

  it.each([
    ...['..%2f', '%2e%2e', '../shop', 'a/b', 'a\\b', 'a\0', 'a\n', ' shop', 'shop ', ''],
    ...['\uff0e\uff0e', 'shop\u202e', 'sh\u200bop', 'ｓｈｏｐ', 'a:b', '~', '$HOME', 'a'.repeat(256)],
  ])('%j has letters that some place takes specially, and is refused', (name) => {
    expect(codeOf(() => parse(credentials.create, credential({ name })))).toMatch(/^invalid_(?:name|input)$/);
    expect(codeOf(() => parse(credentials.retrieve, { id_or_name: name }))).toMatch(/^invalid_(?:name|input)$/);
  });

  it.each(['...', '.hidden', 'a..b', '__proto', 'proto__'])('%s is only a name', (name) => {
    expect(parse(credentials.create, credential({ name }))).toMatchObject({ name });
  });

  it('is one like any other in the vault where only programs of other kinds take it for more', async () => {
    const { admin } = await openTestVault();
    for (const name of [
      'toString',
      'valueOf',
      'hasOwnProperty',
      '__defineGetter__',
      'con',
      'NUL.txt',
      'length',
      '-rf',
    ]) {
      await expect(admin('credentials.retrieve', { id_or_name: name })).rejects.toMatchObject({
        code: 'credential_not_found',
      });
      await admin('credentials.create', { name, domain: 'shop.example', values: { email: 'a@b.example' } });
      const id = agentId('shop.example', name);
      await grant(admin, 'shop.example', { id, credential_name: name, profile_name: name });
      expect(await admin('agents.retrieve', { id })).toMatchObject({ profile_name: name });
      await admin('profiles.import', { name, storage_state: { cookies: [], origins: [] } });
      expect(await admin('profiles.retrieve', { id_or_name: name })).toMatchObject({ name });
      await admin('credentials.delete', { id_or_name: name });
    }
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
