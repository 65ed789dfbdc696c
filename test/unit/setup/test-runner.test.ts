import { expect, test } from 'vitest';
import { sum, tallyOf } from '../../../scripts/test/tally.mjs';
import { RUNS } from '../../../scripts/test/tiers.mjs';
import config from '../../../vitest.config.js';

const file = (status: string, ...statuses: string[]) => ({
  status,
  assertionResults: statuses.map((each) => ({ status: each })),
});

test('passed and failed tests are counted over all files', () => {
  const report = { testResults: [file('passed', 'passed', 'passed'), file('failed', 'passed', 'failed')] };
  expect(tallyOf(report)).toEqual({ passed: 3, failed: 1 });
});

test('a test that did not run counts as failed', () => {
  expect(tallyOf({ testResults: [file('passed', 'passed', 'skipped', 'pending', 'todo')] })).toEqual({
    passed: 1,
    failed: 3,
  });
});

test('a file that could not be loaded counts as failed', () => {
  expect(tallyOf({ testResults: [file('failed')] })).toEqual({ passed: 0, failed: 1 });
});

test('tiers are summed', () => {
  expect(
    sum([
      { passed: 2, failed: 0 },
      { passed: 1, failed: 3 },
    ]),
  ).toEqual({ passed: 3, failed: 3 });
});

test('the runner runs every tier that vitest knows, in the same order', () => {
  const projects = config.test?.projects as { test: { name: string } }[];
  expect(RUNS.flatMap(({ tiers }) => tiers)).toEqual(projects.map(({ test: { name } }) => name));
});
