/** What there is before an act, and what has to hold after it was cut. */
import { expect } from 'vitest';
import type { Vault } from '../../../activities/vault/index.js';
import type { VaultOperation, VaultOperations } from '../../../contract/index.js';
import { cookie, saving } from '../../vault/support/profile.js';
import {
  begin,
  beginning,
  closing,
  createCaller,
  grant,
  load,
  newInvocationId,
  START,
  sealRequest,
  type TestClock,
} from '../../vault/support/vault.js';
import { ACTS, type Act, type Given } from './acts.js';

/** A vault before anything happens in it. */
export interface Prepared {
  readonly vault: Vault;
  readonly accessKey: string;
  readonly clock: TestClock;
}

export interface Scenario {
  readonly act: Act;
  setUp(prepared: Prepared): Promise<Given>;
  /**
   * What another worker does next.
   * @param isDone whether the act was committed
   */
  next(survivor: Prepared, given: Given, isDone: boolean): Promise<unknown>;
  /** Whether the next worker brings it to where it would be without the cut. */
  readonly repeats?: true;
}

const SITE = 'example.com';
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const PERIOD_MS = 30_000;
const values = { email: 'ada@example.com', password: 'pw' };
const SECRETS = Object.entries(values).map(([field, value]) => ({ field, value, from: 'stored', key: field }) as const);

/** Does it again, as Temporal does. */
const again =
  (act: Act) =>
  (survivor: Prepared, given: Given): Promise<unknown> =>
    ACTS[act](survivor.vault, given);

async function agentOf({ vault, accessKey }: Prepared): Promise<string> {
  const admin = createCaller(() => vault, accessKey);
  await admin('credentials.create', { name: 'shop', domain: SITE, values, totp_secret: SECRET });
  return (await grant(admin, SITE, { credential_name: 'shop' })).id;
}

async function loginOf(prepared: Prepared) {
  const { ref } = await begin(prepared.vault, await agentOf(prepared));
  const attempt = { ...ref, attempt_id: `${ref.invocation_id}:1` };
  const submission = {
    address: 'https://login.example.com/',
    secrets: SECRETS,
    identifiers: ['email'],
    codes: [],
    totp_field: null,
  };
  return { ref, attempt, submission, secrets: SECRETS };
}

async function clearedBy(prepared: Prepared) {
  const login = await loginOf(prepared);
  await prepared.vault.prepareAttempt({ ...login.attempt, secrets: SECRETS });
  return login;
}

async function armedBy(prepared: Prepared) {
  const login = await clearedBy(prepared);
  expect(await prepared.vault.clearAttempt(login.attempt, login.submission)).toMatchObject({ kind: 'clear' });
  return login;
}

/** A call as a client makes it, and whoever repeats it by its id. */
async function callOf<Op extends VaultOperation>(
  { vault, accessKey }: Prepared,
  op: Op,
  params: VaultOperations[Op][0],
) {
  const callId = `vault_${op}_${'c'.repeat(22)}`;
  const { input } = await sealRequest(vault, { access_key: accessKey, op, params, callId });
  return { input, callId };
}

const calls = (name: string, setUp: (prepared: Prepared) => Promise<Given>): Record<string, Scenario> => ({
  [`call of ${name}`]: { act: 'call', setUp, next: again('call'), repeats: true },
});

/** A worker that died leaves an attempt that was armed, or one that never will be. */
const recovers =
  (done: 'armed' | 'judged' | 'revoked') =>
  async ({ vault }: Prepared, { attempt }: Given, isDone: boolean): Promise<void> => {
    expect(await vault.recoverAttempt(attempt)).toMatchObject({
      state: isDone ? done : done === 'judged' ? 'armed' : 'revoked',
    });
    if (!isDone && done !== 'judged') expect(await vault.armAttempt(attempt)).toBe(false);
  };

async function deliveryOf(prepared: Prepared) {
  const { vault, accessKey } = prepared;
  const admin = createCaller(() => vault, accessKey);
  await admin('webhooks.create', { url: 'https://hooks.example.com/' });
  await vault.closeInvocation(closing((await begin(vault, await agentOf(prepared))).ref, { status: 'CANCELED' }));
  await admin('events.list', {});
  return admin;
}

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'an attempt is written down': { act: 'prepare', setUp: loginOf, next: recovers('revoked') },
  'an attempt is cleared': { act: 'clear', setUp: clearedBy, next: recovers('revoked') },
  arming: { act: 'arm', setUp: armedBy, next: recovers('armed') },
  'an outcome': {
    act: 'judge',
    async setUp(prepared) {
      const login = await armedBy(prepared);
      expect(await prepared.vault.armAttempt(login.attempt)).toBe(true);
      return { ...login, verdict: { outcome: 'refused', refused_fields: ['password'] } };
    },
    next: recovers('judged'),
  },
  'a TOTP step': {
    act: 'claim',
    setUp: async (prepared) => ({ agent: await agentOf(prepared), at: START + PERIOD_MS }),
    async next({ vault }, { agent, at }, isDone) {
      expect((await vault.claimTotp(agent, at)).kind).toBe(isDone ? 'wait' : 'code');
      expect((await vault.claimTotp(agent, at + PERIOD_MS)).kind).toBe('code');
    },
  },
  'a session is saved': {
    act: 'save',
    async setUp(prepared) {
      const { ref } = await loginOf(prepared);
      const { hold, profile } = await load(prepared.vault, ref);
      return {
        ref,
        saving: saving(hold, profile, { storage_state: { cookies: [cookie('sid', 'new')], origins: [] } }),
      };
    },
    async next({ vault, accessKey }, { saving: saved }, isDone) {
      const cookies = async () => {
        const admin = createCaller(() => vault, accessKey);
        const { items } = await admin('profiles.list', {});
        const state = items.length === 0 ? null : await admin('profiles.storageState', { id_or_name: items[0]!.name });
        return state?.cookies.map(({ value }) => value) ?? [];
      };
      expect(await cookies()).toEqual(isDone ? ['new'] : []);
      await vault.saveProfile(saved);
      expect(await cookies()).toEqual(['new']);
    },
  },
  'a login begins': {
    act: 'begin',
    async setUp(prepared) {
      const ref = { invocation_id: newInvocationId(), auth_agent_id: await agentOf(prepared) };
      return { beginning: beginning(ref) };
    },
    next: again('begin'),
    repeats: true,
  },
  'a login ends': {
    act: 'close',
    async setUp(prepared) {
      const { ref } = await armedBy(prepared);
      return { closing: closing(ref, { status: 'FAILED', error_code: 'website_error' }) };
    },
    next: again('close'),
    repeats: true,
  },
  ...calls('keys.create', (prepared) => callOf(prepared, 'keys.create', { name: 'new', scopes: ['answer'] })),
  ...calls('credentials.update', async (prepared) => {
    await agentOf(prepared);
    return callOf(prepared, 'credentials.update', { id_or_name: 'shop', values: { password: 'new' } });
  }),
  ...calls('agents.revoke', async (prepared) => {
    const { ref } = await armedBy(prepared);
    return callOf(prepared, 'agents.revoke', { id: ref.auth_agent_id });
  }),
  'a sweep': {
    act: 'sweep',
    async setUp(prepared) {
      const { ref, attempt } = await armedBy(prepared);
      await prepared.vault.armAttempt(attempt);
      await load(prepared.vault, ref);
      await deliveryOfOther(prepared);
      // All of it is over by then.
      return { later: 40 * 86_400_000 };
    },
    next: again('sweep'),
    repeats: true,
  },
  'events are taken to be sent': {
    act: 'take',
    async setUp(prepared) {
      await deliveryOf(prepared);
      return {};
    },
    async next({ vault, clock }, _given, isDone) {
      const now = await vault.takeDeliveries(4, new Map());
      expect(now).toHaveLength(isDone ? 0 : 1);
      clock.now += 61_000;
      const later = await vault.takeDeliveries(4, new Map());
      expect(later.map(({ position }) => position)).toHaveLength(1);
    },
  },
  'an event was delivered': {
    act: 'settle',
    async setUp(prepared) {
      await deliveryOf(prepared);
      const [delivery] = await prepared.vault.takeDeliveries(4, new Map());
      return { delivery, result: { status: 200, failure: null } };
    },
    async next({ vault }, { delivery, result }, isDone) {
      expect(await vault.settleDelivery(delivery, result)).toBe(isDone ? null : 'delivered');
      // The next one of its agent is in line.
      expect(await vault.takeDeliveries(4, new Map())).toHaveLength(1);
    },
  },
};

async function deliveryOfOther({ vault, accessKey }: Prepared): Promise<void> {
  const admin = createCaller(() => vault, accessKey);
  await admin('webhooks.create', { url: 'https://hooks.example.com/' });
  await vault.closeInvocation(
    closing((await begin(vault, (await grant(admin, 'other.example')).id)).ref, { status: 'CANCELED' }),
  );
}
