import { condition, proxyActivities, setHandler, workflowInfo } from '@temporalio/workflow';
import type { EnsureSessionInput, EnsureSessionResult, SessionAnswer } from '../contract/agent.js';
import * as messages from '../contract/messages.js';
import type { TemporalActivities } from '../contract/steps.js';

const DEFAULT_TIMEOUT_SECONDS = 86_400;

const { askAgent } = proxyActivities<Pick<TemporalActivities, 'askAgent'>>({
  startToCloseTimeout: '30s',
  cancellationType: 'TRY_CANCEL',
  summary: 'ask the auth agent for its session',
});

/**
 * Gets a session for other workflows, which can't send an Update: run it as a child on the task queue of the agents. It waits durably,
 * also for people: waiting costs nothing here.
 */
export async function ensureSession(input: EnsureSessionInput): Promise<EnsureSessionResult> {
  let answer: SessionAnswer | null = null;
  setHandler(messages.ensureSession.sessionAnswer, (received) => {
    answer = received;
  });

  const { domain, profile_name, timeout_seconds = DEFAULT_TIMEOUT_SECONDS } = input;
  const asked = await askAgent({ domain, profile_name, workflow_id: workflowInfo().workflowId });
  if (asked === null) return { status: 'FAILED', code: 'agent_not_found' };
  if (!('waiting' in asked)) return { status: 'AUTHENTICATED', agent: asked.agent };

  await condition(() => answer !== null, timeout_seconds * 1000, { summary: `session of ${domain}` });
  const received = answer as SessionAnswer | null;
  if (received === null) return { status: 'FAILED', code: 'ensure_timeout' };
  if (received.authenticated) return { status: 'AUTHENTICATED', agent: received.agent };
  const { stopped } = received.agent;
  return { status: 'FAILED', code: received.code ?? 'internal_error', ...(stopped ? { stopped } : {}) };
}
