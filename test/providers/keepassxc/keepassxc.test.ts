/** The provider of KeePass files on files that KeePassXC writes: the suite that all providers pass, and its own codes. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import kdbxweb from 'kdbxweb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepass } from '../../../activities/providers/keepass/index.js';
import { generateCode, stepAt } from '../../../activities/vault/totp/generate.js';
import { parseTotp } from '../../../activities/vault/totp/parse.js';
import { failsWithCodes, readsItems, seesChanges } from '../../unit/providers/conformance.js';
import { type Bench, WORLD, type WorldItem } from '../../unit/providers/world.js';
import { type KeePassXc, keepassXc } from './program.js';

const PASSWORD = 'canary-token-keepass-88';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const uuid = (text: string): string =>
  `<UUID>${Buffer.from(text.padEnd(16, '0').slice(0, 16)).toString('base64')}</UUID>`;

function entry(item: WorldItem): string {
  const strings = {
    Title: item.title,
    UserName: item.username,
    Password: item.password,
    URL: item.urls[0] ?? '',
    ...Object.fromEntries(item.urls.slice(1).map((url, index) => [`KP2A_URL_${String(index).padStart(3, '0')}`, url])),
    ...(item.totp === '' ? {} : { otp: item.totp }),
    ...item.extra,
  };
  const fields = Object.entries(strings).map(
    ([key, value]) => `<String><Key>${escaped(key)}</Key><Value>${escaped(value)}</Value></String>`,
  );
  const changed = `<Times><LastModificationTime>2026-01-0${item.version}T00:00:00Z</LastModificationTime></Times>`;
  return `<Entry>${uuid(item.id)}${changed}${fields.join('')}</Entry>`;
}

/** What KeePass programs exchange, and KeePassXC makes a file of. */
function xmlOf(items: readonly WorldItem[]): string {
  const of = (isThere: (item: WorldItem) => boolean): string => items.filter(isThere).map(entry).join('');
  const isOld = ({ state }: WorldItem): boolean => state === 'archived';
  const work = of((item) => !isOld(item) && item.vault === 'work');
  const other = of((item) => !isOld(item) && item.vault === 'other');
  const meta = `<Generator>test</Generator><RecycleBinEnabled>True</RecycleBinEnabled>`;
  const bin = uuid('bin').replaceAll('UUID', 'RecycleBinUUID');
  return `<?xml version="1.0" encoding="UTF-8"?><KeePassFile><Meta>${meta}${bin}</Meta><Root><Group>${uuid('root')}<Name>work</Name>${work}
    <Group>${uuid('other')}<Name>other</Name>${other}</Group><Group>${uuid('bin')}<Name>Bin</Name>${of(isOld)}</Group></Group></Root></KeePassFile>`;
}

/** KDBX 3 or 4, as its header says. */
const formatOf = async (): Promise<number | undefined> => (await readFile(file))[10];

let xc: KeePassXc;
let folder: string;
let file: string;
let bench: Bench;
beforeAll(async () => {
  xc = await keepassXc();
  folder = await mkdtemp(join(tmpdir(), 'keepassxc-'));
  file = join(folder, 'people.kdbx');
  let token = PASSWORD;
  bench = {
    token: PASSWORD,
    vaults: ['work', 'other'],
    open: (timeoutMs = 10_000) => keepass.open({ token, settings: { file: 'people.kdbx' } }, { folder, timeoutMs }),
    async fill(items) {
      const xml = join(folder, 'people.xml');
      await writeFile(xml, xmlOf(items));
      await rm(file, { force: true });
      await xc(['import', '--set-password', xml, file], [PASSWORD, PASSWORD]);
    },
    async fail(fault) {
      token = fault === 'token' ? 'another password' : PASSWORD;
    },
    faults: { token: 'provider_token_invalid' },
    close: () => rm(folder, { recursive: true, force: true }),
  };
  await bench.fill(WORLD);
});
afterAll(() => bench?.close());

describe('a file of KeePassXC', () => {
  readsItems(() => bench);
  seesChanges(() => bench);
  failsWithCodes(() => bench);

  it.each(['full', 'partial'])('gives the codes that KeePassXC shows: %s', async (title) => {
    await bench.fail(null);
    const provider = bench.open();
    const item = (await provider.list()).find((one) => one.title === title);
    const secret = parseTotp((await provider.read(item!)).totp ?? '');
    const before = stepAt(secret, Date.now());
    const shown = (await xc(['show', '--totp', file, title], [PASSWORD])).trim();
    const steps = [before, stepAt(secret, Date.now())];
    expect(steps.map((step) => generateCode(secret, step))).toContain(shown);
  });

  it('is read while it is edited there', async () => {
    expect(await formatOf()).toBe(3);
    await xc(
      ['add', '--username', 'new@edited.example', '--url', 'https://edited.example', '-p', file, 'edited'],
      [PASSWORD, 'canary-of-edited'],
    );
    const provider = bench.open();
    const item = (await provider.list()).find(({ title }) => title === 'edited');
    expect(await provider.read(item!)).toMatchObject({
      values: { username: 'new@edited.example', password: 'canary-of-edited' },
    });
    await bench.fill(WORLD);
  });

  it('of KDBX 4 with Argon2, which it keeps in one that was made elsewhere, is read too', async () => {
    const made = kdbxweb.Kdbx.create(new kdbxweb.Credentials(kdbxweb.ProtectedValue.fromString(PASSWORD)), 'made');
    await writeFile(file, Buffer.from(await made.save()));
    await xc(
      ['add', '--username', 'four', '--url', 'https://four.example', '-p', file, 'four'],
      [PASSWORD, 'canary-4'],
    );
    expect(await formatOf()).toBe(4);
    const provider = bench.open();
    const [item] = await provider.list();
    expect((await provider.read(item!)).values).toEqual({ username: 'four', password: 'canary-4' });
    await bench.fill(WORLD);
  });
});
