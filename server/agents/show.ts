import type { AuthAgent } from '../../client/index.js';

const absentIfNull = <T>(value: T | null): T | undefined => value ?? undefined;

/** Kernel leaves out what is not there. */
export const showAgent = (agent: AuthAgent) => ({
  ...agent,
  credential_id: absentIfNull(agent.credential_id),
  credential_name: absentIfNull(agent.credential_name),
  // Its place from 0.31.1 on.
  credential: agent.credential ?? (agent.credential_name === null ? undefined : { name: agent.credential_name }),
  last_auth_check_at: absentIfNull(agent.last_auth_check_at),
  post_login_url: absentIfNull(agent.post_login_url),
  has_selectors: agent.last_auth_check_at !== null,
});
