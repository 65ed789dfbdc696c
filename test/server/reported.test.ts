import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const RUNNER = fileURLToPath(new URL('../sites/reported/run.mjs', import.meta.url));
/** Sites of four kinds of faults; `npm run test:cases` logs in to all of them. */
const A_FEW = ['23', '28', '13', '05'];

it('logs in to sites of several kinds of faults as a person would have it', async () => {
  const run = promisify(execFile)(process.execPath, [RUNNER, '--only', A_FEW.join(',')]);
  const { stdout, code } = await run.then(
    ({ stdout }) => ({ stdout, code: 0 }),
    ({ stdout, code }: { stdout: string; code: number }) => ({ stdout, code }),
  );
  expect(stdout).not.toContain('WRONG');
  expect(code).toBe(0);
});
