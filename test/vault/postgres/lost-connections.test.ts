/** Connections that break, and servers that restart: nothing is lost, and nothing is done twice. */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasCode } from '../../../contract/errors/has-code.js';
import { makeOwnDatabase, makeTemplates, queryServer, type TestDatabase } from '../../support/postgres/databases.js';
import { type Cut, startProxy } from '../../support/postgres/proxy.js';
import { CERTIFICATE, OWNER, type PostgresServer, startPostgres } from '../../support/postgres/server.js';
import { variants } from '../../support/variants.js';
import { begin, codeOf, createCaller, grant, makeStateDir, newCallId } from '../support/vault.js';
import { opened, openWorkers } from './support.js';

/** A vault behind a proxy, and the same vault without one. */
async function behindProxy() {
  const t = await openWorkers();
  const proxy = await startProxy(t.database.url);
  const vault = await opened({
    stateDir: await makeStateDir(),
    clock: () => t.clock.now,
    postgres: { url: proxy.through(t.database.url), masterKey: { text: t.masterKey } },
  });
  const { id } = await grant(t.admin, 'shop.example');
  return { t, proxy, vault, id };
}

/** Cuts one statement of `work`, the first, then the second, and so on, until it has no more. @returns how many it had */
async function cutEach(
  proxy: Awaited<ReturnType<typeof startProxy>>,
  cut: Cut,
  work: (round: number) => Promise<void>,
): Promise<number> {
  for (let round = 0; ; round += 1) {
    let statements = 0;
    let wasCut = false;
    proxy.onStatement = () => {
      if (wasCut || statements++ < round) return null;
      wasCut = true;
      return cut;
    };
    await work(round);
    if (!wasCut) return round;
    if (round > 200) throw new Error('no end');
  }
}

describe('a connection that breaks', { timeout: 120_000 }, () => {
  it.each(variants(1, ['before', 'after'] as const))(
    '%s any statement, the commit too: what it was for is done once',
    async (cut) => {
      const { t, proxy, vault, id } = await behindProxy();
      const { ref } = await begin(t.one, id);
      let choices = 0;
      const cuts = await cutEach(proxy, cut, async () => {
        // Counts up, so that a second time would show.
        await vault.noteChoice(ref);
        choices += 1;
        const rows = await t.database.query('select answers from login_names');
        expect(rows.map(({ answers }) => Number(answers))).toEqual([choices]);
      });
      // Begin, some statements, the question for the number of the transaction, commit.
      expect(cuts).toBeGreaterThan(5);
    },
  );

  it.each(variants(1, ['after', 'before'] as const))(
    '%s any statement of a claim: a step is handed out once',
    async (cut) => {
      const { t, proxy, vault } = await behindProxy();
      const totp_secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
      await t.admin('credentials.create', { name: 'mine', domain: 'shop.example', values: {}, totp_secret });
      const { id } = await grant(t.admin, 'shop.example', { credential_name: 'mine' });
      await cutEach(proxy, cut, async (round) => {
        const now = t.clock.now + round * 60_000;
        expect((await vault.claimTotp(id, now)).kind).toBe('code');
        expect((await t.two.claimTotp(id, now)).kind).toBe('wait');
      });
    },
  );

  it.each(variants(1, ['after', 'before'] as const))(
    '%s any statement of a look at a key: the key stays known',
    async (cut) => {
      const { t, proxy, vault } = await behindProxy();
      const holder = createCaller(() => vault, t.accessKey);
      await holder('keys.check', {});
      const cuts = await cutEach(proxy, cut, async () => {
        expect(await holder('keys.check', {})).toMatchObject({ scopes: ['admin'] });
      });
      expect(cuts).toBeGreaterThan(2);
    },
  );

  it('in the middle of a transaction leaves nothing that is in the way of others', async () => {
    const { t, proxy, vault, id } = await behindProxy();
    const { ref } = await begin(t.one, id);
    let wasCut = false;
    proxy.onStatement = (text) => {
      if (wasCut || !text.includes('login_names')) return null;
      wasCut = true;
      return 'after';
    };
    await Promise.all([vault.noteChoice(ref), t.two.noteChoice(ref)]);
    const rows = await t.database.query('select answers from login_names');
    expect(rows.map(({ answers }) => Number(answers))).toEqual([2]);
  });
});

describe('a server', { timeout: 120_000 }, () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
    await makeTemplates(server);
  });
  afterAll(() => server.stop());

  async function onServer(urlOf = ({ ownerUrl }: TestDatabase): string => ownerUrl) {
    const database = await makeOwnDatabase(server.url(OWNER, 'postgres'));
    const stateDir = await makeStateDir();
    const vault = await opened({ stateDir, postgres: { url: urlOf(database) } });
    const key = await vault.createAccessKey({ name: 'test', scopes: ['admin'] });
    return { database, vault, admin: createCaller(() => vault, key) };
  }

  it.each(variants(1, ['immediate', 'fast'] as const))(
    'that restarts (%s) in the middle of calls: none fails',
    async (mode) => {
      const { admin, database } = await onServer();
      // Again, as Temporal does: on a busy machine a restart may take longer than a call waits.
      const make = async (n: number, id = newCallId()): Promise<unknown> => {
        try {
          return await admin('profiles.create', { name: `p${n}` }, id);
        } catch (error) {
          if (hasCode(error, 'vault_unavailable')) return make(n, id);
          throw error;
        }
      };
      const calls = Array.from({ length: 30 }, async (_, n) => {
        await sleep(n * 20);
        return make(n);
      });
      await sleep(200);
      await server.restart(mode);
      await Promise.all(calls);
      expect(await database.query('select 1 from profiles')).toHaveLength(30);
    },
  );

  it('that is away is said to be so, and everything goes on when it is back', async () => {
    const { admin } = await onServer();
    await server.stop();
    // Nor is anybody told that their key is unknown.
    const calls = [admin('agents.list', {}), admin('keys.check', {})];
    expect(await Promise.all(calls.map(codeOf))).toEqual(calls.map(() => 'vault_unavailable'));
    await server.start();
    expect(await admin('agents.list', {})).toMatchObject({ items: [] });
  });

  it.each([
    ['lets its role in no more', 'alter role vault_migrator nologin', 'alter role vault_migrator login', 'login'],
    [
      'has it by another name',
      'alter database DB rename to elsewhere',
      'alter database elsewhere rename to DB',
      'no_such_database',
    ],
  ])('that %s is one that is away, to a worker that runs', async (_what, take, giveBack, reason) => {
    // PgBouncer lets clients wait for a server that takes it in again, and does not say why.
    const { admin, database } = await onServer(
      ({ ownerUrl }) => Object.assign(new URL(ownerUrl), { port: server.port }).href,
    );
    const name = new URL(database.url).pathname.slice(1);
    const as = async (statement: string) =>
      queryServer(server.url(OWNER, 'postgres'), [
        `select pg_terminate_backend(pid) from pg_stat_activity where datname in ('${name}', 'elsewhere')`,
        statement.replace('DB', name),
      ]);
    await as(take);
    const refused = await admin('agents.list', {}).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'vault_unavailable', details: { reason, advice: expect.any(String) } });
    await as(giveBack);
    expect(await admin('agents.list', {})).toMatchObject({ items: [] });
  });

  it('whose certificate is over is one that is away, to a worker that runs, until it has a new one', async () => {
    const { database, vault } = await onServer(({ adminUrl }) => {
      const address = new URL(adminUrl);
      address.searchParams.set('sslmode', 'verify-full');
      address.searchParams.set('sslrootcert', CERTIFICATE);
      return address.href;
    });
    const [{ data_directory: data } = {}] = await database.query('show data_directory');
    const give = async (certificate: string) => {
      await writeFile(join(String(data), 'server.crt'), await readFile(certificate));
      await database.query('select pg_reload_conf()');
    };
    await give(join(dirname(CERTIFICATE), 'expired.pem'));
    // What it has goes on.
    await vault.isThere();
    await database.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'agent-auth' and datname = current_database()",
    );
    const why = () =>
      vault.isThere().then(
        () => null,
        (error: unknown) => error,
      );
    await expect.poll(why).toMatchObject({ code: 'vault_unavailable', details: { reason: 'certificate_expired' } });
    await give(CERTIFICATE);
    await expect.poll(why).toBe(null);
  });
});
