import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('docs/security.md names each test of a threat, and none that is not there', () => {
  const tests = readdirSync('test', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join('test', file));
  const named: readonly string[] =
    readFileSync('docs/security.md', 'utf8').match(/(?<=\.\.\/)test\/[\w/.-]+\.test\.ts/g) ?? [];
  const ofThreats = tests.filter(
    (file) => file.startsWith(join('test', 'security')) || file.endsWith('.security.test.ts'),
  );
  expect(ofThreats.filter((file) => !named.includes(file))).toEqual([]);
  expect(named.filter((file) => !tests.includes(file))).toEqual([]);
});
