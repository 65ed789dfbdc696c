/**
 * A login over HTTP from any program that has `fetch`. What is missing is asked for on the terminal; a real application shows its own
 * form, or sends the person the link.
 *
 *   AGENT_AUTH_URL=http://127.0.0.1:7400 AGENT_AUTH_ACCESS_KEY=aak... npx tsx login.ts example.com work
 */
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

interface Login {
  readonly status: 'IN_PROGRESS' | 'SUCCESS' | 'EXPIRED' | 'CANCELED' | 'FAILED';
  readonly step: string;
  readonly pending_fields: readonly { readonly name: string; readonly label: string }[];
  readonly error_message: string | null;
}

const { AGENT_AUTH_URL = 'http://127.0.0.1:7400', AGENT_AUTH_ACCESS_KEY = '' } = process.env;

async function call<T>(method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${AGENT_AUTH_URL}${path}`, {
    method,
    headers: { authorization: `Bearer ${AGENT_AUTH_ACCESS_KEY}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  if (!response.ok) {
    const { code, message } = answer as { code: string; message: string };
    throw new Error(`${code}: ${message}`);
  }
  return answer as T;
}

const [domain = 'example.com', profile_name = 'work'] = process.argv.slice(2);
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

const agent = await call<{ id: string }>('POST', '/agents/auth', { domain, profile_name });
const { invocation_id, hosted_url } = await call<{ invocation_id: string; hosted_url: string }>(
  'POST',
  '/agents/auth/invocations',
  { auth_agent_id: agent.id },
);
console.log(`A person can give what is missing here: ${hosted_url}`);

const path = `/agents/auth/invocations/${invocation_id}`;
let login = await call<Login>('GET', path);
while (login.status === 'IN_PROGRESS') {
  if (login.step === 'awaiting_input') {
    const field_values: Record<string, string> = {};
    for (const { name, label } of login.pending_fields) {
      console.log(`${domain} asks for ${label} (${name})`);
      field_values[name] = (await lines.next()).value ?? '';
    }
    await call('POST', `${path}/submit`, { field_values });
  }
  await sleep(1000);
  login = await call<Login>('GET', path);
}
console.log(`${domain}: ${login.status} ${login.error_message ?? ''}`.trim());

// The session, used where the server is: a Chromium that is logged in, for Playwright's connectOverCDP.
const browser = await call<{ session_id: string; cdp_ws_url: string }>('POST', '/browsers', {
  profile: { name: profile_name },
});
console.log(`A browser with the session: ${new URL(browser.cdp_ws_url).pathname}`);
await fetch(`${AGENT_AUTH_URL}/browsers/${browser.session_id}`, {
  method: 'DELETE',
  headers: { authorization: `Bearer ${AGENT_AUTH_ACCESS_KEY}` },
});
process.stdin.destroy();
