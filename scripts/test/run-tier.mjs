import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { keepResults } from './results.mjs';
import { failure, sum, tallyOf } from './tally.mjs';

/**
 * Runs a program with its output shown, bounded in time.
 *
 * @param {string} project
 * @param {string[]} args of Node
 * @param {number} seconds
 * @returns {Promise<{ ok: boolean, why: string }>}
 */
export function runNode(project, args, seconds) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: project, stdio: 'inherit' });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      // The runner ends its workers, and they what they started; only if that fails is it ended by force.
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
    }, seconds * 1000);
    /** @param {string} why */
    const finish = (why) => {
      clearTimeout(timer);
      resolve({ ok: why === '', why });
    };
    child.on('error', (error) => finish(error.message));
    child.on('exit', (code, signal) => {
      if (late) finish(`not finished after ${seconds} s`);
      else finish(code === 0 ? '' : `ended with ${signal ?? `exit code ${code}`}`);
    });
  });
}

/**
 * Runs vitest, counts, and keeps what each test did. A run that leaves no report, or ends badly with no failed test to show for it, counts as one
 * failure: an error outside of the tests, or one that took the runner down.
 *
 * @param {string} project
 * @param {string} name of the report
 * @param {string[]} args of vitest
 * @param {number} seconds
 * @returns {Promise<import('./tally.mjs').Tally>}
 */
export async function runVitest(project, name, args, seconds) {
  const folder = join(project, '.cache', 'test');
  const reportFile = join(folder, `${name}.json`);
  mkdirSync(folder, { recursive: true });
  rmSync(reportFile, { force: true });
  const vitest = join(project, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const began = new Date().toISOString();
  const { ok, why } = await runNode(project, [vitest, 'run', '--allowOnly=false', ...reporters, ...args], seconds);
  const report = readReport(reportFile);
  if (report === null) return failure(`${name}: ${why || 'left no report'}`);
  keepResults(project, began, report);
  const tally = tallyOf(report);
  return ok || tally.failed > 0 ? tally : sum([tally, failure(`${name}: ${why}`)]);
}

/** @param {string} reportFile */
function readReport(reportFile) {
  try {
    return JSON.parse(readFileSync(reportFile, 'utf8'));
  } catch {
    return null;
  }
}
