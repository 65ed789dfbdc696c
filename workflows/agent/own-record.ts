import type { AgentResume } from '../../contract/agent/agent.js';

/** The record of the agent that runs here: it may have changed after each `await`. */
export interface OwnRecord {
  read(): AgentResume;
  update(record: AgentResume): void;
}
