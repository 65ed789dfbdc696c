import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runs } from '../../support/variants.js';
import { loginsOn } from '../support/logins.js';
import { makeStateDir, openTestVault } from '../support/vault.js';
import { opened } from './support.js';

const MINUTE = 60_000;

it('turns on a site are the same for two workers, also in the same moment', async () => {
  const t = await openTestVault({ loginsPerSite: 3 });
  const text = (await readFile(join(t.stateDir, 'master-key'), 'utf8')).trim();
  const other = await opened({
    stateDir: await makeStateDir(),
    clock: () => t.clock.now,
    loginsPerSite: 3,
    postgres: { url: t.database!.url, masterKey: { text } },
  });
  const refs = await loginsOn(t, 'shop.example', 8);
  for (let round = 0; round < runs(2, 3); round += 1) {
    const loaded = await Promise.all(refs.map((ref, n) => (n % 2 ? t.vault : other).loadProfile(ref)));
    const there = loaded.flatMap((each) => (each.kind === 'loaded' ? [each.hold] : []));
    expect(there).toHaveLength(3);
    await Promise.all(there.map((hold, n) => (n % 2 ? t.vault : other).releaseProfile(hold)));
    t.clock.now += 3 * MINUTE;
  }
});
