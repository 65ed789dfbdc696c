/** What every provider does alike (`conformance.ts`). A new one adds a line to `BENCHES` and nothing else. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PROVIDER_KINDS } from '../../../activities/providers/index.js';
import { variants } from '../../support/variants.js';
import { bearsOddItems, recovers } from './bad-input.js';
import { bitwardenBench } from './benches/bitwarden.js';
import { commandBench } from './benches/command.js';
import { customHttpBench } from './benches/custom-http.js';
import { hashicorpVaultBench } from './benches/hashicorp-vault.js';
import { keepassBench } from './benches/keepass.js';
import { onepasswordBench } from './benches/onepassword/index.js';
import { connectBench } from './benches/onepassword-connect.js';
import { failsWithCodes, readsItems, seesChanges } from './conformance.js';
import { type Bench, WORLD } from './world.js';

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  bitwarden: bitwardenBench,
  command: commandBench,
  hashicorp_vault: hashicorpVaultBench,
  http: customHttpBench,
  keepass: keepassBench,
  onepassword: onepasswordBench,
  onepassword_connect: connectBench,
};

it('is passed by every kind of the registry', () => {
  expect(Object.keys(BENCHES).sort()).toEqual(Object.keys(PROVIDER_KINDS).sort());
});

describe.each(variants(4, Object.entries(BENCHES)))('%s', (_kind, start) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await start();
    await bench.fill(WORLD);
  });
  beforeEach(() => bench.fail(null));
  afterAll(() => bench.close());

  readsItems(() => bench);
  seesChanges(() => bench);
  failsWithCodes(() => bench);
  bearsOddItems(() => bench);
  recovers(() => bench);
});
