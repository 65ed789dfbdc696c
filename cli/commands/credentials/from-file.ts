import { AgentAuthError } from '../../../contract/errors.js';
import type { Io } from '../../terminal/io.js';
import { readJson } from '../../terminal/read-json.js';

export const FROM_HELP = `
FILE is JSON, - reads it from stdin, so that no secret stands in a process list:
  {"values": {"email": "user@example.com"}, "totp_secret": "JBSW Y3DP EHPK 3PXP", "sso_provider": "google"}`;

/** @throws AgentAuthError `invalid_input` */
export async function readMembers(io: Io, source: string): Promise<object> {
  const members = await readJson(io, source);
  if (typeof members !== 'object' || members === null || Array.isArray(members))
    throw new AgentAuthError('invalid_input', { file: source, expected: 'an object' });
  return members;
}
