import { describe, expect, it } from 'vitest';
import { whyLines } from '../../../cli/login/why.js';
import { toAuthAgent } from '../../../client/agents/shape.js';
import type { AgentTimelineEvent, AuthAgent } from '../../../client/index.js';
import type { AgentRecord } from '../../../contract/agent/agent-record.js';
import { CHECK_REASONS } from '../../../contract/agent/session-check.js';
import { SESSION_END_CAUSES } from '../../../contract/agent/session-lifetime.js';
import { STOP_REASONS } from '../../../contract/agent/stop.js';

const RECORD: AgentRecord = {
  ...{ id: 'agent_example.com_work', domain: 'example.com', profile_name: 'work', status: 'AUTHENTICATED' },
  ...{ created_at: '2026-01-01T00:00:00.000Z', updated_at: '2026-01-01T00:00:00.000Z', stay_signed_in: true },
  ...{ send_to: [], allowed_domains: [], login_url: null, credential_id: 'c', credential_name: 'work' },
  ...{ last_auth_at: '2026-01-02T03:01:00.000Z', session_expires_at: null, post_login_url: null },
};
const agent = (more: Partial<AuthAgent> = {}): AuthAgent => ({ ...toAuthAgent(RECORD, null), ...more });
const event = (more: Partial<AgentTimelineEvent>): AgentTimelineEvent => ({
  ...{ id: 'inv_1', type: 'reauth', status: 'SUCCESS', timestamp: '2026-01-02T03:00:00.000Z' },
  ...{ completed_at: '2026-01-02T03:01:00.000Z', error_code: null, session_expires_at: null, ...more },
});
const first = event({
  id: 'inv_0',
  type: 'login',
  timestamp: '2026-01-01T09:00:00.000Z',
  completed_at: '2026-01-01T09:01:00.000Z',
});
const end = (cause: (typeof SESSION_END_CAUSES)[number], at = '2026-01-02T02:59:59.000Z') => ({ at, cause });

describe('why an agent logged in again', () => {
  it.each(SESSION_END_CAUSES)('is the end of its session: %s', (cause) => {
    const lines = whyLines(agent({ last_session_end: end(cause) }), [event({}), first]);
    const again = lines.find((line) =>
      line.includes('It last began to log in again at 2026-01-02T03:00:00.000Z, because'),
    );
    expect(again).toContain('it was logged in at 2026-01-02T03:01:00.000Z');
    expect(again).toContain('agent-auth invocations show inv_1');
    expect(lines.join()).not.toContain('undefined');
  });

  it('is its time, where the session of then had not ended', () => {
    for (const before of [null, end('found_over', '2026-01-01T08:00:00.000Z')])
      expect(whyLines(agent({ last_session_end: before }), [event({}), first]).join('\n')).toContain(
        'before the session of then was over',
      );
  });

  it('is somebody, where they started it', () => {
    expect(whyLines(agent(), [first]).join('\n')).toContain(
      'Somebody last started a login at 2026-01-01T09:00:00.000Z; it',
    );
  });

  it('that failed says with what', () => {
    const failed = event({ status: 'FAILED', error_code: 'captcha_blocked' });
    expect(whyLines(agent(), [event({ type: 'reset' }), failed, first]).join('\n')).toContain('(captcha_blocked)');
  });
});

describe('what comes next', () => {
  const says = (more: Partial<AuthAgent>): string => whyLines(agent(more), []).join('\n');

  it('is the next look, or that there is none', () => {
    const seen = { at: '2026-01-02T04:00:00.000Z', answer: 'in', by: 'probe', why: 'as_member' } as const;
    expect(says({ last_check: seen })).toContain('due about 2026-01-02T05:00:00.000Z');
    expect(says({ health_checks: false })).toContain('not looked at (health_checks is off)');
    expect(says({ health_check_unavailable_reason: 'no_probe' })).toContain('cannot be looked at');
    for (const why of CHECK_REASONS) expect(says({ last_check: { ...seen, why } })).not.toContain('undefined');
  });

  it('is an end that the site announced, or that was learned', () => {
    const at = { session_expires_at: '2026-01-09T00:00:00.000Z' };
    expect(says({ ...at, session_expires_reason: 'announced' })).toContain('at most until 2026-01-09T00:00:00.000Z');
    expect(says({ ...at, session_expires_reason: 'learned' })).toContain('probably until');
  });

  it.each(STOP_REASONS)('is a stop in words: %s', (why) => {
    expect(says({ stopped: { why, until: '2026-01-03T00:00:00.000Z' } })).toMatch(
      /sends nothing before 2026-01-03.*: \w.+\./,
    );
  });

  it('is a person', () => {
    const wait = { since: '2026-01-02T05:00:00.000Z', waits_for: 'input', missing: ['code'] } as const;
    const reauth_wait = { ...wait, invocation_id: 'inv_9', until: null, next_at: null };
    expect(says({ reauth_wait })).toContain('agent-auth invocations submit inv_9');
  });
});
