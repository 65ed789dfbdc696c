import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const RUNNER = fileURLToPath(new URL('../sites/reported/run.mjs', import.meta.url));
/** One site of each kind of fault; `npm run test:cases` logs in to all of them. */
const ONE_A_KIND = ['23', '30', '28', '13', '26', '09', '05'];

it('logs in to one site of each kind of fault as a person would have it', async () => {
  const run = promisify(execFile)(process.execPath, [RUNNER, '--only', ONE_A_KIND.join(',')]);
  const { stdout, code } = await run.then(
    ({ stdout }) => ({ stdout, code: 0 }),
    ({ stdout, code }: { stdout: string; code: number }) => ({ stdout, code }),
  );
  expect(stdout).not.toContain('WRONG');
  expect(code).toBe(0);
});
