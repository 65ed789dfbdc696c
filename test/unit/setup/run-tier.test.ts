import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runVitest } from '../../../scripts/test/run-tier.mjs';

let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'agent-auth-tier-'));
  mkdirSync(join(project, 'node_modules', 'vitest'), { recursive: true });
});
afterEach(() => {
  rmSync(project, { recursive: true, force: true });
});

/** A runner that leaves this report and ends in this way. */
function runner(statuses: string[] | null, ending: string): void {
  const assertionResults = statuses?.map((status) => ({ status, fullName: 'does it' }));
  const report = { testResults: [{ name: 'a.test.ts', status: 'passed', assertionResults }] };
  const leave =
    statuses === null ? '' : `writeFileSync(file.split('=')[1], ${JSON.stringify(JSON.stringify(report))});`;
  const code = `
    import { writeFileSync } from 'node:fs';
    const file = process.argv.find((argument) => argument.startsWith('--outputFile.json='));
    ${leave}
    ${ending}`;
  writeFileSync(join(project, 'node_modules', 'vitest', 'vitest.mjs'), code);
}
const run = (seconds = 20) => runVitest(project, 'unit', ['test/unit'], seconds);

test('a run that ends well counts as its report says', async () => {
  runner(['passed', 'passed'], '');
  expect(await run()).toEqual({ passed: 2, failed: 0, failures: [] });
});

test('an error outside of the tests is a failure of its own', async () => {
  runner(['passed'], 'process.exit(1);');
  expect(await run()).toEqual({ passed: 1, failed: 1, failures: ['unit: ended with exit code 1'] });
});

test('failed tests are not counted twice', async () => {
  runner(['passed', 'failed'], 'process.exit(1);');
  expect(await run()).toEqual({ passed: 1, failed: 1, failures: ['a.test.ts > does it: no reason given'] });
});

test('a run without a report is a failure, also where an older report lies about', async () => {
  runner(['passed'], '');
  await run();
  runner(null, '');
  expect(await run()).toEqual({ passed: 0, failed: 1, failures: ['unit: left no report'] });
});

test('a run that hangs is ended, and a failure', async () => {
  runner(null, 'setInterval(() => {}, 1000);');
  expect(await run(0.5)).toEqual({ passed: 0, failed: 1, failures: ['unit: not finished after 0.5 s'] });
});
