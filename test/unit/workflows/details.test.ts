import { describe, expect, it } from 'vitest';
import { FLOW_ERRORS, type FlowErrorCode } from '../../../contract/errors/errors.js';
import { DEFAULT_LIMITS } from '../../../contract/invocation/invocation.js';
import { details as ofAgent } from '../../../workflows/agent/details.js';
import { beginRecord } from '../../../workflows/agent/record.js';
import { details as ofLogin } from '../../../workflows/invocation/details.js';
import { invocationState } from '../client/invocation-state.js';

const config = { domain: 'example.com', profile_name: 'work', credential_name: null, login_url: null };
const { state } = beginRecord({
  id: 'agent_example.com_work',
  config: { ...config, allowed_domains: [], limits: DEFAULT_LIMITS },
  task_queue: 'agent-auth',
  resume: null,
});

describe("what Temporal's UI shows of a login", () => {
  it('that waits is what it waits for, until when, and how to answer', () => {
    const text = ofLogin(invocationState({ status: 'IN_PROGRESS', step: 'awaiting_external_action' }));
    expect(text).toContain('confirms the login to example.com on another device');
    expect(text).toContain(invocationState({}).expires_at);
  });

  it.each(Object.keys(FLOW_ERRORS) as FlowErrorCode[])(
    'that ended with %s is why, what to do, and where it is told',
    (code) => {
      const login = invocationState({ status: 'FAILED', step: 'completed', error_code: code, website_error: 'CANARY' });
      const text = ofLogin(login);
      expect(text).toContain(`Ended: **FAILED**. ${FLOW_ERRORS[code].message}`);
      expect(text).toContain(FLOW_ERRORS[code].next);
      expect(text).toContain(`agent-auth invocations show ${login.invocation_id}`);
      expect(text).not.toContain('CANARY');
    },
  );
});

it("what Temporal's UI shows of an agent is how it stands, what it is at, and what keeps it", () => {
  expect(ofAgent(state)).toMatch(/^Session of example\.com for profile work: \*\*NEEDS\\_AUTH\*\*\./);
  const stopped = { why: 'locked', until: '2026-01-02T00:00:00.000Z' } as const;
  const text = ofAgent({
    ...state,
    invocation_id: 'inv_a',
    last_error_code: 'account_locked',
    last_invocation_id: 'inv_b',
    stopped,
  });
  expect(text).toContain('A login is in progress: workflow `inv_a`');
  expect(text).toContain(
    `${FLOW_ERRORS.account_locked.message} (account\\_locked) Its story: \`agent-auth invocations show inv_b\``,
  );
  expect(text).toContain('until 2026-01-02T00:00:00.000Z (locked)');
});
