import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../../cli/run.js';
import { fakeIo } from './fake-io.js';

const VALUE = 'secret-value';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Imports a file; what went to the vault, and what was said. */
async function importFile(file: string, stdin = '') {
  const sent: { storage_state: { cookies: { name: string }[] } }[] = [];
  const profiles = {
    import: async (given: (typeof sent)[number]) => {
      sent.push(given);
      return { name: 'work', domains: ['shop.example'] };
    },
  };
  const io = fakeIo({ auth: { profiles }, stdin });
  const args = ['profiles', 'import', 'work', '--domain', 'shop.example', '--storage-state', file];
  const code = await run(args, io);
  const said = [...io.stdout, ...io.stderr].join('\n');
  expect(said).not.toContain(VALUE);
  return { code, names: sent.map(({ storage_state }) => storage_state.cookies.map(({ name }) => name)), said };
}

const TXT = `.shop.example\tTRUE\t/\tTRUE\t0\tsid\t${VALUE}
.bank.example\tTRUE\t/\tTRUE\t0\tother\t${VALUE}
shop.example\tFALSE\t/\tFALSE\t0\t__Host-x\t${VALUE}
bank.example\tFALSE\t/\tFALSE\t0\t__Host-y\t${VALUE}`;

describe('profiles import', () => {
  it.each<[string, Buffer]>([
    ['as it is', Buffer.from(TXT)],
    ['in UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(TXT, 'utf16le')])],
    ['with a mark', Buffer.from(`\uFEFF${TXT}`)],
  ])('takes what is of the site, and names what a browser would not take: cookies.txt %s', async (name, bytes) => {
    const file = join(folder, `${name}.txt`);
    await writeFile(file, bytes);
    const { code, names, said } = await importFile(file);
    expect({ code, names }).toEqual({ code: 0, names: [['sid']] });
    expect(said).toContain('left out: __Host-x of shop.example: __Host- needs Secure');
    expect(said).not.toContain('bank.example');
  });

  it('reads stdin', async () => {
    expect(await importFile('-', TXT)).toMatchObject({ code: 0, names: [['sid']] });
  });

  it('says what is wrong with a file', async () => {
    const file = join(folder, 'odd.txt');
    await writeFile(file, `${TXT}\nno cookie ${VALUE}`);
    const { code, names, said } = await importFile(file);
    expect({ code, names }).toEqual({ code: 2, names: [] });
    expect(said).toContain('line: 5');
    const none = await importFile('-', TXT.replaceAll('shop.example', 'else.example'));
    expect(none.said).toContain('expected: something of shop.example');
  });
});

describe("Firefox's cookies.sqlite", () => {
  const made = async (file: string) => {
    const client = new Database(file);
    client.exec('PRAGMA journal_mode=WAL');
    client.exec(`CREATE TABLE moz_cookies (id INTEGER PRIMARY KEY, originAttributes TEXT, name TEXT, value TEXT, host TEXT, path TEXT,
      expiry INTEGER, isSecure INTEGER, isHttpOnly INTEGER, sameSite INTEGER)`);
    const sql = 'INSERT INTO moz_cookies VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)';
    const soon = Date.now() + 3_600_000;
    const partition = '^partitionKey=%28https%2Cmall.example%29';
    for (const args of [
      ['', 'sid', VALUE, '.shop.example', '/', Math.floor(soon / 1000), 1, 1, 0],
      ['', 'ms', VALUE, 'shop.example', '/', soon, 0, 0, 256],
      [partition, 'part', VALUE, 'shop.example', '/', soon, 1, 0, 0],
      ['^userContextId=2', 'container', VALUE, 'shop.example', '/', soon, 1, 0, 0],
      ['', 'other', VALUE, 'bank.example', '/', soon, 1, 0, 0],
    ])
      client.prepare(sql).run(args);
    return client;
  };

  it('is read where it lies, also what is still in its log, and nothing is written', async () => {
    const place = await mkdtemp(join(folder, 'fire fox'));
    const file = join(place, 'cookies.sqlite');
    const client = await made(file);
    expect(await importFile(file)).toMatchObject({ code: 0, names: [['sid', 'ms', 'part']] });
    client.close();
    const before = await readdir(place);
    expect(await importFile(file)).toMatchObject({ code: 0, names: [['sid', 'ms', 'part']] });
    // Its log may go meanwhile: the client closes the file when it likes.
    expect(before).toEqual(expect.arrayContaining(await readdir(place)));
  });

  it('that Firefox uses is to be closed first', async () => {
    const file = join(folder, 'used.sqlite');
    const client = await made(file);
    client.exec('PRAGMA locking_mode=EXCLUSIVE');
    client.exec('DELETE FROM moz_cookies WHERE id = 1');
    expect((await importFile(file)).said).toContain('close Firefox first');
    client.close();
  });

  it('whose table is a question without an end is none', async () => {
    const file = join(folder, 'endless.sqlite');
    const client = new Database(file);
    client.exec(`CREATE VIEW moz_cookies AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
      SELECT i AS name, i AS value, i AS host, i AS path, i AS expiry, 1 AS isSecure, 1 AS isHttpOnly, 0 AS sameSite, '' AS originAttributes FROM n`);
    client.close();
    expect((await importFile(file)).said).toContain("expected: Firefox's cookies.sqlite");
  });

  it('that is another database is none', async () => {
    const file = join(folder, 'places.sqlite');
    const client = new Database(file);
    client.exec('CREATE TABLE t (x)');
    client.close();
    expect((await importFile(file)).said).toContain("expected: Firefox's cookies.sqlite");
  });
});
