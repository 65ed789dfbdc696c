import { readdirSync } from 'node:fs';
import { sep } from 'node:path';
import { expect, test } from 'vitest';
import { sum, tallyOf } from '../../../scripts/test/tally.mjs';
import { TIERS } from '../../../scripts/test/tiers.mjs';
import config from '../../../vitest.config.js';

const file = (status: string, ...statuses: string[]) => ({
  name: 'a.test.ts',
  status,
  message: 'SyntaxError: no such thing\n    at somewhere',
  assertionResults: statuses.map((each, index) => ({
    status: each,
    fullName: `does ${index}`,
    failureMessages: each === 'failed' ? ['AssertionError: expected 1 to be 2\n    at somewhere'] : [],
  })),
});

test('passed and failed tests are counted over all files, and the failed ones named with the reason', () => {
  const report = { testResults: [file('passed', 'passed', 'passed'), file('failed', 'passed', 'failed')] };
  expect(tallyOf(report)).toEqual({
    passed: 3,
    failed: 1,
    failures: ['a.test.ts > does 1: AssertionError: expected 1 to be 2'],
  });
});

test('a test that did not run counts as failed', () => {
  expect(tallyOf({ testResults: [file('passed', 'passed', 'skipped', 'pending', 'todo')] })).toEqual({
    passed: 1,
    failed: 3,
    failures: [1, 2, 3].map((index) => `a.test.ts > does ${index}: did not run`),
  });
});

test('a file that could not be loaded counts as failed', () => {
  expect(tallyOf({ testResults: [file('failed')] })).toEqual({
    passed: 0,
    failed: 1,
    failures: ['a.test.ts: SyntaxError: no such thing'],
  });
});

test('tiers are summed', () => {
  expect(
    sum([
      { passed: 2, failed: 0, failures: [] },
      { passed: 1, failed: 2, failures: ['a', 'b'] },
      { passed: 0, failed: 1, failures: ['c'] },
    ]),
  ).toEqual({ passed: 3, failed: 3, failures: ['a', 'b', 'c'] });
});

test('every folder with tests is a tier, or is run by a command of its own', () => {
  const folders = readdirSync(new URL('../../', import.meta.url), { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => file.split(sep)[0]);
  expect([...new Set(folders)].sort()).toEqual(
    [...TIERS, 'apps', 'attacks', 'chaos', 'pgbouncer', 'providers', 'signals'].sort(),
  );
});

test('what tests start is built first, so that nothing old is tested', () => {
  const projects = config.test?.projects ?? [];
  expect(projects).not.toEqual([]);
  for (const project of projects)
    expect(project).toMatchObject({
      test: { globalSetup: expect.arrayContaining(['test/support/run/fresh-build.ts']) },
    });
});
