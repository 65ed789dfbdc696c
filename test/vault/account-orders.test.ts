/**
 * Whatever order agents are linked, log in, wait, and profiles are gone back to, written back and deleted in: nobody loads, reads or is called logged in with what
 * another account made. Three agents of two sites share a profile, and an identity provider that all of them name. `PROFILE_ORDERS` says how many orders are tried.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ProfileHold, StoredProfile } from '../../activities/vault/index.js';
import { agentId } from '../../contract/index.js';
import type { LoginRef } from '../../contract/steps.js';
import { runs } from '../support/variants.js';
import { brief, cookie, saving, state } from './support/profile.js';
import { giveBack, handOut } from './support/session.js';
import { begin, closing, load, openTestVault, type TestVault } from './support/vault.js';

const SITES = ['www.shop.example', 'app.shop.example', 'desk.example'] as const;
const IDP = 'idp.example';
const PEOPLE = ['alice', 'bob'] as const;

const agent = fc.constantFrom(0, 1, 2);
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('link' as const), agent, person: fc.constantFrom(...PEOPLE) }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('logIn' as const), agent }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('wait' as const, 'finish' as const), agent }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('rollback' as const, 'writeBack' as const, 'delete' as const) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rename' as const), person: fc.constantFrom(...PEOPLE) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const idOf = (at: number): string => agentId(SITES[at]!, 'p');
const personOf = (cookies: readonly string[]): string[] => [
  ...new Set(cookies.map((text) => text.split('=')[1]!.split('.')[0]!)),
];

/** A login that has loaded what it may. */
interface Entered {
  readonly ref: LoginRef;
  readonly hold: ProfileHold;
  readonly profile: StoredProfile | null;
  readonly person: string;
}

async function open(): Promise<TestVault> {
  const t = await openTestVault();
  for (const person of PEOPLE)
    await t.admin('credentials.create', {
      name: person,
      domain: SITES[0],
      values: { email: `${person}@example.com`, password: 'p' },
    });
  return t;
}

const link = (t: TestVault, at: number, person: string) =>
  t.admin('agents.grant', {
    id: idOf(at),
    domain: SITES[at]!,
    profile_name: 'p',
    credential_name: person,
    allowed_domains: [IDP, ...(at < 2 ? [] : [SITES[0]])],
  });

async function play(t: TestVault, steps: readonly Step[]): Promise<void> {
  const linked: string[] = ['alice', 'alice', 'alice'];
  const waiting: (Entered | null)[] = Array.from({ length: 3 }, () => null);
  for (const [at, person] of linked.entries()) await link(t, at, person);
  let nth = 0;

  async function enter(at: number): Promise<Entered> {
    const { ref } = await begin(t.vault, idOf(at));
    const { hold, profile } = await load(t.vault, ref);
    const found = profile === null ? [] : brief(profile.storage_state);
    expect([at, ...personOf(found)]).toEqual([at, ...(found.length === 0 ? [] : [linked[at]])]);
    return { ref, hold, profile, person: linked[at]! };
  }
  async function leave(at: number, { ref, hold, profile, person }: Entered) {
    const value = `${person}.${nth++}`;
    const made = state(cookie('sid', value, SITES[at]!), cookie('sso', value, IDP));
    await t.vault.saveProfile(saving(hold, profile, { storage_state: made }));
    await t.vault.closeInvocation(closing(ref));
  }
  for (const one of steps) {
    if (one.kind === 'link') {
      linked[one.agent] = one.person;
      await link(t, one.agent, one.person);
    } else if (one.kind === 'rename') {
      // The same account, set otherwise, with a name beside it.
      const values = { email: `${one.person.toUpperCase()}@example.com `, username: one.person };
      await t.admin('credentials.update', { id_or_name: one.person, values });
    } else if (one.kind === 'logIn' && !waiting.some((login) => login !== null)) {
      await leave(one.agent, await enter(one.agent));
    } else if (one.kind === 'wait' && !waiting.some((login) => login !== null))
      waiting.splice(one.agent, 1, await enter(one.agent));
    else if (one.kind === 'finish' && waiting[one.agent]) {
      await leave(one.agent, waiting[one.agent]!);
      waiting.splice(one.agent, 1, null);
    } else if ('agent' in one) continue;
    else await onProfile(t, one.kind);
    await check(t, linked);
  }
}

async function onProfile(t: TestVault, kind: 'rollback' | 'writeBack' | 'delete'): Promise<void> {
  const there = (await t.admin('profiles.list', {})).items.find(({ name }) => name === 'p');
  if (there === undefined) return;
  if (kind === 'delete') await t.admin('profiles.delete', { id_or_name: 'p' });
  else if (kind === 'rollback') {
    const versions = await t.admin('profiles.versions', { id_or_name: 'p' });
    await t.admin('profiles.rollback', { id_or_name: 'p', version: versions.at(-1)!.version });
  } else {
    const session = await handOut(t, {});
    const cookies = session.storage_state.cookies.map((one) => ({ ...one, value: `${one.value}+` }));
    await giveBack(t, session, { storage_state: state(...cookies) });
  }
}

/** What each agent is told, and what a reader of its host is given. */
async function check(t: TestVault, linked: readonly string[]): Promise<void> {
  const isThere = (await t.admin('profiles.list', {})).items.some(({ name }) => name === 'p');
  for (const [at, person] of linked.entries()) {
    const has = await t.vault.hasSession(idOf(at));
    if (!isThere) {
      expect([at, has]).toEqual([at, false]);
      continue;
    }
    const read = brief(await t.admin('profiles.storageState', { id_or_name: 'p', domain: SITES[at]! }));
    const session = await handOut(t, { domain: SITES[at]! });
    for (const found of [read, brief(session.storage_state)])
      expect([at, ...personOf(found)]).toEqual([at, ...(found.length === 0 ? [] : [person])]);
    expect([at, has && read.length === 0]).toEqual([at, false]);
  }
}

it('no order of links, logins, waits, rollbacks, write-backs and deletions gives anybody the session of another account', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (steps) => play(await open(), steps)),
    { numRuns: Number(process.env.PROFILE_ORDERS ?? runs(2, 4)) },
  );
});
