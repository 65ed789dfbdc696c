import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type CopyEvent, copyVault } from '../../../activities/vault/index.js';
import { makeDatabase, makeEmptyDatabase, type TestDatabase } from '../../support/postgres/databases.js';
import { variant, variants } from '../../support/variants.js';
import { childWithVault, killHard } from '../support/child.js';
import { runSql } from '../support/store.js';
import { codeOf, createCaller, makeStateDir, openTestVault } from '../support/vault.js';
import { copy, keyOf, openSource, stopped, undo } from './copies.js';
import { expectSame, type FullVault, fillVault, openCopy } from './full-vault.js';

async function useCopy(full: FullVault, { url }: TestDatabase): Promise<void> {
  const vault = await openCopy(full.t, url, await makeStateDir(), await keyOf(full.t));
  onTestFinished(() => vault.close());
  await expectSame(vault, full);
}

const hasRows = async (database: TestDatabase): Promise<boolean> =>
  (await database.query('select 1 from vault_secrets union all select 1 from copies')).length > 0;

describe('a copied vault', () => {
  it('is the same, in each row of each table, and in use', async () => {
    const full = await fillVault();
    await full.t.vault.close();
    const database = await makeDatabase();
    const { tables } = await copy(full.t, database);
    const names = await database.query(
      "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
    );
    const copied = tables.map(({ table }) => table);
    expect([...copied, 'commits', 'copies', 'kysely_migration'].sort()).toEqual(
      names.map(({ relname }) => relname).sort(),
    );
    // Else this test would not show that the table is copied.
    expect(tables.filter(({ rows }) => rows === 0)).toEqual([]);
    for (const { table, rows } of tables) {
      const all = `select * from ${table}`;
      const [there, here] = [await database.query(all), await runSql(full.t, all)];
      const texts = (found: readonly object[]) =>
        found
          .map((row) =>
            JSON.stringify(
              Object.entries(row)
                .map(([name, value]) => [name, value === null ? null : String(value)])
                .sort(),
            ),
          )
          .sort();
      expect(texts(there)).toEqual(texts(here));
      expect(there).toHaveLength(rows);
    }
    await useCopy(full, database);
  });

  it('leaves a state folder that does not start, until the copy is undone', async () => {
    const t = await stopped();
    const database = await makeDatabase();
    await copy(t, database);
    expect(await codeOf(openSource(t))).toBe('vault_copied');
    expect(await codeOf(copy(t, await makeDatabase()))).toBe('vault_copied');
    await undo(t, database);
    await (await openSource(t)).close();
    expect(await codeOf(openCopy(t, database.url, await makeStateDir(), await keyOf(t)))).toBe('copy_unfinished');
    expect(await codeOf(undo(t, database))).toBe('invalid_input');
  });

  variant('may be copied again where it was, after the copy was undone and the vault went on', async () => {
    const t = await stopped();
    const database = await makeDatabase();
    await copy(t, database);
    await undo(t, database);
    const vault = await openSource(t);
    const admin = createCaller(() => vault, t.accessKey);
    await admin('credentials.delete', { id_or_name: 'shop' });
    await admin('credentials.create', { name: 'shop', domain: 'example.com', values: { password: 'two' } });
    await vault.close();
    await copy(t, database);
    const after = await openCopy(t, database.url, await makeStateDir(), await keyOf(t));
    onTestFinished(() => after.close());
    const { items } = await createCaller(() => after, t.accessKey)('credentials.list', {});
    expect(items).toMatchObject([{ name: 'shop' }]);
  });

  it('goes row by row where rows are large, and in pages where they are small', async () => {
    const t = await stopped();
    const call = (id: string, result: string) => `insert into vault_calls values ('${id}', 'x', ${result}, 0)`;
    for (let n = 0; n < 4; n += 1) await runSql(t, call(`large-${n}`, 'hex(zeroblob(1500000))'));
    for (let n = 0; n < 25; n += 1) await runSql(t, call(`small-${n}`, "'y'"));
    const told: number[] = [];
    await copy(t, await makeDatabase(), (event) => {
      if (event.event === 'copying' && event.table === 'vault_calls') told.push(event.rows);
    });
    const all = told.at(-1)!;
    expect(told).toEqual([...Array.from({ length: 3 }, (_, n) => n + 1), all]);
    expect(all).toBeGreaterThanOrEqual(29);
  });

  it('is copied once: the command says so again', async () => {
    const t = await stopped();
    const database = await makeDatabase();
    const { vault } = await copy(t, database);
    expect(await copy(t, database)).toEqual({ vault, tables: [] });
  });
});

describe('a copy that was cut', () => {
  const fails = (at: (event: CopyEvent) => boolean) => (event: CopyEvent) => {
    if (at(event)) throw new Error('cut');
  };

  // By default only the one that is killed hard, below.
  const CUTS: [string, (event: CopyEvent) => boolean][] = [
    ['while they are compared', ({ event, table }) => event === 'compared' && table === 'profiles'],
    ['while rows are copied', ({ event, table }) => event === 'copying' && table === 'data_keys'],
  ];
  const goesOn = async (at: (event: CopyEvent) => boolean) => {
    const full = await fillVault();
    await full.t.vault.close();
    const database = await makeDatabase();
    await expect(copy(full.t, database, fails(at))).rejects.toThrow('cut');
    const key = await keyOf(full.t);
    expect(await codeOf(openCopy(full.t, database.url, await makeStateDir(), key))).toBe('copy_unfinished');
    // Meanwhile the vault is in use, and changes.
    const vault = await openSource(full.t);
    const admin = createCaller(() => vault, full.t.accessKey);
    await admin('credentials.create', { name: 'gone', domain: 'example.com', values: { email: 'x' } });
    await admin('credentials.delete', { id_or_name: 'gone' });
    await vault.close();
    await copy(full.t, database);
    await useCopy(full, database);
  };
  for (const [when, at] of CUTS) variant(`${when}, leaves the source in use, and goes on`, () => goesOn(at));

  it('between the mark of the source and that of the copy, opens nowhere and ends by the next try', async () => {
    const full = await fillVault();
    await full.t.vault.close();
    const database = await makeDatabase();
    await copy(full.t, database);
    await database.query('update copies set finished_at = null');
    expect(await codeOf(openSource(full.t))).toBe('vault_copied');
    expect(await codeOf(openCopy(full.t, database.url, await makeStateDir(), await keyOf(full.t)))).toBe(
      'copy_unfinished',
    );
    await copy(full.t, database);
    await useCopy(full, database);
  });

  it.each(variants(1, ['copying data_keys', 'compared profiles']))('by kill -9 at "%s", goes on', async (place) => {
    const full = await fillVault();
    await full.t.vault.close();
    const database = await makeDatabase();
    const child = await childWithVault(
      `import { copyVault } from ${JSON.stringify(join(import.meta.dirname, '../../../activities/vault/index.ts'))};
      void openVault;
      const [, , stateDir, url, place] = process.argv;
      await copyVault({ stateDir: stateDir!, postgres: { url: url! }, onEvent({ event, table }) {
        if (\`\${event} \${table}\` !== place) return;
        writeSync(1, 'there');
        // To be killed here.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      } });
      import { writeSync } from 'node:fs';`,
      [full.t.stateDir, database.url, place],
    );
    await killHard(child);
    await copy(full.t, database);
    await useCopy(full, database);
  });

  it('is not finished where the database does not keep what it is given', async () => {
    const t = await stopped();
    const database = await makeDatabase();
    await database.query(
      `create function meddle() returns trigger language plpgsql as $$ begin new.name = 'x'; return new; end $$`,
      'create trigger meddle before insert on credentials for each row execute function meddle()',
    );
    onTestFinished(async () => void (await database.query('drop function meddle cascade')));
    await expect(copy(t, database)).rejects.toMatchObject({ code: 'copy_differs', details: { table: 'credentials' } });
    expect(await codeOf(openCopy(t, database.url, await makeStateDir(), await keyOf(t)))).toBe('copy_unfinished');
    await (await openSource(t)).close();
  });
});

describe('what is refused, with nothing written', () => {
  it('a vault that is in use', async () => {
    const t = await openTestVault({ onPostgres: false });
    const database = await makeDatabase();
    expect(await codeOf(copy(t, database))).toBe('state_dir_in_use');
    expect(await hasRows(database)).toBe(false);
  });

  it('a folder without a vault, which is not made', async () => {
    const stateDir = await makeStateDir();
    const { url } = await makeDatabase();
    expect(await codeOf(copyVault({ stateDir, postgres: { url } }))).toBe('state_dir_invalid');
    await expect(readFile(join(stateDir, 'vault.db'))).rejects.toThrow('ENOENT');
  });

  it('a database that holds a vault, or the copy of another one', async () => {
    const [t, other, onPostgres] = [await stopped(), await stopped(), await openTestVault({ onPostgres: true })];
    const keys = await onPostgres.database!.query('select * from data_keys order by id');
    expect(await codeOf(copy(t, onPostgres.database!))).toBe('copy_target_taken');
    expect(await onPostgres.database!.query('select * from data_keys order by id')).toEqual(keys);
    const database = await makeDatabase();
    await copy(other, database);
    expect(await codeOf(copy(t, database))).toBe('copy_target_taken');
    await (await openSource(t)).close();
  });

  it('another master key than that of the vault', async () => {
    const t = await stopped();
    const database = await makeDatabase();
    const key = (await keyOf(t)).trim();
    const sameName = `${key.slice(0, 12)}${'A'.repeat(43)}`;
    for (const text of [sameName, `AAAAAAAAAAA.${'A'.repeat(43)}`, 'garbled']) {
      const postgres = { url: database.url, masterKey: { text } };
      expect(await codeOf(copyVault({ stateDir: t.stateDir, postgres }))).toBe('master_key_mismatch');
    }
    expect(await hasRows(database)).toBe(false);
    await copyVault({ stateDir: t.stateDir, postgres: { url: database.url, masterKey: { text: key } } });
  });

  it('a database without tables where they may not be made; the role that owns it makes them', async () => {
    const t = await stopped();
    const database = await makeEmptyDatabase();
    const off = { url: database.ownerUrl, migrate: false };
    expect(await codeOf(copyVault({ stateDir: t.stateDir, postgres: off }))).toBe('database_not_migrated');
    expect(await codeOf(copy(t, database))).toBe('database_forbidden');
    await copyVault({ stateDir: t.stateDir, postgres: { url: database.ownerUrl } });
    const vault = await openCopy(t, database.url, await makeStateDir(), await keyOf(t));
    await vault.close();
  });

  it('tables of an earlier version, which may be those of a vault', async () => {
    const t = await stopped();
    const database = await makeDatabase();
    const rows = await database.query(`select * from kysely_migration where name = '0015-copies'`);
    await database.query(`delete from kysely_migration where name = '0015-copies'`);
    const { timestamp } = rows[0] as { timestamp: string };
    onTestFinished(
      async () => void (await database.query(`insert into kysely_migration values ('0015-copies', '${timestamp}')`)),
    );
    const postgres = { url: database.ownerUrl };
    expect(await codeOf(copyVault({ stateDir: t.stateDir, postgres }))).toBe('database_not_migrated');
  });
});
