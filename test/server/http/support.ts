import { readFile } from 'node:fs/promises';
import { type Logger, pino } from 'pino';
import type { AgentAuth, AgentAuthInvocation, Scope } from '../../../client/index.js';
import { readServerConfig, type ServerConfig } from '../../../server/config.js';
import { type RunningServer, runServer } from '../../../server/run-server.js';
import { SAMPLE_USER } from '../../sites/sample.js';
import { SAMPLE_TOTP, type TestStack } from '../../support/stack.js';

export interface TestServer extends RunningServer {
  /** Lines of its log, as they are written. */
  readonly log: string[];
}

/** A server of the test's own on the stack, set up as it likes, with its log in memory. */
export async function startTestServer(stack: TestStack, change: Partial<ServerConfig> = {}): Promise<TestServer> {
  const log: string[] = [];
  const logger: Logger = pino({ level: 'trace' }, { write: (line: string) => void log.push(line) });
  const config = { ...readServerConfig({}), stateDir: stack.stateDir, port: 0, ...change };
  return { ...(await runServer(config, logger)), log };
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, never> & { readonly code?: string };
  readonly text: string;
}

/** Asks a server, as `key` if one is given. */
export const asker =
  (url: string) =>
  async (method: string, path: string, key?: string | null, body?: unknown, headers = {}): Promise<Answer> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(key ? { authorization: `Bearer ${key}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined || typeof body === 'string' ? (body ?? null) : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : {} };
  };
export type Ask = ReturnType<typeof asker>;

export const adminKey = async (stack: TestStack): Promise<string> =>
  (await readFile(stack.stack.file.access_key_file, 'utf8')).trim();

export const keyWith = async (stack: TestStack, ...scopes: readonly Scope[]): Promise<string> =>
  (await stack.auth.keys.create({ name: scopes.join('-'), scopes })).access_key;

/** A login that waits for the password. */
export async function waitingLogin(
  auth: AgentAuth,
  domain: string,
  profile_name: string,
): Promise<AgentAuthInvocation> {
  const agent = await auth.agents.auth.create({ domain, profile_name, credential_name: 'partial' });
  const { invocation_id } = await auth.agents.auth.invocations.create({ auth_agent_id: agent.id });
  for await (const state of auth.agents.auth.invocations.follow(invocation_id)) {
    if (state.step === 'awaiting_input') return state;
  }
  throw new Error('the login did not ask for the password');
}

/** The credential that `waitingLogin` fills from. */
export const storePartial = (stack: TestStack): Promise<unknown> =>
  stack.auth.credentials.create({
    name: 'partial',
    domain: stack.domain,
    values: { email: SAMPLE_USER.email },
    totp_secret: SAMPLE_TOTP,
  });
