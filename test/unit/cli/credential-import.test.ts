import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import kdbxweb from 'kdbxweb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../../cli/run.js';
import type { CredentialToImport } from '../../../client/index.js';
import { fakeIo } from './fake-io.js';

const PW = 'secret-pw';
const URI = 'otpauth://totp/x?secret=JBSWY3DPEHPK3PXP';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exports-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Imports a file; what went to the vault, and what was said. */
async function importFile(name: string, bytes: string | Uint8Array, args: readonly string[] = [], types?: string[]) {
  const file = join(folder, name);
  await writeFile(file, bytes);
  const sent: { items: readonly CredentialToImport[]; apply: boolean }[] = [];
  const credentials = {
    import: async (items: readonly CredentialToImport[], { apply }: { apply: boolean }) => {
      sent.push({ items, apply });
      return items.map(({ domain }) => ({ name: domain, outcome: 'new' }));
    },
  };
  const io = fakeIo({ auth: { credentials }, ...(types === undefined ? {} : { types }) });
  const code = await run(['credentials', 'import', file, ...args], io);
  const said = [...io.stdout, ...io.stderr].join('\n');
  for (const secret of [PW, 'JBSWY3DP', 'me@shop.example']) expect(said).not.toContain(secret);
  expect(await readdir(folder)).toContain(name);
  return { code, sent, items: sent.flatMap(({ items }) => items), said };
}

const LOGIN = { domain: 'shop.example', values: { username: 'me@shop.example', password: PW } };
const WITH_CODES = { ...LOGIN, totp_secret: URI };

describe('a table', () => {
  it.each<[string, string, CredentialToImport]>([
    ['Chrome', `name,url,username,password,note\nShop,https://www.shop.example/login,me@shop.example,${PW},`, LOGIN],
    [
      'Firefox',
      `"url","username","password","httpRealm","formActionOrigin","guid"\r\n"https://shop.example","me@shop.example","${PW}","","","{1}"\r\n`,
      LOGIN,
    ],
    [
      'Safari',
      `Title,URL,Username,Password,Notes,OTPAuth\nShop,http://shop.example/,me@shop.example,${PW},"a\nb",${URI}`,
      WITH_CODES,
    ],
    [
      '1Password',
      `\uFEFFTitle,Url,Username,Password,OTPAuth,Favorite,Archived,Tags,Notes\nShop,shop.example,me@shop.example,${PW},${URI},false,false,,`,
      WITH_CODES,
    ],
    [
      'Bitwarden',
      `folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\n,,login,Shop,,,0,"https://shop.example,https://b.example",me@shop.example,${PW},${URI}\n,,note,N,x,,0,,,,`,
      WITH_CODES,
    ],
    [
      'KeePassXC',
      `"Group","Title","Username","Password","URL","Notes","TOTP"\n"Root","Shop","me@shop.example","${PW}","https://shop.example","","${URI}"`,
      WITH_CODES,
    ],
    ['a spreadsheet', `url;username;password\nhttps://shop.example;me@shop.example;${PW}`, LOGIN],
  ])('of %s is read', async (_, text, expected) => {
    const { code, items } = await importFile('export.csv', text);
    expect({ code, items }).toEqual({ code: 0, items: [expected] });
  });

  it('keeps quotes, line breaks, commas and what looks like a formula in a value', async () => {
    for (const password of ['a"b', 'a,b', '=1+1', '@x', '-2', ' space ', 'ä€😀', "'quoted'"]) {
      const text = `url,username,password\nhttps://shop.example,u,"${password.replaceAll('"', '""')}"`;
      expect((await importFile('odd.csv', text)).items[0]?.values.password).toBe(password);
    }
  });

  it('says of each that it leaves out why, by its line', async () => {
    const rows = ['android://hash@com.shop/', '', 'chrome://FirefoxAccounts', 'https://a.example'].map(
      (url, index) => `${url},${index === 3 ? '' : 'u'},${index === 3 ? '' : PW},`,
    );
    const long = `https://b.example,u,${'x'.repeat(4097)},`;
    const asked = `https://c.example,u,${PW},Members`;
    const { items, said } = await importFile(
      'bad.csv',
      ['url,username,password,httpRealm', ...rows, long, asked].join('\n'),
    );
    expect(items).toEqual([]);
    for (const words of [
      /line 2 .*for an app/,
      /line 3 .*no web address/,
      /line 4 .*no web address/,
      /line 5 .*no user name/,
      /line 6 .*4096/,
      /line 7 .*HTTP authentication/,
    ])
      expect(said).toMatch(words);
  });

  it.each<[string, string]>([
    ['with an open quote', `url,username,password\nhttps://a.example,u,"${PW}\nhttps://b.example,u,${PW}`],
    ['with a cell too many', `url,username,password\nhttps://a.example,u,${PW},more`],
    ['without names of columns', `https://a.example,u,${PW}`],
    ['that is none', `${PW}\0\0`],
    ['that is empty', ''],
    ['that is a page', `<!doctype html><p>${PW}`],
    ['that is a file of another program', `SQLite format 3\0${PW}`],
  ])('%s is refused, and not quoted', async (_, text) => {
    const { code, items, said } = await importFile('broken.csv', text);
    expect({ code, items }).toEqual({ code: 2, items: [] });
    expect(said).toMatch(/invalid_input[\s\S]*expected/);
  });

  const TABLE = `url,username,password\nhttps://shop.example,me@shop.example,${PW}`;
  it.each<[string, Uint8Array]>([
    ['UTF-8 with a mark', Buffer.from(`\ufeff${TABLE}`)],
    ['UTF-16', Buffer.from(`\ufeff${TABLE}`, 'utf16le')],
    ['UTF-16, the other way round', Buffer.from(`\ufeff${TABLE}`, 'utf16le').swap16()],
    ['line breaks of several systems', Buffer.from(TABLE.replace('\n', '\r\n\r').concat('\r\n'))],
    ['tabs and a longer header', Buffer.from(TABLE.replaceAll(',', '\t').replace('url', ' URL '))],
  ])('in %s is read', async (_, bytes) => {
    expect((await importFile('marked.csv', bytes)).items).toEqual([LOGIN]);
  });

  it('in an encoding that nobody can tell is refused: its umlauts would be other characters, and the password another one', async () => {
    const { code, items, said } = await importFile('ansi.csv', Buffer.from(`${TABLE}\xe4`, 'latin1'));
    expect({ code, items }).toEqual({ code: 2, items: [] });
    expect(said).toMatch(/expected: text in UTF-8; .*save it once more as UTF-8/);
  });

  it('of 20,000 rows goes in calls of 200, those of one site together', async () => {
    const rows = Array.from({ length: 20_000 }, (_, n) => `https://s${n % 7_000}.example,u${n},${PW}`);
    const { sent, said } = await importFile('long.csv', ['url,username,password', ...rows].join('\n'));
    expect(Math.max(...sent.map(({ items }) => items.length))).toBeLessThanOrEqual(200);
    const places = new Map<string, Set<number>>();
    for (const [call, { items }] of sent.entries())
      for (const { domain } of items) places.set(domain, (places.get(domain) ?? new Set()).add(call));
    expect([...places.values()].every(({ size }) => size === 1)).toBe(true);
    expect(said).toContain('20000 of 20000 would be stored');
  });
});

describe('what is imported', () => {
  it('is stored with --apply only, and the file is to be deleted', async () => {
    const text = `url,username,password\nhttps://shop.example,u,${PW}`;
    const dry = await importFile('a.csv', text);
    expect(dry.sent.map(({ apply }) => apply)).toEqual([false]);
    expect(dry.said).toContain('Nothing is stored yet');
    const done = await importFile('a.csv', text, ['--apply']);
    expect(done.sent.map(({ apply }) => apply)).toEqual([true]);
    expect(done.said).toMatch(/a\.csv holds passwords .*delete it/);
  });
});

describe("Bitwarden's JSON", () => {
  const login = {
    uris: [{ uri: 'https://shop.example', match: null }],
    username: 'me@shop.example',
    password: PW,
    totp: URI,
  };
  it('is read', async () => {
    const fields = [{ name: 'Company ID', value: 'c', type: 0 }];
    const items = [
      { type: 1, name: 'Shop', login, fields },
      { type: 2, name: 'Note', notes: PW },
      { type: 1, name: 'Old', login, deletedDate: '2026-01-01' },
      { type: 1, name: 'Key', login: { ...login, password: null, fido2Credentials: [{}] } },
    ];
    const read = await importFile('b.json', JSON.stringify({ encrypted: false, folders: [], items }));
    expect(read.items).toEqual([{ ...WITH_CODES, values: { ...LOGIN.values, company_id: 'c' } }]);
    expect(read.said).toMatch(/item 3 .*trash[\s\S]*item 4 .*passkey/);
  });

  it('costs no login for the sake of one that can not be read', async () => {
    const items = [{ type: 1, login: { ...login, password: 7 } }, null, 'x', { type: 1, login }];
    const read = await importFile('b.json', JSON.stringify({ encrypted: false, items }));
    expect(read.items).toEqual([WITH_CODES]);
    expect(read.said).toMatch(/item 1 .*not written[\s\S]*item 2 .*not written[\s\S]*item 3 .*not written/);
  });

  it('may have names of fields that mean something to JavaScript', async () => {
    const fields = ['__proto__', 'constructor', 'toString'].map((name) => ({ name, value: 'v', type: 0 }));
    const text = JSON.stringify({ encrypted: false, items: [{ type: 1, login, fields }] });
    const [item] = (await importFile('b.json', text)).items;
    expect(Object.keys(item!.values).sort()).toEqual(['password', 'proto', 'tostring', 'username']);
  });

  it('that is encrypted, or half, is refused', async () => {
    const encrypted = await importFile('e.json', JSON.stringify({ encrypted: true, data: PW }));
    expect(encrypted).toMatchObject({ code: 2, items: [] });
    expect(encrypted.said).toContain('not encrypted');
    expect(await importFile('h.json', `{"items": [{"password": "${PW}`)).toMatchObject({ code: 2, items: [] });
  });
});

describe("1Password's .1pux", () => {
  const item = (more: object = {}) => ({
    uuid: 'u',
    state: 'active',
    categoryUuid: '001',
    overview: { title: 'Shop', url: 'https://shop.example', urls: [{ label: '', url: 'https://b.example' }] },
    details: {
      loginFields: [
        { value: 'me@shop.example', designation: 'username', fieldType: 'T', name: '' },
        { value: PW, designation: 'password', fieldType: 'P', name: '' },
      ],
      sections: [{ title: '', fields: [{ title: 'one-time password', value: { totp: URI } }] }],
    },
    ...more,
  });
  const pux = (items: readonly object[]) =>
    zipSync({
      'export.attributes': strToU8('{}'),
      'export.data': strToU8(JSON.stringify({ accounts: [{ attrs: {}, vaults: [{ attrs: {}, items }] }] })),
      'files/x': strToU8('attachment'),
    });

  it('is read, without what is archived', async () => {
    const items = [item(), { item: item() }, item({ state: 'archived' }), item({ categoryUuid: '003' })];
    const read = await importFile('a.1pux', pux(items));
    expect(read.items).toEqual([WITH_CODES, WITH_CODES]);
    expect(read.said).toMatch(/item 3 .*archived/);
  });

  it('costs no login for the sake of one that can not be read', async () => {
    const read = await importFile('a.1pux', pux([item({ overview: { url: 7 } }), item()]));
    expect(read.items).toEqual([WITH_CODES]);
    expect(read.said).toMatch(/item 1 .*not written/);
  });

  it.each<[string, Record<string, Uint8Array>]>([
    ['the file beside the folder', { '../../export.data': strToU8('{"accounts":[]}') }],
    ['the file in another folder', { 'x/export.data': strToU8('{"accounts":[]}') }],
    ['nothing', {}],
  ])('with %s is refused, and nothing is unpacked', async (_, files) => {
    expect(await importFile('slip.1pux', zipSync(files))).toMatchObject({ code: 2, items: [] });
  });

  it('that says another size than it has is refused', async () => {
    const zip = Buffer.from(zipSync({ 'export.data': new Uint8Array(2_000_000) }));
    zip.writeUInt32LE(100, zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24);
    expect(await importFile('lies.1pux', zip)).toMatchObject({ code: 2, items: [] });
  });

  it('that is cut, or another zip file, is refused', async () => {
    const whole = pux([item()]);
    expect(await importFile('b.1pux', whole.slice(0, whole.length - 40))).toMatchObject({ code: 2, items: [] });
    expect(await importFile('c.1pux', zipSync({ 'a.txt': strToU8(PW) }))).toMatchObject({ code: 2, items: [] });
  });
});

it('a KeePass file is read with its password, asked for without showing it', async () => {
  const db = kdbxweb.Kdbx.create(new kdbxweb.Credentials(kdbxweb.ProtectedValue.fromString('file-pw')), 'x');
  db.setKdf(kdbxweb.Consts.KdfId.Aes);
  const { fields } = db.createEntry(db.getDefaultGroup());
  fields.set('UserName', 'me@shop.example');
  fields.set('Password', kdbxweb.ProtectedValue.fromString(PW));
  fields.set('URL', 'https://shop.example');
  fields.set('otp', URI);
  const bytes = new Uint8Array(await db.save());
  const read = await importFile('a.kdbx', bytes, [], ['file-pw']);
  expect(read.items).toEqual([WITH_CODES]);
  expect(read.said).not.toContain('delete it');
  expect((await importFile('a.kdbx', bytes, [], ['wrong'])).said).toContain('its password, and its key file');
  expect(await importFile('a.kdbx', bytes)).toMatchObject({ code: 2, items: [] });
});
