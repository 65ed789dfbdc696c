import { DEFAULT_LIMITS, type InvocationInput } from '../../../contract/invocation/invocation.js';

/** A login that the agent began by itself. */
export const input: InvocationInput = {
  invocation_id: 'inv_0123456789abcdef',
  auth_agent_id: 'agent_example.com_me',
  type: 'reauth',
  domain: 'example.com',
  profile_name: 'me',
  save_credential_as: null,
  limits: DEFAULT_LIMITS,
  handoff_hashes: [],
  task_queue: 'q',
};

/** What the vault has for it: a name, a password and a TOTP secret. */
export const begun = {
  sealing_key: 'jws',
  kid: 'k',
  stored: ['email', 'password'],
  refused: [],
  has_totp: true,
  sso_provider: null,
};
