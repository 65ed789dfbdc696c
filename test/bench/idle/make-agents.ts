/** A state folder of agents whose sessions were proven in the course of the last hour, as a stack would have left it. */
import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openVault, type Vault } from '../../../activities/vault/index.js';
import type { Probe } from '../../../activities/vault/probe.js';
import { agentId } from '../../../contract/index.js';
import { beginning, closing, createCaller, grant, load, type TestCaller } from '../../vault/support/vault.js';

const HOUR_MS = 3_600_000;

/** One that is logged in, and whose session can be looked at by one request. */
async function makeAgent(vault: Vault, admin: TestCaller, domain: string, n: number, probe: Probe, now: number) {
  const profile_name = `idle-${n}`;
  const id = agentId(domain, profile_name);
  await grant(admin, domain, { id, profile_name, health_check_interval: HOUR_MS / 1000 });
  const ref = { invocation_id: `inv_${randomUUID().replaceAll('-', '')}`, auth_agent_id: id };
  await vault.beginInvocation(beginning(ref));
  const { hold } = await load(vault, ref);
  const { url } = probe.request;
  const cookie = { name: 'sid', value: 'ada', domain: new URL(url).hostname, path: '/', expires: -1 };
  await vault.saveProfile({
    ...hold,
    storage_state: { cookies: [{ ...cookie, httpOnly: true, secure: false, sameSite: 'Lax' }], origins: [] },
    session_storage: null,
    base_version: null,
    session_expires_at: null,
    post_login_url: url,
    shown_url: url,
    leads: {
      requests: [probe.request],
      page: { address: url, salt: 's', member: [], stranger: [] },
      old_cookies: [],
      changes: false,
    },
  });
  await vault.closeInvocation(closing(ref));
  const said = { id, status: 'AUTHENTICATED', save_credential_as: null, session_expires_at: null } as const;
  await vault.recordAgent({ ...said, last_auth_at: new Date(now).toISOString(), post_login_url: url }, id);
  const taken = await vault.takeCheck({ id, max_age_seconds: 0 }, now + 1);
  if (taken.kind !== 'taken') throw new Error(`the session of ${id} can't be looked at: ${taken.kind}`);
  const ways = { probe, requests: [], page: null, old_cookies: null, changes: false };
  const { agent_id, lease, version } = taken;
  const looked = { answer: 'in', why: 'as_member', by: 'probe' } as const;
  await vault.endCheck({ agent_id, lease, version, looked, session: null, ways });
}

/** Each step of each agent waits for the disk, which nobody measures here. */
const MEMORY = '/dev/shm';

export async function makeAgents(stateDir: string, domain: string, count: number, probe: Probe): Promise<void> {
  const folder = await mkdtemp(join(MEMORY, 'agent-auth-idle-'));
  try {
    await makeAgentsIn(join(folder, 'state'), domain, count, probe);
    await cp(join(folder, 'state'), stateDir, { recursive: true });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeAgentsIn(stateDir: string, domain: string, count: number, probe: Probe): Promise<void> {
  const end = Date.now();
  let now = end - HOUR_MS;
  const vault = await openVault({ stateDir, clock: () => now });
  try {
    const admin = createCaller(() => vault, (await readFile(join(stateDir, 'access-key'), 'utf8')).trim());
    for (let n = 0; n < count; n += 1) {
      now = Math.round(end - HOUR_MS + (HOUR_MS * (n + 1)) / (count + 1));
      await makeAgent(vault, admin, domain, n, probe, now);
    }
  } finally {
    await vault.close();
  }
}
