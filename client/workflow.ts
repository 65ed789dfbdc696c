/**
 * What orchestration code inside other workflows imports: names and types only, safe for the workflow sandbox.
 * @module
 */
export type { AgentState, EnsureSessionInput, EnsureSessionResult } from '../contract/agent/agent.js';
export { agentId, DEFAULT_TASK_QUEUE, mainQueue, WORKFLOWS } from '../contract/names.js';
