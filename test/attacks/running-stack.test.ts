import { afterAll, beforeAll, expect, it } from 'vitest';
import { joinTestStack, type TestStack } from '../support/stack.js';
import { attackStack } from './attack-stack.js';
import { ATTACKS } from './attacks.js';

/** What users run against a stack of theirs. */
let stack: TestStack;
beforeAll(async () => {
  stack = await joinTestStack();
  process.env.AGENT_AUTH_STATE_DIR = stack.stateDir;
});
afterAll(async () => {
  delete process.env.AGENT_AUTH_STATE_DIR;
  await stack.stop();
});

it('holds against each attack from outside, and nothing of them is left on it', async () => {
  const { auth } = stack;
  const verdicts = await attackStack(auth);
  expect(verdicts.filter(({ verdict }) => verdict !== 'held')).toEqual([]);
  expect(verdicts).toHaveLength(ATTACKS.length);
  for (const list of [auth.agents.auth.list(), auth.credentials.list(), auth.profiles.list()])
    expect((await list).items).toEqual([]);
  expect((await auth.keys.list()).items.filter(({ name }) => name.startsWith('attacks'))).toEqual([]);
});
