/** Who looks at a session, when, and what comes of it. */
import { expect, it } from 'vitest';
import { checkDue, checkSession, type Looker } from '../../activities/session-check/index.js';
import type { CheckEnd, Looked, TakenCheck } from '../../activities/vault/check.js';
import type { Probe } from '../../activities/vault/probe.js';
import { agentId } from '../../contract/index.js';
import { listenOnLoopback } from '../sites/sample/listen.js';
import { runs } from '../support/variants.js';
import { cookie, loginOf, save } from './support/profile.js';
import { begin, closing, codeOf, grant, load, openTestVault, rule, type TestVault } from './support/vault.js';

const DOMAIN = 'example.com';
const ID = agentId(DOMAIN, 'p');
const HOUR = 3_600_000;

const probeAt = (url: string): Probe => ({
  request: { url, type: 'document', values: [], marked: false },
  salt: 's',
  member: { status: 200, location: null, type: 'text/html', parts: [] },
  stranger: { status: 401, location: null, type: 'text/html', parts: [] },
});

const PAGE = { address: `https://${DOMAIN}/`, salt: 's', member: [], stranger: [] };

/** An agent that is logged in, with the cookie `sid=1`. */
async function loggedIn(domain = DOMAIN, url = `https://${DOMAIN}/me`, probe: Probe | null = probeAt(url)) {
  const t = await openTestVault();
  const ref = await loginOf(t, domain);
  const host = domain.replace(/:\d+$/, '');
  const page = { address: url, salt: 's', member: [], stranger: [] };
  const leads = probe && { requests: [probe.request], page, old_cookies: [], changes: true };
  await save(t, ref, { storage_state: { cookies: [cookie('sid', '1', host)], origins: [] }, leads });
  await t.vault.closeInvocation(closing(ref));
  const { auth_agent_id: id } = ref;
  const said = { id, status: 'AUTHENTICATED', save_credential_as: null } as const;
  await t.vault.recordAgent({ ...said, last_auth_at: null, session_expires_at: null, post_login_url: null }, id);
  if (probe !== null) {
    const first = await taken(t, id);
    await end(t, first, { looked: null, ways: { probe, requests: [], page: null, old_cookies: null, changes: true } });
  }
  return { t, id };
}

const look = (t: TestVault, max_age_seconds = 0, id = ID) => t.vault.takeCheck({ id, max_age_seconds }, t.clock.now);

async function taken(t: TestVault, id = ID): Promise<TakenCheck> {
  t.clock.now += 1;
  const found = await look(t, 0, id);
  if (found.kind !== 'taken') throw new Error(found.kind);
  return found;
}

const IN: Looked = { answer: 'in', why: 'as_member', by: 'probe' };
const OUT: Looked = { answer: 'out', why: 'as_stranger', by: 'probe' };
const unsure = (why: Looked['why']): Looked => ({ answer: 'inconclusive', why, by: 'probe' });

const end = (t: TestVault, { agent_id, lease, version }: TakenCheck, more: Partial<CheckEnd> = {}) =>
  t.vault.endCheck({ agent_id, lease, version, looked: IN, ways: null, session: null, ...more });

/** A browser that is never there. */
const lookerOf = (t: TestVault): Looker => ({
  vault: t.vault,
  browser: async () => ({
    looked: { answer: 'inconclusive', why: 'no_page', by: 'browser' },
    session: null,
    ways: null,
  }),
  onOver: async () => undefined,
  clock: () => t.clock.now,
});

const sidOf = async (t: TestVault): Promise<string[]> => {
  const { cookies } = await t.admin('profiles.storageState', { id_or_name: 'p' });
  return cookies.map(({ value }) => value);
};

rule('one look at a time, and what it saw is the answer of all who asked meanwhile', async () => {
  const { t } = await loggedIn();
  const mine = await taken(t);
  expect((await look(t)).kind).toBe('busy');
  const since = t.clock.now;
  t.clock.now += 5;
  const { verified, last_check } = await end(t, mine);
  expect({ verified, answer: last_check?.answer }).toEqual({ verified: true, answer: 'in' });
  const theirs = await t.vault.takeCheck({ id: ID, max_age_seconds: 0 }, since);
  expect(theirs).toMatchObject({ kind: 'known', checked: { verified: true, has_session: true } });
});

it('a look whose worker died is taken over, and says nothing any more', async () => {
  const { t } = await loggedIn();
  const dead = await taken(t);
  t.clock.now += 50_000;
  const next = await taken(t);
  expect(await end(t, dead, { looked: OUT })).toMatchObject({
    has_session: true,
    last_check: null,
  });
  expect(await end(t, next)).toMatchObject({ verified: true });
});

rule('so is one whose worker had a clock that was ahead', async () => {
  const { t } = await loggedIn();
  t.clock.now += 365 * 86_400_000;
  await taken(t);
  t.clock.now -= 365 * 86_400_000;
  expect(await end(t, await taken(t))).toMatchObject({ verified: true });
});

rule('what was proven or seen lately enough is believed, and no older', async () => {
  const { t } = await loggedIn();
  t.clock.now += 299_000;
  expect(await look(t, 300)).toMatchObject({ kind: 'known', checked: { verified: true } });
  t.clock.now += 2_000;
  expect((await look(t, 300)).kind).toBe('taken');
});

it('nobody looks while a login uses the session, and no login uses it while somebody looks', async () => {
  const { t } = await loggedIn();
  const { ref } = await begin(t.vault, ID);
  const { hold } = await load(t.vault, ref);
  t.clock.now += 1;
  expect((await look(t)).kind).toBe('busy');
  await t.vault.releaseProfile(hold);
  const mine = await taken(t);
  expect((await t.vault.loadProfile(ref)).kind).toBe('in_use');
  await end(t, mine);
  expect((await t.vault.loadProfile(ref)).kind).toBe('loaded');
});

rule('out ends the session, and its agent hears that another one is wanted; in between nothing changes', async () => {
  const { t } = await loggedIn();
  const inconclusive = await end(t, await taken(t), { looked: unsure('not_reached') });
  expect(inconclusive).toMatchObject({ has_session: true, verified: false });
  expect(await t.vault.changedAgents()).not.toContain(ID);
  const out = await end(t, await taken(t), { looked: OUT });
  expect(out).toMatchObject({ has_session: false, verified: false });
  expect(await t.vault.changedAgents()).toContain(ID);
  expect(await t.vault.hearChange({ id: ID, heard: null }, ID)).toMatchObject({ has_session: false, is_over: true });
  const shown = await t.admin('agents.retrieve', { id: ID });
  expect(shown.last_session_end).toMatchObject({ cause: 'found_over' });
  expect(shown).toMatchObject({ status: 'NEEDS_AUTH', last_check: { answer: 'out', why: 'as_stranger', by: 'probe' } });
  // There is nothing to look at any more.
  expect((await look(t)).kind).toBe('known');
});

rule.each([
  [1, 7],
  [2, 14],
  [9, 112],
])(
  'where our requests have cost %i sessions, only a browser looks for %i days; then a new session is tried',
  async (times, days) => {
    const { t } = await loggedIn();
    const mine = await taken(t);
    const refused = { at: t.clock.now, times };
    await end(t, mine, { looked: OUT, ways: { ...mine.ways, browser_only: true, refused } });
    const leads = {
      requests: [probeAt(`https://${DOMAIN}/orders`).request],
      page: PAGE,
      old_cookies: [],
      changes: false,
    };
    const logIn = async () => {
      const { ref } = await begin(t.vault, ID);
      await save(t, ref, { storage_state: { cookies: [cookie('sid', '2')], origins: [] }, leads });
      await t.vault.closeInvocation(closing(ref));
      const said = { id: ID, status: 'AUTHENTICATED', save_credential_as: null } as const;
      await t.vault.recordAgent({ ...said, last_auth_at: null, session_expires_at: null, post_login_url: null }, ID);
    };
    t.clock.now += (days - 1) * 24 * HOUR;
    await logIn();
    // No request is looked for, so the first look has time.
    expect(await t.vault.dueChecks()).toEqual([]);
    const only = await taken(t);
    expect(only.ways).toMatchObject({ probe: null, requests: [], browser_only: true, page: { address: PAGE.address } });
    await end(t, only, { looked: OUT });
    t.clock.now += 2 * 24 * HOUR;
    await logIn();
    expect(await t.vault.dueChecks()).toEqual([ID]);
    const again = await taken(t);
    expect(again.ways).toMatchObject({ probe: null, requests: leads.requests, refused });
    expect(again.ways).not.toHaveProperty('browser_only');
  },
);

rule('cookies of a look go into the newest version, but not into a session that was imported meanwhile', async () => {
  const { t } = await loggedIn();
  const changed = (value: string) => ({
    session: { storage_state: { cookies: [cookie('sid', value)], origins: [] }, session_storage: null },
  });
  await end(t, await taken(t), changed('2'));
  expect(await sidOf(t)).toEqual(['2']);
  const mine = await taken(t);
  const imported = { cookies: [cookie('sid', 'theirs')], origins: [] };
  await t.admin('profiles.import', { name: 'p', storage_state: imported });
  await end(t, mine, changed('3'));
  expect(await sidOf(t)).toEqual(['theirs']);
});

rule('what is due is looked at in its time; inconclusive looks sooner, and then later and later', async () => {
  const { t } = await loggedIn();
  t.clock.now += 0.8 * HOUR;
  expect(await t.vault.dueChecks()).toEqual([]);
  t.clock.now += 0.4 * HOUR;
  expect(await t.vault.dueChecks()).toEqual([ID]);
  const waits: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    await end(t, await taken(t), { looked: unsure('site_trouble') });
    const before = t.clock.now;
    while ((await t.vault.dueChecks()).length === 0) t.clock.now += 15_000;
    waits.push(Math.round((t.clock.now - before) / 60_000));
  }
  expect(waits.every((wait, at) => at === 0 || wait > waits[at - 1]!)).toBe(true);
  // No page was free: nothing was tried.
  await end(t, await taken(t), { looked: { answer: 'inconclusive', why: 'no_page', by: 'browser' } });
  t.clock.now += 70_000;
  expect(await t.vault.dueChecks()).toEqual([ID]);
  expect((await taken(t)).inconclusive).toBe(5);
  await t.admin('agents.update', { id: ID, health_checks: false });
  expect(await t.vault.dueChecks()).toEqual([]);
});

it('a shorter interval counts at once', async () => {
  const { t } = await loggedIn();
  await t.admin('agents.update', { id: ID, health_check_interval: 300 });
  t.clock.now += 331_000;
  expect(await t.vault.dueChecks()).toEqual([ID]);
  expect(await codeOf(t.admin('agents.update', { id: ID, health_check_interval: 299 }))).toBe('invalid_input');
});

rule('where nothing tells a session from none, it says so and is not looked at', async () => {
  const { t } = await loggedIn(DOMAIN, 'https://example.com/', null);
  t.clock.now += 2 * HOUR;
  expect(await look(t)).toMatchObject({ kind: 'known', checked: { verified: false, unavailable: 'no_probe' } });
  expect(await t.vault.dueChecks()).toEqual([]);
  const shown = await t.admin('agents.retrieve', { id: ID });
  expect(shown).toMatchObject({ health_check_unavailable_reason: 'no_probe', last_check: null });
});

rule('an agent that is gone leaves nothing behind, and is not looked at', async () => {
  const { t } = await loggedIn();
  await t.admin('agents.revoke', { id: ID });
  expect(await codeOf(look(t) as Promise<unknown>)).toBe('agent_not_found');
  await grant(t.admin, DOMAIN, { id: ID, profile_name: 'p' });
  expect(await t.admin('agents.retrieve', { id: ID })).toMatchObject({ last_check: null });
});

it('looks at a session that the site changes with each, and its end: never two users of one cookie', async () => {
  const looks = runs(8, 20);
  let current = 1;
  let isOver = false;
  const wrong: string[] = [];
  const site = await listenOnLoopback((incoming, outgoing) => {
    const sid = /sid=(\w+)/.exec(incoming.headers.cookie ?? '')?.[1];
    if (isOver || sid !== String(current)) {
      if (!isOver) wrong.push(String(sid));
      outgoing.writeHead(401, { 'content-type': 'text/html' }).end();
      return;
    }
    current += 1;
    outgoing.writeHead(200, { 'content-type': 'text/html', 'set-cookie': `sid=${current}; Path=/` }).end('<p>Ada</p>');
  }, 0);
  try {
    const host = `localhost:${site.port}`;
    const url = `http://${host}/me`;
    const part = (await import('../../activities/session-check/parts.js')).hashOf('s', 'Ada');
    const probe: Probe = { ...probeAt(url), member: { ...probeAt(url).member, parts: [part] } };
    const { t, id } = await loggedIn(host, url, probe);
    for (let n = 0; n < looks; n += 1) {
      t.clock.now += 1.2 * HOUR;
      const all = [1, 2, 3].map(() => checkSession(lookerOf(t), { id, max_age_seconds: 60 }));
      for (const { verified } of await Promise.all(all)) expect(verified).toBe(true);
    }
    expect({ wrong, current }).toEqual({ wrong: [], current: looks + 1 });
    expect(await sidOf(t)).toEqual([String(looks + 1)]);
    isOver = true;
    t.clock.now += 1.2 * HOUR;
    await checkDue(lookerOf(t));
    expect(await t.vault.hasSession(id)).toBe(false);
  } finally {
    await site.close();
  }
});

rule('a site that asks to be left alone is not looked at before, and no login by itself goes there', async () => {
  const { t } = await loggedIn();
  await end(t, await taken(t), { looked: { ...unsure('refused'), retry_after: 2 * HOUR } });
  const until = new Date(t.clock.now + 2 * HOUR).toISOString();
  expect(await t.admin('agents.retrieve', { id: ID })).toMatchObject({ stopped: { why: 'site_trouble', until } });
  t.clock.now += 2 * HOUR - 1;
  // Neither by a timer nor for whoever asks.
  expect(await t.vault.dueChecks()).toEqual([]);
  expect((await look(t)).kind).toBe('known');
  t.clock.now += 1;
  expect((await look(t)).kind).toBe('taken');
});
