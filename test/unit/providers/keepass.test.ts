import { createHash } from 'node:crypto';
import { renameSync } from 'node:fs';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import kdbxweb, { type KdbxEntry } from 'kdbxweb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepass } from '../../../activities/providers/keepass/index.js';
import '../../../activities/providers/keepass/open-file.js';
import { totpOf } from '../../../activities/providers/keepass/totp.js';
import { parseTotp } from '../../../activities/vault/totp/parse.js';

const HEX = Buffer.from('12345678901234567890').toString('hex');
const BASE32 = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const entryOf = (fields: Readonly<Record<string, string>>) =>
  ({ fields: new Map(Object.entries(fields)) }) as unknown as KdbxEntry;

describe('a secret of codes', () => {
  it.each([
    [
      { otp: `otpauth://totp/x?secret=${BASE32}&digits=8&algorithm=SHA256` },
      { digits: 8, algorithm: 'sha256', period: 30 },
    ],
    [{ otp: `key=${BASE32}&step=60&size=8` }, { digits: 8, algorithm: 'sha1', period: 60 }],
    [
      { 'TimeOtp-Secret-Base32': BASE32, 'TimeOtp-Length': '8', 'TimeOtp-Algorithm': 'HMAC-SHA-512' },
      { digits: 8, algorithm: 'sha512', period: 30 },
    ],
    [
      { 'TimeOtp-Secret-Hex': HEX, 'TimeOtp-Period': '45' },
      { digits: 6, algorithm: 'sha1', period: 45 },
    ],
    [{ 'TimeOtp-Secret': '12345678901234567890' }, { digits: 6, algorithm: 'sha1', period: 30 }],
    [
      { 'TimeOtp-Secret-Base64': Buffer.from('12345678901234567890').toString('base64') },
      { digits: 6, algorithm: 'sha1', period: 30 },
    ],
    [
      { 'TOTP Seed': 'gezd gnbv gy3t qojq gezd gnbv gy3t qojq', 'TOTP Settings': '60;8' },
      { digits: 8, algorithm: 'sha1', period: 60 },
    ],
    [{ 'TOTP Seed': BASE32 }, { digits: 6, algorithm: 'sha1', period: 30 }],
  ])('is read from %j', (fields, expected) => {
    const parsed = parseTotp(totpOf(entryOf(fields)) ?? '');
    expect(parsed).toMatchObject(expected);
    expect(Buffer.from(parsed.bytes).toString()).toBe('12345678901234567890');
  });

  it('may be one of Steam', () => {
    const steam = { algorithm: 'steam', digits: 5, period: 30 };
    const spellings: readonly Readonly<Record<string, string>>[] = [
      { 'TOTP Seed': BASE32, 'TOTP Settings': '30;S' },
      { otp: `otpauth://totp/Steam:me?secret=${BASE32}&period=30&digits=5&issuer=Steam&encoder=steam` },
      { otp: `key=${BASE32}&encoder=steam` },
    ];
    for (const fields of spellings) expect(parseTotp(totpOf(entryOf(fields)) ?? '')).toMatchObject(steam);
  });

  it.each<Readonly<Record<string, string>>>([
    { otp: '' },
    { 'TimeOtp-Secret-Hex': `${HEX}zz` },
    { 'TimeOtp-Secret-Hex': HEX.slice(1) },
    { 'TimeOtp-Secret-Base64': 'not base64!' },
  ])('is none, rather than a part of one: %j', (fields) => {
    expect(totpOf(entryOf(fields))).toBeNull();
  });
});

/** Where the header of a KDBX 4 file ends and its hash begins: behind the field with the id 0. */
function endOfHeader(bytes: Buffer): number {
  let at = 12;
  while (bytes[at] !== 0) at += 5 + bytes.readUInt32LE(at + 1);
  return at + 5 + bytes.readUInt32LE(at + 1);
}

describe('a file', () => {
  let folder: string;
  const make = async (name: string, change: (db: kdbxweb.Kdbx) => void, key: ArrayBuffer | null = null) => {
    const credentials = new kdbxweb.Credentials(kdbxweb.ProtectedValue.fromString('pw'), key);
    const db = kdbxweb.Kdbx.create(credentials, name);
    db.setKdf(kdbxweb.Consts.KdfId.Aes);
    change(db);
    await writeFile(join(folder, name), Buffer.from(await db.save()));
  };
  const open = (file: string, token = 'pw', more = {}) =>
    keepass.open({ token, settings: { file, ...more } }, { folder, timeoutMs: 1000 });
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kdbx-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('of version 3.1 opens with its password and its key file, and not without', async () => {
    await writeFile(join(folder, 'my.key'), 'any file can be a key');
    const key = new TextEncoder().encode('any file can be a key').buffer;
    await make(
      'old.kdbx',
      (db) => {
        db.header.setVersion(3);
        db.createEntry(db.getDefaultGroup()).fields.set('UserName', 'u');
      },
      key,
    );
    expect(await open('old.kdbx', 'pw', { key_file: 'my.key' }).list()).toMatchObject([
      { account: 'u', has_password: false },
    ]);
    await expect(open('old.kdbx').list()).rejects.toMatchObject({ code: 'provider_token_invalid' });
  });

  it('gives no entry that has expired, no value that is a reference, and says what is a passkey', async () => {
    await make('odd.kdbx', (db) => {
      const group = db.getDefaultGroup();
      const expired = db.createEntry(group);
      expired.times.expires = true;
      expired.times.expiryTime = new Date('2020-01-01');
      const reference = db.createEntry(group);
      reference.fields.set('UserName', 'ref');
      reference.fields.set('Password', '{REF:P@I:0123456789ABCDEF0123456789ABCDEF}');
      const passkey = db.createEntry(group);
      passkey.fields.set('UserName', 'key');
      passkey.fields.set('KPEX_PASSKEY_CREDENTIAL_ID', 'x');
    });
    const items = await open('odd.kdbx').list();
    expect(items.map(({ account }) => account)).toEqual(['ref', 'key']);
    const read = await Promise.all(items.map((item) => open('odd.kdbx').read(item)));
    expect(read).toMatchObject([
      { values: { username: 'ref' }, instead: null },
      { values: { username: 'key' }, instead: 'passkey' },
    ]);
  });

  it('that is being written is read once more', async () => {
    await make('slow.kdbx', (db) => db.createEntry(db.getDefaultGroup()));
    const whole = await readFile(join(folder, 'slow.kdbx'));
    await writeFile(join(folder, 'slow.kdbx'), whole.subarray(0, 300));
    const listing = open('slow.kdbx').list();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await appendFile(join(folder, 'slow.kdbx'), whole.subarray(300));
    expect(await listing).toHaveLength(1);
  });

  it('that is replaced by another one while it is read is read once that is there', async () => {
    await make('moved.kdbx', (db) => db.createEntry(db.getDefaultGroup()));
    const file = join(folder, 'moved.kdbx');
    const whole = await readFile(file);
    for (const before of [whole.subarray(0, 40), whole.subarray(0, whole.length - 7), null]) {
      if (before === null) await rm(file);
      else await writeFile(file, before);
      await writeFile(`${file}.new`, whole);
      const listing = open('moved.kdbx').list();
      setTimeout(() => renameSync(`${file}.new`, file), 50);
      expect(await listing).toHaveLength(1);
    }
  });

  it.each([0, 1, 12, 100, 0.5, 0.9, 0.999])('cut off after %s of it fails with a code', async (part) => {
    await make('cut.kdbx', (db) => db.createEntry(db.getDefaultGroup()));
    const whole = await readFile(join(folder, 'cut.kdbx'));
    await writeFile(join(folder, 'cut.kdbx'), whole.subarray(0, part < 1 ? Math.floor(whole.length * part) : part));
    await expect(open('cut.kdbx').list()).rejects.toMatchObject({ code: 'provider_answer_invalid' });
  });

  it.each(['../etc/passwd', '/etc/passwd', '.kdbx'])('outside of the folder (%s) is no setting', (file) => {
    expect(() => open(file)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });

  /** Whose key is made with numbers that nobody would make one with: of bytes, of rounds, and of lanes (RFC 9106). */
  async function makeBomb(memory: bigint, rounds: bigint, lanes: number): Promise<void> {
    const { UInt64, UInt32 } = kdbxweb.VarDictionary.ValueType;
    await make('bomb.kdbx', (db) => {
      db.setKdf(kdbxweb.Consts.KdfId.Argon2id);
      db.header.kdfParameters?.set('M', UInt64, new kdbxweb.Int64(1024 * 1024));
      db.header.kdfParameters?.set('I', UInt64, new kdbxweb.Int64(3));
      db.header.kdfParameters?.set('P', UInt32, 1);
    });
    const bytes = await readFile(join(folder, 'bomb.kdbx'));
    /** A name of one letter, and the length of what follows. */
    const placeOf = (name: string, length: number) =>
      bytes.indexOf(Buffer.from([1, 0, 0, 0, name.charCodeAt(0), length, 0, 0, 0])) + 9;
    bytes.writeBigUInt64LE(memory, placeOf('M', 8));
    bytes.writeBigUInt64LE(rounds, placeOf('I', 8));
    bytes.writeUInt32LE(lanes, placeOf('P', 4));
    const end = endOfHeader(bytes);
    createHash('sha256').update(bytes.subarray(0, end)).digest().copy(bytes, end);
    await writeFile(join(folder, 'bomb.kdbx'), bytes);
  }

  it.each([
    ['more memory than any should', 8n * 1024n ** 3n, 3n, 1, 'too_large'],
    ['more rounds than any should', 1024n * 1024n, 2n ** 40n, 1, 'too_large'],
    ['no memory', 0n, 3n, 1, 'unexpected'],
    ['no rounds', 1024n * 1024n, 0n, 1, 'unexpected'],
    ['no lanes', 1024n * 1024n, 3n, 0, 'unexpected'],
    ['more lanes than there is memory for', 1024n * 1024n, 3n, 4_294_967_295, 'unexpected'],
  ] as const)('that asks for %s is not opened', async (_, memory, rounds, lanes, reason) => {
    await makeBomb(memory, rounds, lanes);
    await expect(open('bomb.kdbx').list()).rejects.toMatchObject({
      code: 'provider_answer_invalid',
      details: { reason },
    });
  });

  it('whose key takes longer than anybody waits is given up, and keeps nobody waiting meanwhile', async () => {
    await makeBomb(256n * 1024n ** 2n, 100n, 1);
    const provider = keepass.open({ token: 'pw', settings: { file: 'bomb.kdbx' } }, { folder, timeoutMs: 100 });
    const listing = provider.list();
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 10);
    await expect(listing).rejects.toMatchObject({ code: 'provider_unavailable', details: { reason: 'timeout' } });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(1);
  });

  it.each([3, 4] as const)('that asks for a key that would never be made is not opened (KDBX %i)', async (version) => {
    const rounds = 300_001;
    await make('slow-key.kdbx', (db) => {
      db.setVersion(version);
      if (version === 4) db.setKdf(kdbxweb.Consts.KdfId.Aes);
      db.header.keyEncryptionRounds = rounds;
      db.header.kdfParameters?.set('R', kdbxweb.VarDictionary.ValueType.UInt64, new kdbxweb.Int64(rounds));
    });
    const bytes = await readFile(join(folder, 'slow-key.kdbx'));
    const [small, large] = [Buffer.alloc(8), Buffer.alloc(8)];
    small.writeBigUInt64LE(BigInt(rounds));
    large.writeBigUInt64LE(10n ** 15n);
    large.copy(bytes, bytes.indexOf(small));
    await writeFile(join(folder, 'slow-key.kdbx'), bytes);
    await expect(open('slow-key.kdbx').list()).rejects.toMatchObject({
      code: 'provider_answer_invalid',
      details: { reason: 'too_large' },
    });
  });
});
