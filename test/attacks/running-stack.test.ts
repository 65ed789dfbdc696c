import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { joinTestStack, type TestStack } from '../support/stack.js';
import { ATTACKS } from './attacks.js';

/** What users run against a stack of theirs. */
let stack: TestStack;
beforeAll(async () => {
  stack = await joinTestStack();
});
afterAll(() => stack.stop());

it('holds against each attack from outside, as the script tells it, and nothing of them is left on it', async () => {
  const { auth, stateDir } = stack;
  const env = { ...process.env, AGENT_AUTH_STATE_DIR: stateDir };
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['scripts/run-ts.mjs', 'test/attacks/run.ts'],
    { env },
  );
  const verdicts = ATTACKS.map(({ threat }) => `held       ${threat}`);
  expect(stdout.trimEnd().split('\n')).toEqual([...verdicts, '', `${ATTACKS.length} held, 0 broken, 0 not tried.`]);
  expect(stderr).not.toContain('Could not be removed');
  for (const list of [auth.agents.auth.list(), auth.credentials.list(), auth.profiles.list()])
    expect((await list).items).toEqual([]);
  expect((await auth.keys.list()).items.filter(({ name }) => name.startsWith('attacks'))).toEqual([]);
});
