import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { createProviders } from '../../../activities/providers/index.js';
import { agentId, type CredentialReference } from '../../../contract/index.js';
import { connectBench } from '../../unit/providers/benches/onepassword-connect.js';
import { idOf, type WorldItem } from '../../unit/providers/world.js';
import { begin, openTestVault, type TestVault } from './vault.js';

export const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
export const AUTO = { provider: 'op', auto: true } as const;
export const AGENT = agentId('example.com', 'p');

/** An item for the site of the tests. */
export const login = (id: string, more: Partial<WorldItem> = {}): WorldItem => ({
  id: idOf(id),
  vault: 'Team',
  title: id,
  urls: ['https://example.com/login'],
  username: `${id}@example.com`,
  password: `canary-${id}`,
  totp: '',
  extra: {},
  state: 'active',
  version: 1,
  ...more,
});

/** A Connect server and a vault that may use it, both as new for each test. */
export function useProvider() {
  let bench: Awaited<ReturnType<typeof connectBench>>;
  let t: TestVault;
  beforeAll(async () => {
    bench = await connectBench();
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    t = await openTestVault({ providers: createProviders({ folder: '/nowhere' }) });
    await bench.fill([login('shop', { totp: `otpauth://totp/x?secret=${SECRET}` })]);
    await bench.fail(null);
  });
  afterEach(() => void bench.requests.splice(0));
  return {
    get bench() {
      return bench;
    },
    get t() {
      return t;
    },
    connect: (more: object = {}) =>
      t.admin('providers.create', {
        name: 'op',
        provider_type: 'onepassword_connect',
        token: bench.token,
        settings: { host: bench.address },
        ...more,
      }),
    agent: (credential?: CredentialReference | null, more: object = {}) =>
      t.admin('agents.grant', {
        id: AGENT,
        domain: 'example.com',
        profile_name: 'p',
        ...(credential === undefined ? {} : { credential }),
        ...more,
      }),
    /** Begins a login of the agent and reads its item. */
    async read() {
      const { ref } = await begin(t.vault, AGENT);
      return { ref, reading: await t.vault.readItem(ref) };
    },
    /** How often the list was asked for. */
    listed: () => bench.requests.filter((path) => path.endsWith('/items')).length,
  };
}
