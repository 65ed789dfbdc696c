import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * What one test did in one run.
 *
 * @typedef {object} Result
 * @property {string} run when the run began; the same for all of its tests
 * @property {string} file inside the project
 * @property {string} name
 * @property {number} ms
 * @property {string} verdict `passed`, `failed`, or what vitest calls a test that did not run
 *
 * @typedef {{ testResults: readonly { name: string, assertionResults: readonly { fullName: string, status: string, duration?: number | null }[] }[] }} Report
 */

/** As many runs are kept: enough to see a test that fails now and then. */
const MAX_RUNS = 100;

/** @param {string} project */
const folderOf = (project) => join(project, '.cache', 'test', 'runs');

/**
 * @param {string} project
 * @param {string} run
 * @param {Report} report of vitest's JSON reporter
 * @returns {Result[]}
 */
export function resultsIn(project, run, report) {
  return report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, status, duration }) => ({
      run,
      file: relative(project, name),
      name: fullName,
      ms: Math.round(duration ?? 0),
      verdict: status,
    })),
  );
}

/**
 * Keeps the results of a run, a JSON line for each test, and forgets the oldest runs.
 *
 * @param {string} project
 * @param {string} run
 * @param {Report} report
 */
export function keepResults(project, run, report) {
  const folder = folderOf(project);
  mkdirSync(folder, { recursive: true });
  const lines = resultsIn(project, run, report).map((result) => `${JSON.stringify(result)}\n`);
  writeFileSync(join(folder, `${run.replaceAll(':', '-')}.jsonl`), lines.join(''), { flag: 'a' });
  for (const old of filesIn(folder).slice(0, -MAX_RUNS)) rmSync(join(folder, old), { force: true });
}

/**
 * @param {string} project
 * @returns {Result[]} of the runs that are kept, oldest first
 */
export function readResults(project) {
  const folder = folderOf(project);
  return filesIn(folder).flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line)),
  );
}

/** @param {string} folder */
function filesIn(folder) {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/**
 * @typedef {object} Summary
 * @property {string} file
 * @property {string} name
 * @property {number} passed
 * @property {number} failed
 * @property {number} median in ms
 * @property {number} longest in ms
 */

/**
 * How each test did over all runs, those first that failed at times, then the slow ones.
 *
 * @param {readonly Result[]} results
 * @returns {Summary[]}
 */
export function summarize(results) {
  /** @type {Map<string, Result[]>} */
  const tests = new Map();
  for (const result of results) {
    const key = `${result.file} > ${result.name}`;
    tests.set(key, [...(tests.get(key) ?? []), result]);
  }
  const summaries = [...tests.values()].map((of) => {
    const times = of.map(({ ms }) => ms).sort((a, b) => a - b);
    const passed = of.filter(({ verdict }) => verdict === 'passed').length;
    const { file = '', name = '' } = of[0] ?? {};
    const median = times[Math.floor(times.length / 2)] ?? 0;
    return { file, name, passed, failed: of.length - passed, median, longest: times.at(-1) ?? 0 };
  });
  return summaries.sort((a, b) => b.failed - a.failed || b.median - a.median);
}
