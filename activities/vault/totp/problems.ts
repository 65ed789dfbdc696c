import { AgentAuthError } from '../../../contract/index.js';

/** What is wrong with a secret, and what to do; constants, so that nothing of it is quoted. */
const ADVICE = {
  not_base32:
    'Base32 has the letters A to Z and the digits 2 to 7 only. Copy it once more; a 0, 1 or 8 was read wrong, and is an O, I or B.',
  hex: 'This looks like hexadecimal. Ask the site for the base32 spelling ("setup key"), or convert the bytes to base32.',
  base64: 'This looks like base64. Ask the site for the base32 spelling ("setup key"), or convert the bytes to base32.',
  a_code:
    'This is a code, which is good once. What is stored is what codes are made of: the "setup key", or the QR code.',
  too_short: 'It has fewer than 8 letters: a part is missing. Copy all of it.',
  too_long: 'No site hands out more than 128 bytes. Give the secret alone.',
  hotp_not_supported:
    'It counts (HOTP) instead of using the clock (TOTP). Enrol once more at the site, with an authenticator app.',
  not_totp:
    'Give the base32 text, an otpauth://totp/ address, steam://, or what an authenticator app exports (otpauth-migration://).',
  no_secret: 'The address has no secret=. Copy all of it, or give the base32 text alone.',
  repeated_parameter: 'The address says the same thing twice, and differently. Take out what is wrong.',
  unsupported_algorithm: 'Codes are made by SHA1, SHA256 or SHA512; those of Steam by SHA1.',
  unsupported_digits: 'Codes have 6, 7 or 8 digits; those of Steam are marked by encoder=steam.',
  unsupported_period: 'A period is 1 to 300 whole seconds; that of Steam is 30.',
  broken_export: 'The export of the authenticator app is not whole. Read its QR code once more.',
  several_secrets:
    'The export of the authenticator app holds several accounts. Export one, or choose: `agent-auth credentials create NAME --totp-qr FILE --totp-account N`.',
} as const;

export type TotpProblem = keyof typeof ADVICE;

/** @param more further facts, none of which is secret */
export const invalidTotp = (reason: TotpProblem, more: Readonly<Record<string, unknown>> = {}): AgentAuthError =>
  new AgentAuthError('invalid_totp_secret', { reason, advice: ADVICE[reason], ...more });
