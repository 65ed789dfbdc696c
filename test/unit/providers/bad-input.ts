/** What people put into vaults that nobody expects, and tokens that end while they are used: the same for every provider. */
import { expect, it } from 'vitest';
import { createProviders } from '../../../activities/providers/index.js';
import { parseTotp } from '../../../activities/vault/totp/parse.js';
import { hasCode } from '../../../contract/errors/has-code.js';
import { runs, variants } from '../../support/variants.js';
import { failure, find } from './conformance.js';
import { type Bench, idOf, WORLD, type WorldItem } from './world.js';

const TITLES = [
  'a/b/c',
  '/first',
  '👩‍👩‍👧 🍏',
  'שלום \u202ename',
  'two\nlines',
  "'; -- %2F ?x#y",
  '<b>&amp;</b>',
  'long '.repeat(200),
];

/** None of them is an address of a site, or of any but the last one's own. */
const ADDRESSES = [
  'no address',
  'http://',
  'javascript:alert(1)',
  'https://[::1',
  '//',
  'https://two.example:pw@elsewhere.example/',
  '*.two.example',
  'https://two.example.',
  'https://odd.example/login',
];

const CODES = [
  'no secret!',
  'otpauth://hotp/x?secret=GEZDGNBVGY3TQOJQ&counter=1',
  'otpauth://totp/x',
  'otpauth://totp/x?secret=%%%',
  'otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ&digits=99&period=0',
  'https://orchard.example/qr.png',
];

const item = (id: string, more: Partial<WorldItem>): WorldItem => ({
  ...WORLD.find(({ title }) => title === 'one')!,
  id: idOf(id),
  title: id,
  username: id,
  ...more,
});

const { match } = createProviders({ folder: '/nowhere' });

export function bearsOddItems(bench: () => Bench): void {
  it('lists and reads items whatever they are called', async () => {
    const titles = variants(2, TITLES);
    await bench().fill(titles.map((title, index) => item(`title${index}`, { title })));
    const provider = bench().open();
    const items = await provider.list();
    expect(items).toHaveLength(titles.length);
    for (const [index, title] of titles.entries()) {
      const { values } = await provider.read(find(items, title));
      expect(values.username, title).toBe(`title${index}`);
    }
    await bench().fill(WORLD);
  });

  it('takes no address for another site than it is of', async () => {
    await bench().fill([item('odd', { urls: ADDRESSES })]);
    const items = (await bench().open().list()).map((one) => ({ ...one, priority: 0 }));
    expect(match(items, 'odd.example').chosen?.item.title).toBe('odd');
    for (const domain of ['pw.example', 'no.example', 'example', 'localhost', '127.0.0.1'])
      expect(match(items, domain).chosen, domain).toBeNull();
    // Of `https://two.example:pw@elsewhere.example/` the host is what counts.
    const [only] = items.map((one) => ({ ...one, addresses: [{ url: ADDRESSES[5]!, reach: 'site' as const }] }));
    expect(match([only!], 'two.example').chosen).toBeNull();
    await bench().fill(WORLD);
  });

  it('reads an item whose code is none', async () => {
    await bench().fill(variants(1, CODES).map((totp, index) => item(`code${index}`, { totp })));
    const provider = bench().open();
    for (const overview of await provider.list()) {
      const { values, totp } = await provider.read(overview);
      expect(values).toMatchObject({ username: overview.title, password: 'canary-pw-Zq81-one' });
      expect(() => parseTotp(totp ?? '')).toThrow(expect.objectContaining({ code: 'invalid_totp_secret' }));
    }
    await bench().fill(WORLD);
  });

  it('lists as many items as people have', async () => {
    const count = runs(100, 20_000);
    const many = Array.from({ length: count }, (_, index) =>
      item(`m${index}`, { urls: [`https://m${index}.example`] }),
    );
    await bench().fill(many);
    const items = await bench().open(60_000).list();
    expect(items).toHaveLength(count);
    const last = await bench()
      .open()
      .read(find(items, `m${count - 1}`));
    expect(last.values.username).toBe(`m${count - 1}`);
    await bench().fill(WORLD);
  }, 120_000);
}

/** Of a bench that fails on demand: one connection, as the worker holds it. */
export function recovers(bench: () => Bench): void {
  it('says when its token ended while it was used, and goes on once that is good again', async () => {
    const provider = bench().open();
    const [first] = await provider.list();
    await bench().fail('token');
    for (const run of [() => provider.read(first!), () => provider.list()]) {
      const error = await failure(run, bench().token);
      expect(error.code).toBe('provider_token_invalid');
    }
    await bench().fail(null);
    expect(hasCode(await provider.read(first!).catch((error: unknown) => error), 'provider_token_invalid')).toBe(false);
    expect((await provider.list()).length).toBeGreaterThan(0);
  });
}
