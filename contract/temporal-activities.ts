import type { SessionAnswer } from './agent/agent.js';
import type { CheckedSession, CheckInput } from './agent/session-check.js';

/** Activities of the main queue that talk to Temporal. */
export interface TemporalActivities {
  /** Asks the agent of (domain, profile) for its session on behalf of the workflow `workflow_id`. Null when there is no such agent. */
  askAgent(input: {
    readonly domain: string;
    readonly profile_name: string;
    readonly workflow_id: string;
    /** A session that was last proven or checked before this is checked first. Absent: it is not checked. */
    readonly max_age_seconds?: number;
  }): Promise<SessionAnswer | { readonly waiting: true } | { readonly paused: true } | null>;
  /** Looks at the session of an agent, where what is known of it is too old. Null when there is no such agent. */
  checkSession(input: CheckInput): Promise<CheckedSession | null>;
  /** Whether a workflow still runs; where `run_id` is given, one that its first run led to. */
  isRunning(input: { readonly workflow_id: string; readonly run_id?: string | null }): Promise<boolean>;
}
