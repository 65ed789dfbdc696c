import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import { run } from '../../../cli/run.js';
import { fakeIo } from './fake-io.js';

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
/** Two accounts of Google Authenticator: `Shop` and `Mail`, the second with SHA256 and 8 digits. */
const TWO = `otpauth-migration://offline?data=${encodeURIComponent(
  'ChwKCmZpcnN0LW9uZTESAm1lGgRTaG9wIAEoATACCh0KC3NlY29uZC1vbmUhEgJtZRoETWFpbCACKAIwAhABGAEgAA==',
)}`;

let folder: string;
const picture = async (name: string, text: string): Promise<string> => {
  const { image } = await writeBarcode(text, { format: 'QRCode', scale: 4, addQuietZones: true });
  const file = join(folder, name);
  await writeFile(file, Buffer.from(await image!.arrayBuffer()));
  return file;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qr-'));
  const wasm = await readFile(createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm'));
  await prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(wasm).buffer }, fireImmediately: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Creates a credential; what was sent to the vault, and what was said. */
async function create(args: readonly string[], stdin = '') {
  const sent: Record<string, unknown>[] = [];
  const credentials = {
    create: async (given: Record<string, unknown>) => {
      sent.push(given);
      return { name: given.name, notices: ['totp_secret_short'], totp_code: '123456' };
    },
  };
  const io = fakeIo({ auth: { credentials }, stdin });
  const code = await run(['credentials', 'create', 'shop', '--domain', 'shop.example', ...args], io);
  return { code, sent, said: [...io.stdout, ...io.stderr].join('\n') };
}

describe('credentials create --totp-qr', () => {
  it('takes the secret out of the picture, beside other values', async () => {
    const uri = `otpauth://totp/Shop:me?secret=${SECRET}`;
    const from = ['--from', '-', '--totp-qr', await picture('one.png', uri)];
    const { code, sent, said } = await create(from, '{"values": {"email": "me@shop.example"}}');
    expect(code).toBe(0);
    expect(sent).toEqual([
      { name: 'shop', domain: 'shop.example', values: { email: 'me@shop.example' }, totp_secret: uri },
    ]);
    expect(said).toContain('80 bits or less');
    expect(said).not.toContain('123456');
  });

  it('lets choose among several accounts, by number or issuer', async () => {
    const file = await picture('two.png', TWO);
    const asked = await create(['--totp-qr', file]);
    expect(asked).toMatchObject({ code: 2, sent: [] });
    expect(asked.said).toContain('1: Shop, 2: Mail');
    for (const which of ['2', 'mail']) {
      const { sent } = await create(['--totp-qr', file, '--totp-account', which]);
      expect(sent[0]?.totp_secret).toBe(
        'otpauth://totp/?secret=ONSWG33OMQWW63TFEE&period=30&algorithm=sha256&digits=8',
      );
    }
  });

  it('says what is wrong with a file, and nothing that is in it', async () => {
    const text = join(folder, 'text.png');
    await writeFile(text, `otpauth://totp/x?secret=${SECRET}`);
    for (const file of [text, join(folder, 'none.png')]) {
      const { code, sent, said } = await create(['--totp-qr', file]);
      expect({ code, sent }).toEqual({ code: 2, sent: [] });
      expect(said).toContain(file);
      expect(said).not.toContain(SECRET);
    }
  });

  it.each<[string, string]>([
    ['a.png', '89504e470d0a1a0a 0000000d 49484452 00007530 00007530 01 00 00 00 00 00000000'],
    ['a.gif', '474946383961 3075 3075 00 00 00'],
    ['a.bmp', '424d 36000000 00000000 36000000 28000000 30750000 30750000 0100 1800 00000000'],
    ['a.jpg', 'ffd8 ffe0 0010 4a46494600 0101 00 0001 0001 0000 ffc0 000b 08 7530 7530 01 01 11 00'],
  ])('refuses a picture that unpacks to gigabytes, before it does: %s', async (name, hex) => {
    const file = join(folder, name);
    await writeFile(file, Buffer.from(hex.replaceAll(' ', ''), 'hex'));
    const { code, sent, said } = await create(['--totp-qr', file]);
    expect({ code, sent }).toEqual({ code: 2, sent: [] });
    expect(said).toContain('at most 50 megapixels');
  });

  it('or --from is needed', async () => {
    expect(await create([])).toMatchObject({ code: 2, sent: [] });
  });
});
