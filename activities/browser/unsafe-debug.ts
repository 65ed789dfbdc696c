import { AgentAuthError } from '../../contract/index.js';

/**
 * Playwright's debug output prints what is typed.
 * @throws AgentAuthError `unsafe_debug`
 */
export function refuseUnsafeDebug(env: Readonly<Record<string, string | undefined>>): void {
  const channels = (env.DEBUG ?? '').split(/[\s,]+/).filter((channel) => channel !== '' && !channel.startsWith('-'));
  const printsValues = channels.some((channel) => /^(\*|p\*|pw)/.test(channel));
  if (printsValues || (env.PWDEBUG ?? '') !== '' || (env.DEBUG_FILE ?? '') !== '')
    throw new AgentAuthError('unsafe_debug');
}
