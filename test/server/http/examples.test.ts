import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SAMPLE_USER, type SampleSite, startSampleSite } from '../../sites/sample.js';
import { joinTestStack, type TestStack } from '../../support/stack.js';
import { adminKey } from './support.js';

let stack: TestStack;
let site: SampleSite;
beforeAll(async () => {
  const { email, password } = SAMPLE_USER;
  site = await startSampleSite({ users: [{ email, password }], sessionSeconds: 3600 });
  stack = await joinTestStack();
});
afterAll(async () => {
  await stack?.stop();
  await site?.stop();
});

/** Runs an example as a person would, with its answers on standard input. */
async function run(command: string, args: readonly string[], answers: readonly string[]) {
  const env = {
    ...process.env,
    AGENT_AUTH_URL: stack.stack.file.http_url!,
    AGENT_AUTH_ACCESS_KEY: await adminKey(stack),
  };
  const running = promisify(execFile)(command, args, { timeout: 55_000, env });
  running.child.stdin?.end(answers.map((answer) => `${answer}\n`).join(''));
  return running;
}

const path = (file: string): string => fileURLToPath(new URL(`../../../${file}`, import.meta.url));

it('the example with curl ends with a session', async () => {
  const { stdout, stderr } = await run(
    path('examples/http-curl/login.sh'),
    [site.host, SAMPLE_USER.email],
    [SAMPLE_USER.password],
  );
  expect(stderr).toContain(`${site.host} asks for password`);
  expect(stderr).toContain(`${site.host}: SUCCESS`);
  expect(JSON.parse(stdout).cookies).not.toHaveLength(0);
});

it('the example in TypeScript ends with a browser', async () => {
  const args = [path('scripts/run-ts.mjs'), path('examples/http-typescript/login.ts'), site.host, 'http-typescript'];
  const { stdout } = await run(process.execPath, args, [SAMPLE_USER.email, SAMPLE_USER.password]);
  // Some of the sites that are drawn ask for "E-mail or username".
  expect(stdout).toMatch(/\((email|username)\)/);
  expect(stdout).toContain('(password)');
  expect(stdout).toContain(`${site.host}: SUCCESS`);
  expect(stdout).toContain('A browser with the session: /browsers/');
  expect(stdout).not.toContain(SAMPLE_USER.password);
});
