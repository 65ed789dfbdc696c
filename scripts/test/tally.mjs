/**
 * @typedef {{ passed: number, failed: number }} Tally
 * @typedef {{ status: string, assertionResults: { status: string }[] }} FileReport
 */

/**
 * Counts a report of vitest's JSON reporter. A test that did not run (skipped, todo) counts as failed: it proves
 * nothing. So does a file that could not be loaded.
 *
 * @param {{ testResults: FileReport[] }} report
 * @returns {Tally}
 */
export function tallyOf(report) {
  const tally = { passed: 0, failed: 0 };
  for (const { status, assertionResults } of report.testResults) {
    const passed = assertionResults.filter((result) => result.status === 'passed').length;
    tally.passed += passed;
    tally.failed += assertionResults.length - passed;
    if (status === 'failed' && passed === assertionResults.length) tally.failed += 1;
  }
  return tally;
}

/**
 * @param {readonly Tally[]} tallies
 * @returns {Tally}
 */
export function sum(tallies) {
  return tallies.reduce(
    (total, { passed, failed }) => ({ passed: total.passed + passed, failed: total.failed + failed }),
    { passed: 0, failed: 0 },
  );
}
