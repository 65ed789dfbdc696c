/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {readonly string[]} failures a line for each, so that the end of a long log tells what went wrong
 *
 * @typedef {{ status: string, fullName: string, failureMessages?: readonly string[] | null }} TestReport
 * @typedef {{ name: string, status: string, message?: string, assertionResults: readonly TestReport[] }} FileReport
 */

/**
 * One failure that no test stands for.
 *
 * @param {string} what
 * @returns {Tally}
 */
export const failure = (what) => ({ passed: 0, failed: 1, failures: [what] });

/** @type {Tally} */
export const NOTHING = { passed: 0, failed: 0, failures: [] };

/**
 * Counts a report of vitest's JSON reporter. A test that did not run (skipped, todo) counts as failed: it proves
 * nothing. So does a file that could not be loaded.
 *
 * @param {{ testResults: readonly FileReport[] }} report
 * @returns {Tally}
 */
export function tallyOf(report) {
  return sum(report.testResults.map(tallyOfFile));
}

/**
 * @param {FileReport} file
 * @returns {Tally}
 */
function tallyOfFile({ name, status, message, assertionResults }) {
  const failed = assertionResults.filter((result) => result.status !== 'passed');
  const failures = failed.map((test) => {
    const why = test.status === 'failed' ? firstLine(test.failureMessages?.[0]) : 'did not run';
    return `${name} > ${test.fullName}: ${why}`;
  });
  if (status === 'failed' && failures.length === 0) failures.push(`${name}: ${firstLine(message)}`);
  return { passed: assertionResults.length - failed.length, failed: failures.length, failures };
}

/** @param {string | undefined} text */
const firstLine = (text) => (text ?? '').split('\n', 1)[0] || 'no reason given';

/**
 * @param {readonly Tally[]} tallies
 * @returns {Tally}
 */
export function sum(tallies) {
  return {
    passed: tallies.reduce((total, { passed }) => total + passed, 0),
    failed: tallies.reduce((total, { failed }) => total + failed, 0),
    failures: tallies.flatMap(({ failures }) => failures),
  };
}
