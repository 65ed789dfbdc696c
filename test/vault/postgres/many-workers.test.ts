/** What one worker did one after the other holds when two do it at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Vault } from '../../../activities/vault/index.js';
import { openPostgres } from '../../../activities/vault/store/postgres/open-postgres.js';
import { type Db, inTransaction } from '../../../activities/vault/store/transaction.js';
import type { AttemptSecret } from '../../../activities/vault/submission.js';
import { agentId } from '../../../contract/index.js';
import type { LoginRef } from '../../../contract/steps.js';
import { runs } from '../../support/variants.js';
import { cookie, saving, state } from '../support/profile.js';
import { begin, codeOf, createCaller, grant, load, newCallId, newInvocationId, sealRequest } from '../support/vault.js';
import { openWorkers, race, type Workers } from './support.js';

const ROUNDS = runs(2, 8);
const TOTP = 'otpauth://totp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&period=30';
const ADDRESS = 'https://shop.example/login';
const secret = (value: string): AttemptSecret => ({ field: 'password', value, from: 'stored', key: 'password' });

async function loginOn(t: Workers, profile_name = 'p', domain = 'shop.example'): Promise<LoginRef> {
  const credential = domain === 'shop.example' ? { credential_name: 'mine' } : {};
  const { id } = await grant(t.admin, domain, { ...credential, id: agentId(domain, profile_name), profile_name });
  return (await begin(t.one, id)).ref;
}

async function withCredential(): Promise<Workers> {
  const t = await openWorkers();
  const values = { email: 'ada@shop.example', password: 'pw' };
  await t.admin('credentials.create', { name: 'mine', domain: 'shop.example', values, totp_secret: TOTP });
  return t;
}

const attemptOf = (ref: LoginRef, n: number) => ({ ...ref, attempt_id: `${ref.invocation_id}:1:${n}` });

/** Whether the account lets an attempt of a login through. */
async function clear(vault: Vault, ref: LoginRef, n: number): Promise<string> {
  const attempt = attemptOf(ref, n);
  const secrets = [secret('pw')];
  await vault.prepareAttempt({ ...attempt, secrets });
  const submission = { address: ADDRESS, secrets, identifiers: [], codes: [], totp_field: null };
  return (await vault.clearAttempt(attempt, submission)).kind;
}

describe('two workers at once', { timeout: 120_000 }, () => {
  it('arm an attempt once', async () => {
    const t = await withCredential();
    const ref = await loginOn(t);
    const arm = (vault: Vault) => async (n: number) => {
      await vault.prepareAttempt({ ...attemptOf(ref, n), secrets: [secret('pw')] });
      return vault.armAttempt(attemptOf(ref, n));
    };
    for (const armed of await race(ROUNDS, arm(t.one), arm(t.two))) expect(armed.filter(Boolean)).toHaveLength(1);
  });

  it('arm an attempt, or revoke it', async () => {
    const t = await withCredential();
    const ref = await loginOn(t);
    const rounds = await race(
      ROUNDS,
      async (n) => {
        await t.one.prepareAttempt({ ...attemptOf(ref, n), secrets: [secret('pw')] });
        return t.one.armAttempt(attemptOf(ref, n));
      },
      async (n) => (await t.two.recoverAttempt(attemptOf(ref, n))).state === 'armed',
    );
    // Whoever recovers it and finds it revoked can rely on it that nothing was typed.
    for (const [armed, foundArmed] of rounds) expect(armed).toBe(foundArmed);
  });

  it('hand out a step of a TOTP secret once', async () => {
    const t = await withCredential();
    const { auth_agent_id } = await loginOn(t);
    const now = (n: number) => t.clock.now + n * 60_000;
    const claim = (vault: Vault) => (n: number) => vault.claimTotp(auth_agent_id, now(n));
    for (const claims of await race(ROUNDS, claim(t.one), claim(t.two)))
      expect(claims.map(({ kind }) => kind).sort()).toEqual(['code', 'wait']);
  });

  it('have one submission of an account on its way', async () => {
    const t = await withCredential();
    const [first, second] = [await loginOn(t, 'a'), await loginOn(t, 'b')];
    const attempt = (vault: Vault, ref: LoginRef) => (n: number) => clear(vault, ref, n);
    const rounds = await race(1, attempt(t.one, first), attempt(t.two, second));
    for (const said of rounds) expect(said.sort()).toEqual(['clear', 'wait']);
  });

  it('save two sites of one profile, and both are kept', async () => {
    const t = await withCredential();
    for (let round = 0; round < ROUNDS; round += 1) {
      const refs = [await loginOn(t, 'p', 'shop.example'), await loginOn(t, 'p', 'bank.example')];
      const save = async (vault: Vault, ref: LoginRef, domain: string) => {
        const { hold, profile } = await load(vault, ref);
        return vault.saveProfile(
          saving(hold, profile, { storage_state: state(cookie('c', `${domain}${round}`, domain)) }),
        );
      };
      await Promise.all([save(t.one, refs[0]!, 'shop.example'), save(t.two, refs[1]!, 'bank.example')]);
      const { cookies } = await t.admin('profiles.storageState', { id_or_name: 'p' });
      expect(cookies.map(({ value }) => value).sort()).toEqual([`bank.example${round}`, `shop.example${round}`]);
    }
  });

  it('give one of two logins of a site its profile', async () => {
    const t = await withCredential();
    for (let round = 0; round < ROUNDS; round += 1) {
      const [one, two] = [await loginOn(t), await loginOn(t)];
      const loaded = await Promise.all([t.one.loadProfile(one), t.two.loadProfile(two)]);
      expect(loaded.map(({ kind }) => kind).sort()).toEqual(['in_use', 'loaded']);
      for (const each of loaded) if (each.kind === 'loaded') await t.two.releaseProfile(each.hold);
    }
  });

  it('carry out a call once, and answer both the same', async () => {
    const t = await withCredential();
    const create = (name: string) => ({ name, domain: 'shop.example', values: { password: 'pw' } });
    for (let round = 0; round < ROUNDS; round += 1) {
      const callId = newCallId();
      const params = create(`again-${round}`);
      const call = { access_key: t.accessKey, params, op: 'credentials.create', callId };
      const { input, openReply } = await sealRequest(t.one, call);
      const replies = await Promise.all([t.one.callVault(input, callId), t.two.callVault(input, callId)]);
      const [first, second] = await Promise.all(replies.map(openReply));
      expect(first).toEqual(second);
    }
    expect((await t.admin('credentials.list', { limit: 100 })).items).toHaveLength(ROUNDS + 1);
  });

  it('take a name for one of two', async () => {
    const t = await withCredential();
    const make = (call: Workers['admin']) => (n: number) =>
      codeOf(call('profiles.create', { name: `p${n}` })).catch(() => 'made');
    for (const said of await race(ROUNDS, make(t.admin), make(t.adminOfTwo)))
      expect(said.sort()).toEqual(['already_exists', 'made']);
  });

  it('begin a login once, with one key', async () => {
    const t = await withCredential();
    const { auth_agent_id } = await loginOn(t);
    const both = async (id: string) => Promise.all([begin(t.one, auth_agent_id, id), begin(t.two, auth_agent_id, id)]);
    for (let round = 0; round < ROUNDS; round += 1) {
      const [one, two] = await both(newInvocationId());
      expect(one?.begun.sealing_key).toBe(two?.begun.sealing_key);
    }
  });

  it('leave one of two last admin keys', async () => {
    const t = await withCredential();
    const other = await t.one.createAccessKey({ name: 'other', scopes: ['admin'] });
    const idOf = (key: string): string => key.split('.')[1]!;
    const said = await Promise.allSettled([
      t.admin('keys.revoke', { id: idOf(other) }),
      createCaller(() => t.two, other)('keys.revoke', { id: idOf(t.accessKey) }),
    ]);
    expect(said.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('publish one key of the vault', async () => {
    const t = await withCredential();
    t.clock.now += 25 * 3_600_000;
    const [one, two] = await Promise.all([t.one.publishVaultKey(), t.two.publishVaultKey()]);
    expect(one).toBe(two);
  });

  it('sweep at once, and everything that is over is gone', async () => {
    const t = await withCredential();
    for (let n = 0; n < 20; n += 1) await loginOn(t, `p${n}`);
    t.clock.now += 40 * 24 * 3_600_000;
    await Promise.all([t.one.sweep(), t.two.sweep(), t.one.sweep()]);
    expect(await t.database.query('select 1 from sealing_keys')).toEqual([]);
    const { items } = await t.admin('invocations.list', { limit: 100 });
    expect(items.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 'EXPIRED'));
  });

  it('know at once that a key was revoked', async () => {
    const t = await withCredential();
    const key = await t.two.createAccessKey({ name: 'k', scopes: ['orchestrate'] });
    const byKey = createCaller(() => t.two, key);
    await byKey('agents.list', {});
    await t.admin('keys.revoke', { id: key.split('.')[1]! });
    expect(await codeOf(byKey('agents.list', {}))).toBe('unauthorized');
  });
});

describe('sixty at once on one row', { timeout: 120_000 }, () => {
  it('all get through, each once', async () => {
    const t = await withCredential();
    const ref = await loginOn(t);
    await Promise.all(Array.from({ length: 60 }, (_, n) => (n % 2 ? t.one : t.two).noteChoice(ref)));
    const rows = await t.database.query('select answers from login_names');
    expect(rows.map(({ answers }) => Number(answers))).toEqual([60]);
  });
});

describe('a transaction that others always come before', { timeout: 120_000 }, () => {
  it('runs alone in the end', async () => {
    const { database } = await openWorkers();
    const stores = await Promise.all([openPostgres(database.url, false), openPostgres(database.url, false)]);
    onTestFinished(async () => void (await Promise.all(stores.map((store) => store.close()))));
    const [own, other] = stores;
    const read = (db: Db) =>
      db.selectFrom('accounts').select('held_until').where('account', '=', 'a').executeTakeFirstOrThrow();
    const set = (db: Db, held_until: number) =>
      db.updateTable('accounts').set({ held_until }).where('account', '=', 'a').execute();
    await inTransaction(own!, (db) =>
      db.insertInto('accounts').values({ account: 'a', holder: null, held_until: 0 }).execute(),
    );
    let others = 0;
    const comeBefore = async () => {
      await other!.attempt(async (db) => set(db, (await read(db)).held_until + 1), false);
      others += 1;
    };
    const late: Promise<unknown>[] = [];
    await inTransaction(own!, async (db) => {
      const { held_until } = await read(db);
      late.push(comeBefore().catch(() => undefined));
      // Alone: the other one waits for this one.
      await Promise.race([late.at(-1), sleep(300)]);
      await set(db, held_until + 100);
    });
    await Promise.all(late);
    const { held_until } = await inTransaction(own!, read);
    expect(held_until).toBe(100 + others);
    expect(others).toBeGreaterThan(1);
  });
});
