import type { AgentProxy } from '../../client/index.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import type { Io } from './io.js';
import { readSecret } from './read-json.js';

interface ProxyOptions {
  readonly proxy?: string;
  readonly proxyUsername?: string;
  readonly proxyPasswordFile?: string;
}

/** From a file, the environment or a hidden prompt: an argument stands in the process list. */
async function passwordOf(io: Io, { proxyUsername, proxyPasswordFile }: ProxyOptions): Promise<string | undefined> {
  if (proxyPasswordFile !== undefined) return readSecret(io, proxyPasswordFile, 'the password');
  const { AGENT_AUTH_PROXY_PASSWORD } = process.env;
  if (AGENT_AUTH_PROXY_PASSWORD) return AGENT_AUTH_PROXY_PASSWORD;
  if (proxyUsername === undefined || !io.interactive) return undefined;
  return (await io.askHidden('Password of the proxy', io.signal)) ?? undefined;
}

/**
 * The member `proxy` of an agent, as the options of a command say; nothing where they don't.
 * @throws AgentAuthError `invalid_input`
 */
export async function proxyOf(io: Io, options: ProxyOptions): Promise<{ readonly proxy?: AgentProxy | null }> {
  const { proxy: server, proxyUsername: username } = options;
  if (server === undefined) {
    const alone = username !== undefined || options.proxyPasswordFile !== undefined;
    if (alone)
      throw new AgentAuthError('invalid_input', {
        option: '--proxy',
        expected: 'the address that the user name and the password are for',
      });
    return {};
  }
  if (server === 'none') return { proxy: null };
  if (username === undefined) return { proxy: { server } };
  return { proxy: { server, username, password: await passwordOf(io, options) } };
}
