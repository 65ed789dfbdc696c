/**
 * Whatever order two agents, a browser and imports come in: what each has changed of a site is there in the end, and sessions are not mixed.
 * `PROFILE_ORDERS` says how many orders are tried on a real vault; thousands of them on the rules alone.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  countingParts,
  EMPTY_JAR,
  type Jar,
  loadedBy,
  type Part,
  sitesIn,
  sumOfJar,
} from '../../activities/vault/profiles/jar.js';
import { mergeSessions } from '../../activities/vault/profiles/merge.js';
import type { Owners } from '../../activities/vault/profiles/owners.js';
import { type Saving, withSaved } from '../../activities/vault/profiles/save.js';
import { ofSite, type Session, sitesOf } from '../../activities/vault/profiles/session.js';
import { sumOfParts, wholeOf, withChanges } from '../../activities/vault/profiles/session-changes.js';
import { runs } from '../support/variants.js';
import { cookie, loginOf, saving } from './support/profile.js';
import { browser } from './support/session.js';
import { load, openTestVault, START } from './support/vault.js';

/** Two agents share a site; each has one of its own, passes one that nobody names, and keeps something in each kind of storage. */
/** Whose a session is counts in other tests. */
const NOBODY: Saving['whose'] = { account: { credential: null, names: {} }, typed: {}, labels: null };
const AGENTS = ['www.shop.example', 'app.shop.example'] as const;
const SHOP = 'shop.example';
const PASSED = 'idp.example';
type Who = 0 | 1;

const step = fc.oneof(
  fc.record({ kind: fc.constantFrom('renew', 'begin', 'finish'), who: fc.constantFrom<Who>(0, 1) }),
  fc.record({ kind: fc.constantFrom('open', 'writeBack', 'expire', 'import') }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What the steps do, on the rules alone or on a vault. */
interface Store {
  load(who: Who): Promise<{ session: Session; version: number }>;
  save(who: Who, session: Session, version: number): Promise<void>;
  /** Keeps where a login stands that waits for a person. */
  wait(who: Who, session: Session, version: number): Promise<void>;
  /** What it goes on with. */
  resume(who: Who): Promise<Session>;
  open(): Promise<Session>;
  writeBack(session: Session): Promise<void>;
  importOther(value: string): Promise<void>;
  pass(ms: number): void;
  now(): number;
}

const item = (session: Session, where: string, name: string, value: string): Session => {
  const { cookies, origins } = session.storage_state;
  const at = origins.find((one) => one.origin === where)?.localStorage ?? [];
  const localStorage = [...at.filter((one) => one.name !== name), { name, value }];
  return {
    ...session,
    storage_state: {
      cookies,
      origins: [...origins.filter((one) => one.origin !== where), { origin: where, localStorage }],
    },
  };
};

const set = (session: Session, made: ReturnType<typeof cookie>): Session => {
  const { cookies, origins } = session.storage_state;
  const others = cookies.filter(({ name, domain }) => name !== made.name || domain !== made.domain);
  return { ...session, storage_state: { cookies: [...others, made], origins } };
};

/** A browser drops what has run out. */
const aged = (session: Session, now: number): Session => ({
  ...session,
  storage_state: {
    ...session.storage_state,
    cookies: session.storage_state.cookies.filter(({ expires }) => expires < 0 || expires * 1000 > now),
  },
});

const inTab = (session: Session, where: string, tab: string): Session => ({
  ...session,
  session_storage: { ...session.session_storage, [where]: { ...session.session_storage?.[where], tab } },
});

/** What a login of an agent makes of a session: its own marks in every kind of storage, and a cookie that lives for a minute. */
function used(session: Session, who: Who | 'browser', value: string, now: number): Session {
  const marked = item(set(session, cookie(`by-${who}`, value, SHOP)), `https://${SHOP}`, `by-${who}`, value);
  if (who === 'browser') return inTab(marked, `https://${SHOP}`, value);
  const own = `https://${AGENTS[who]}`;
  const lasting = { ...cookie('short', value, SHOP), expires: now / 1000 + 60 };
  const passed = set(set(marked, lasting), cookie(`by-${who}`, value, PASSED));
  return inTab(passed, own, value);
}

async function play(store: Store, steps: readonly Step[]): Promise<void> {
  const waiting: (string | null)[] = [null, null];
  let browser: { session: Session; value: string } | null = null;
  const last: Record<string, string> = {};
  const value = (at: number): string => `v${at}`;
  for (const [at, one] of steps.entries()) {
    if (one.kind === 'expire') store.pass(61_000);
    else if (one.kind === 'import') {
      await store.importOther(value(at));
      last.imported = value(at);
    } else if (one.kind === 'open') {
      const session = await store.open();
      browser = { session: used(session, 'browser', value(at), store.now()), value: value(at) };
    } else if (one.kind === 'writeBack' && browser !== null) {
      await store.writeBack(aged(browser.session, store.now()));
      last.browser = browser.value;
      browser = null;
    } else if ('who' in one) {
      const { who } = one;
      const { session, version } = await store.load(who);
      const now = store.now();
      if (one.kind === 'begin') {
        waiting[who] = value(at);
        await store.wait(who, used(aged(session, now), who, value(at), now), version);
      } else if (one.kind === 'renew') {
        await store.save(who, used(aged(session, now), who, value(at), now), version);
        last[who] = value(at);
      } else if (waiting[who] != null) {
        const mark = waiting[who];
        const resumed = { ...(await store.resume(who)), session_storage: session.session_storage };
        const own = `https://${AGENTS[who]}`;
        const tabs = { ...session.session_storage, [own]: { tab: mark } };
        await store.save(who, { ...aged(resumed, now), session_storage: tabs }, version);
        last[who] = mark;
        waiting[who] = null;
      }
    }
    await check(store, last);
  }
}

async function check(store: Store, last: Readonly<Record<string, string>>): Promise<void> {
  for (const who of [0, 1] as const) {
    const { session } = await store.load(who);
    const cookieOf = (name: string, site: string) =>
      ofSite(session, site).storage_state.cookies.find((one) => one.name === name)?.value;
    const stored = (name: string) =>
      session.storage_state.origins
        .find((one) => one.origin === `https://${SHOP}`)
        ?.localStorage.find((one) => one.name === name)?.value;
    for (const by of ['0', '1', 'browser']) {
      expect([by, cookieOf(`by-${by}`, SHOP), stored(`by-${by}`)]).toEqual([by, last[by], last[by]]);
    }
    // What an agent passed is its own, whoever saved last.
    expect(cookieOf(`by-${who}`, PASSED)).toBe(last[who]);
    expect(cookieOf(`by-${1 - who}`, PASSED)).toBeUndefined();
    expect(session.session_storage?.[`https://${AGENTS[who]}`]?.tab).toBe(last[who]);
    expect(session.session_storage?.[`https://${SHOP}`]?.tab).toBe(last.browser);
    expect(cookieOf('imported', 'other.example')).toBe(last.imported);
  }
}

/** The rules alone. */
function rules(): Store {
  const owners: Owners = new Map([[SHOP, new Set(AGENTS)]]);
  const versions: Jar[] = [EMPTY_JAR];
  let now = START;
  let opened = 0;
  const waiting: { session: Session; version: number }[] = [];
  const current = (): Jar => versions.at(-1)!;
  return {
    now: () => now,
    pass: (ms) => {
      now += ms;
    },
    load: async (who) => ({ session: loadedBy(current(), owners, AGENTS[who]), version: versions.length - 1 }),
    async save(who, ours, version) {
      const base = { jar: versions[version]!, version };
      const one: Saving = { owners, agentId: AGENTS[who], ownSite: SHOP, base, ours, whose: NOBODY, now };
      versions.push(withSaved(current(), one, { facts: {} }, versions.length));
    },
    async wait(who, session, version) {
      waiting[who] = { session: { ...session, session_storage: null }, version };
    },
    async resume(who) {
      const { session, version } = waiting[who]!;
      const base = loadedBy(versions[version]!, owners, AGENTS[who]);
      const theirs = loadedBy(current(), owners, AGENTS[who]);
      return mergeSessions({ base, theirs, ours: session, proven: 'ours', now });
    },
    async open() {
      opened = versions.length - 1;
      return sumOfJar(current(), owners);
    },
    async writeBack(ours) {
      const at = (parts: readonly Part[], site: string) => [...new Set(parts)].filter((part) => part.site === site);
      const sites = [...new Set([...sitesIn(versions[opened]!), ...sitesIn(current()), ...sitesOf(ours)])];
      const parts = sites.flatMap((site) => {
        const then = at(countingParts(versions[opened]!, owners), site);
        const shown = at(countingParts(current(), owners), site);
        const all = { site, then, shown, isNamed: owners.has(site), version: versions.length, at: now };
        return withChanges(
          { ...all, ours: wholeOf(sumOfParts(then), ofSite(ours, site), true) },
          at(current().parts, site),
        );
      });
      versions.push({ ...current(), parts });
    },
    async importOther(value) {
      const site = 'other.example';
      const others = current().parts.filter((part) => part.site !== site);
      const version = versions.length;
      const session = set(loadedBy(EMPTY_JAR, owners, ''), cookie('imported', value, site));
      const part = { site, owner: null, for_all: true, version, began: version, session };
      versions.push({ ...current(), parts: [...others, part] });
    },
  };
}

it('no order loses or mixes what a site has, by the rules', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 10 }), (steps) => play(rules(), steps)),
    { numRuns: runs(300, 1_000) },
  );
});

it('no order loses or mixes what a site has, on a vault', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 8 }), async (steps) => {
      const t = await openTestVault();
      const refs = [await loginOf(t, AGENTS[0]), await loginOf(t, AGENTS[1])] as const;
      await t.admin('profiles.create', { name: 'p' });
      let used: Awaited<ReturnType<typeof browser>>;
      await play(
        {
          now: () => t.clock.now,
          pass: (ms) => {
            t.clock.now += ms;
          },
          async load(who) {
            const { hold, profile } = await load(t.vault, refs[who]);
            await t.vault.releaseProfile(hold);
            return { session: profile!, version: profile!.version };
          },
          async save(who, session) {
            const { hold, profile } = await load(t.vault, refs[who]);
            const { storage_state, session_storage } = session;
            expect(await t.vault.saveProfile(saving(hold, profile, { storage_state, session_storage }))).not.toBeNull();
          },
          async wait(who, { storage_state }, base_version) {
            await load(t.vault, refs[who]);
            const url = `https://${AGENTS[who]}/code`;
            await t.vault.saveCheckpoint(refs[who], { storage_state, url, base_version });
            await t.vault.releaseProfile((await load(t.vault, refs[who])).hold);
          },
          async resume(who) {
            const { storage_state } = (await t.vault.loadCheckpoint(refs[who]))!;
            return { storage_state, session_storage: null };
          },
          async open() {
            used = await browser(t);
            return used.session;
          },
          async writeBack({ storage_state, session_storage }) {
            await used.write(storage_state, session_storage);
          },
          async importOther(value) {
            const storage_state = { cookies: [cookie('imported', value, 'other.example')], origins: [] };
            await t.admin('profiles.import', { name: 'p', domain: 'other.example', storage_state });
          },
        },
        steps,
      );
      await t.vault.close();
    }),
    { numRuns: Number(process.env.PROFILE_ORDERS ?? runs(2, 4)) },
  );
}, 600_000);
