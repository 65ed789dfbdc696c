import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepResults, readResults, summarize } from '../../../scripts/test/results.mjs';

let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'agent-auth-results-'));
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

const keep = (run: string, tests: Record<string, [status: string, duration?: number]>): void => {
  const assertionResults = Object.entries(tests).map(([fullName, [status, duration]]) => ({
    fullName,
    status,
    ...(duration === undefined ? {} : { duration }),
  }));
  keepResults(project, run, { testResults: [{ name: join(project, 'test', 'a.test.ts'), assertionResults }] });
};
const at = (second: number): string => new Date(second * 1000).toISOString();

test('what each test did in each run is kept, the oldest run first', () => {
  keep(at(2), { 'does it': ['failed', 12.4] });
  keep(at(1), { 'does it': ['passed'] });
  expect(readResults(project)).toEqual([
    { run: at(1), file: 'test/a.test.ts', name: 'does it', ms: 0, verdict: 'passed' },
    { run: at(2), file: 'test/a.test.ts', name: 'does it', ms: 12, verdict: 'failed' },
  ]);
});

test('the oldest runs are forgotten', () => {
  for (let n = 0; n < 105; n += 1) keep(at(n), { 'does it': ['passed', 1] });
  const results = readResults(project);
  expect(results).toHaveLength(100);
  expect(results[0]?.run).toBe(at(5));
  expect(readdirSync(join(project, '.cache', 'test', 'runs'))).toHaveLength(100);
});

test('nothing is there before the first run', () => {
  expect(readResults(project)).toEqual([]);
});

test('tests that failed at times come first, then the slow ones', () => {
  keep(at(1), { steady: ['passed', 5], slow: ['passed', 900], flaky: ['passed', 1] });
  keep(at(2), { steady: ['passed', 7], slow: ['passed', 700], flaky: ['failed', 3] });
  keep(at(3), { steady: ['passed', 6], slow: ['passed', 800], flaky: ['skipped', 2] });
  const file = 'test/a.test.ts';
  expect(summarize(readResults(project))).toEqual([
    { file, name: 'flaky', passed: 1, failed: 2, median: 2, longest: 3 },
    { file, name: 'slow', passed: 3, failed: 0, median: 800, longest: 900 },
    { file, name: 'steady', passed: 3, failed: 0, median: 6, longest: 7 },
  ]);
});
