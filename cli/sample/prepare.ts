import type { AgentAuth, AuthAgent } from '../../client/index.js';
import { AgentAuthError, type ErrorCode } from '../../contract/errors/errors.js';
import { SAMPLE_USER } from '../../test/sites/sample/options.js';

/** Name of the demo's credential and of its profile. */
export const SAMPLE = 'sample';

async function ignoring(code: ErrorCode, made: Promise<unknown>): Promise<void> {
  try {
    await made;
  } catch (error) {
    if (!(error instanceof AgentAuthError) || error.code !== code) throw error;
  }
}

/** The demo tells its story from the beginning each time, also on a state folder where it was told before. */
async function forget(auth: AgentAuth): Promise<void> {
  for (const agent of (await auth.agents.auth.list({ profile_name: SAMPLE })).items)
    await ignoring('agent_not_found', auth.agents.auth.delete(agent.id));
  await ignoring('credential_not_found', auth.credentials.delete(SAMPLE));
  await ignoring('profile_not_found', auth.profiles.delete(SAMPLE));
}

/** A credential without its password, and the agent that uses it. */
export async function prepare(auth: AgentAuth, siteUrl: string): Promise<AuthAgent> {
  const { host } = new URL(siteUrl);
  await forget(auth);
  await auth.credentials.create({
    name: SAMPLE,
    domain: host,
    values: { email: SAMPLE_USER.email },
    totp_secret: SAMPLE_USER.totpSecret,
  });
  return auth.agents.auth.create({ domain: host, profile_name: SAMPLE, credential_name: SAMPLE });
}
