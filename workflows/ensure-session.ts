import { condition, patched, proxyActivities, setHandler, workflowInfo } from '@temporalio/workflow';
import type { EnsureSessionInput, EnsureSessionResult, SessionAnswer } from '../contract/agent/agent.js';
import * as messages from '../contract/messages.js';
import type { TemporalActivities } from '../contract/steps.js';
import { isSessionAnswer } from './well-formed.js';

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
    if (isSessionAnswer(received)) answer = received;
  });

  const { domain, profile_name, timeout_seconds = DEFAULT_TIMEOUT_SECONDS, max_age_seconds = 300 } = input;
  const question = { domain, profile_name, workflow_id: workflowInfo().workflowId, max_age_seconds };
  const asked = await askAgent(question);
  if (asked === null) return { status: 'FAILED', code: 'agent_not_found' };
  if ('paused' in asked) return { status: 'FAILED', code: 'paused' };
  if (!('waiting' in asked)) return { status: 'AUTHENTICATED', agent: asked.agent };

  const deadline = Date.now() + timeout_seconds * 1000;
  while (Date.now() < deadline) {
    await condition(() => answer !== null, deadline - Date.now(), { summary: `session of ${domain}` });
    const received = answer as SessionAnswer | null;
    if (received === null) break;
    if (!received.authenticated) {
      const { stopped } = received.agent;
      return { status: 'FAILED', code: received.code ?? 'internal_error', ...(stopped ? { stopped } : {}) };
    }
    // Anybody can send the Signal, so the agent is asked again.
    if (!patched('answer-asked-again')) return { status: 'AUTHENTICATED', agent: received.agent };
    answer = null;
    const again = await askAgent(question);
    if (again === null) return { status: 'FAILED', code: 'agent_not_found' };
    if ('paused' in again) return { status: 'FAILED', code: 'paused' };
    if (!('waiting' in again)) return { status: 'AUTHENTICATED', agent: again.agent };
  }
  return { status: 'FAILED', code: 'ensure_timeout' };
}
