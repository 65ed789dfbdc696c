/** Why an agent can log in again by itself, or why not. */
export const CAN_REAUTH_REASONS = [
  /** It can: all that its last login needed is stored. */
  'has_credential',
  /** It can: a provider has it. */
  'external_credential',
  /** A provider that its values come from can't be asked. */
  'provider_unavailable',
  /** That provider wants no requests for a while. */
  'provider_limited',
  'no_credential',
  'no_prior_successful_login',
  /** The site has refused what is stored, and it is the same still. */
  'credential_refused',
  /** A person had to give a one-time code the last time. */
  'requires_code',
  /** A person has to give a value that is not stored. */
  'requires_customer_input',
  /** A person had to do something elsewhere the last time, for instance confirm on a phone. */
  'requires_external_action',
  /** An operator has paused the agent, or its site. */
  'paused',
] as const;
export type CanReauthReason = (typeof CAN_REAUTH_REASONS)[number];
