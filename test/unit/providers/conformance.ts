/** What every provider does alike, in the words of vitest: each function writes the tests of one bench. */
import { expect, it } from 'vitest';
import type { ItemOverview, Provider } from '../../../activities/providers/index.js';
import { parseTotp } from '../../../activities/vault/totp/parse.js';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { type Bench, type Fault, type Readable, SECRETS, WORLD } from './world.js';

export const find = (items: readonly ItemOverview[], title: string): ItemOverview => {
  const found = items.find((one) => one.title === title);
  if (found === undefined) throw new Error(`no item ${title}`);
  return found;
};

export async function failure(run: () => Promise<unknown>, token: string): Promise<AgentAuthError> {
  const error = await run().catch((thrown: unknown) => thrown);
  if (!(error instanceof AgentAuthError)) throw new Error('it did not fail with a code');
  const said = [error.message, error.next, JSON.stringify(error), error.stack, JSON.stringify(error.cause)].join('\n');
  for (const secret of [...SECRETS, token]) expect(said).not.toContain(secret);
  return error;
}

/** Of a bench that holds the world. */
export function readsItems(bench: () => Readable): void {
  /** Listed once: for some kinds that makes a key each time. */
  let listed: Promise<readonly ItemOverview[]> | null = null;
  const list = () => {
    listed ??= bench().open().list();
    return listed;
  };
  const read = async (title: string) =>
    bench()
      .open()
      .read(find(await list(), title));
  it('names the vaults that its token reads', async () => {
    const vaults = await bench().open().check();
    expect(vaults.map(({ name }) => name)).toEqual(expect.arrayContaining([...bench().vaults]));
    expect(vaults.map(({ id }) => id)).toEqual(expect.arrayContaining((await list()).map(({ vault_id }) => vault_id)));
  });

  it('lists what is in use, without a value', async () => {
    const items = await list();
    const titles = WORLD.filter(({ state }) => state === 'active').map(({ title }) => title);
    expect(items.map(({ title }) => title).sort()).toEqual(titles.sort());
    expect(find(items, 'full').addresses.map(({ url }) => url)).toEqual(WORLD[0]!.urls);
    expect(find(items, 'Stuff / with 🍏 "slash"').addresses).toHaveLength(200);
    for (const secret of SECRETS) expect(JSON.stringify(items)).not.toContain(secret);
  });

  it('reads the values of one item, and a code as its whole address', async () => {
    const { values, totp } = await read('full');
    expect(values).toMatchObject({ username: 'ada@orchard.example', password: 'canary-pw-Zq81-full' });
    expect(parseTotp(totp ?? '')).toMatchObject({ algorithm: 'sha256', digits: 8, period: 60 });
  });

  it('leaves out what an item lacks', async () => {
    const { values, totp } = await read('partial');
    expect(values).toEqual({ username: 'only-name' });
    expect(parseTotp(totp ?? '')).toMatchObject({ algorithm: 'sha1', digits: 6, period: 30 });
    expect((await read('one')).totp).toBeNull();
  });

  it('keeps two accounts of one site apart', async () => {
    expect((await read('one')).values).toEqual({ username: 'one@two.example', password: 'canary-pw-Zq81-one' });
    expect((await read('other')).values).toEqual({ username: 'other@two.example', password: 'canary-pw-Zq81-other' });
  });

  it('names further fields by their labels', async () => {
    expect((await read('company')).values).toMatchObject({ company_id: 'canary-co-4711' });
  });

  it('reads items whose titles no path could hold', async () => {
    expect((await read('Stuff / with 🍏 "slash"')).values.username).toBe('many');
  });
}

/** Of a bench whose items change. */
export function seesChanges(bench: () => Bench): void {
  it('does not know an item that was archived or deleted after it was listed', async () => {
    const items = await bench().open().list();
    const without = WORLD.filter(({ title }) => title !== 'one');
    await bench().fill(without.map((one) => (one.title === 'full' ? { ...one, state: 'archived' } : one)));
    for (const title of ['one', 'full']) {
      const error = await failure(() => bench().open().read(find(items, title)), bench().token);
      expect(error.code, title).toBe('provider_item_not_found');
    }
    await bench().fill(WORLD);
  });

  it('gives an item another version when it changes', async () => {
    const before = find(await bench().open().list(), 'full');
    const changed = WORLD.map((one) =>
      one.title === 'full' ? { ...one, password: 'canary-pw-Zq81-new', version: 2 } : one,
    );
    await bench().fill(changed);
    const after = find(await bench().open().list(), 'full');
    expect(after.item_id).toBe(before.item_id);
    expect(after.version).not.toBe(before.version);
    const values = await bench().open().read(after);
    expect(values).toMatchObject({ version: after.version, values: { password: 'canary-pw-Zq81-new' } });
    await bench().fill(WORLD);
  });
}

/** Of a bench that fails on demand. */
export function failsWithCodes(bench: () => Bench): void {
  it('fails with a code, whatever is wrong, and without a word of what it holds', async () => {
    const [item] = await bench().open().list();
    const runs = [
      (provider: Provider) => provider.list(),
      (provider: Provider) => provider.read(item!),
      (provider: Provider) => provider.check(),
    ];
    for (const [index, [fault, code]] of Object.entries(bench().faults).entries()) {
      await bench().fail(fault as Fault);
      // Each fault meets one of the calls, and a wrong token all of them.
      const calls = fault === 'token' ? runs : [runs[index % runs.length]!];
      for (const run of calls) {
        const error = await failure(() => run(bench().open(fault === 'hang' ? 300 : undefined)), bench().token);
        expect(error.code, fault).toBe(code);
        expect(error.next, fault).not.toBe('');
      }
    }
    await bench().fail('limited');
    if (bench().faults.limited !== undefined) {
      const { details } = await failure(() => bench().open().list(), bench().token);
      expect(Date.parse(String(details.until))).toBeGreaterThan(Date.now());
    }
  });
}
