import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { needTool } from '../../../worker/need-tool.js';
import { SAMPLE_USER } from '../../sites/sample.js';
import { joinTestStack, SAMPLE_TOTP, type TestStack } from '../../support/stack.js';
import { variant } from '../../support/variants.js';

const PROFILE = 'work';

let stack: TestStack;
beforeAll(async () => {
  stack = await joinTestStack();
  await stack.auth.credentials.create({
    name: 'partial',
    domain: stack.domain,
    values: { email: SAMPLE_USER.email },
    totp_secret: SAMPLE_TOTP,
  });
});
afterAll(() => stack.stop());

/** Runs an example as a person would: a process of its own, told where Temporal is. */
async function runExample(path: string, args: readonly string[], stdin = ''): Promise<string> {
  const file = fileURLToPath(new URL(`../../../examples/${path}`, import.meta.url));
  const running = promisify(execFile)(process.execPath, [file, ...args], {
    timeout: 50_000,
    env: {
      ...process.env,
      TEMPORAL_ADDRESS: stack.stack.file.temporal_address,
      AGENT_AUTH_STATE_DIR: stack.stateDir,
      AGENT_AUTH_ACCESS_KEY: (await readFile(join(stack.stateDir, 'access-key'), 'utf8')).trim(),
      AGENT_AUTH_CHROMIUM: (await needTool('chromium')).path,
    },
  });
  running.child.stdin?.end(stdin);
  return (await running).stdout;
}

/** Each goes on where the one before ended: a login that waits, its session, its session again. */
describe.sequential('the examples', () => {
  it('human-in-the-loop answers a waiting login by Signal', async () => {
    const { agents } = stack.auth;
    const agent = await agents.auth.create({ domain: stack.domain, profile_name: PROFILE, credential_name: 'partial' });
    const { invocation_id } = await agents.auth.invocations.create({ auth_agent_id: agent.id });
    for await (const { step } of agents.auth.invocations.follow(invocation_id)) if (step === 'awaiting_input') break;

    const said = await runExample('human-in-the-loop/answer.mjs', [], `${SAMPLE_USER.password}\n`);
    expect(said).toContain(`answered ${invocation_id}`);
    expect(said).not.toContain(SAMPLE_USER.password);
    const end = await agents.auth.invocations.wait(invocation_id, { timeout: 50 });
    expect(end).toMatchObject({ status: 'SUCCESS', last_rejected: null });
  });

  variant('orchestrator gets the session inside a workflow of another worker', async () => {
    expect(await runExample('orchestrator/run.mjs', [stack.domain, PROFILE])).toMatch(/Members/);
  });

  variant('playwright opens a page behind the login', async () => {
    const url = new URL('/members', `http://${stack.domain}`).href;
    expect(await runExample('playwright/use-session.mjs', [PROFILE, url])).toMatch(/Members/);
  });
});
