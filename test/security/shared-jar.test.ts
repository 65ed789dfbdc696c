import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { Pages } from '../../activities/browser/index.js';
import { createLoginActivities, TIMEOUTS } from '../../activities/login/index.js';
import { inputOf, openedLogin, testPages } from '../engine/login/harness.js';
import { type SharingSites, serveSharing } from '../sites/hostile/jar.js';
import { variants } from '../support/variants.js';
import { loaded, loginOf, sum } from '../vault/support/profile.js';
import { begin, closing, openTestVault, type TestVault } from '../vault/support/vault.js';

/**
 * Several sites share one profile, and one of them is hostile: in its login the browser passes other sites, where whoever opens an address is
 * somebody else from then on. What it brings back must not be what the next login of that other site begins with, nor what a user loads.
 */
let pages: Pages;
let sites: SharingSites;
beforeAll(async () => {
  [pages, sites] = await Promise.all([testPages(), serveSharing()]);
});
afterAll(() => Promise.all([pages.closeAll(), sites.stop()]));

const QUICK = { ...TIMEOUTS, settleMs: 4_000, undecidedMs: 700 };

function activitiesOn({ vault }: TestVault) {
  const artefactDir = mkdtempSync(join(tmpdir(), 'agent-auth-artefacts-'));
  onTestFinished(() => rmSync(artefactDir, { recursive: true, force: true }));
  return createLoginActivities({
    vault,
    pages,
    taskQueue: 'pages-test',
    artefactDir,
    activity: () => ({ heartbeat() {}, signal: new AbortController().signal, abortReason: () => 'cancel' }),
    timeouts: QUICK,
  });
}

/** Logs an agent of profile `p` in, as a user of that name. @returns how it was saved, and the login */
async function logIn(t: TestVault, site: string, user: string) {
  const { vault } = t;
  const ref = await loginOf(t, sites.at(site));
  const activities = activitiesOn(t);
  const { give } = await begin(vault, ref.auth_agent_id, ref.invocation_id);
  const { page, outcome } = openedLogin(await activities.openLogin(ref));
  const seen = inputOf(outcome);
  const values = { username: await give('username', user), password: await give('password', 'secret') };
  const attempt_id = `${ref.invocation_id}:1:1`;
  const filled = await activities.fillFields({ ...ref, page, signature: seen.signature, attempt_id, values });
  expect(filled).toMatchObject({ kind: 'authenticated' });
  const saved = await activities.saveSession({ ...ref, page });
  await vault.closeInvocation(closing(ref, saved.kind === 'saved' ? {} : { status: 'FAILED' }));
  return { saved, ref };
}

/** What a login of a site is shown without anything being typed, and what it holds of each kind. */
async function stateOf(t: TestVault, site: string) {
  const ref = await loginOf(t, sites.at(site));
  const profile = await loaded(t, ref);
  const activities = activitiesOn(t);
  const { page, outcome } = openedLogin(await activities.openLogin(ref));
  await activities.closePage({ ...ref, page });
  await t.vault.closeInvocation(closing(ref, { status: 'CANCELED' }));
  return { profile: JSON.stringify(profile), outcome };
}

const ATTACKS: readonly (readonly [string, () => Promise<void>])[] = [
  [
    'a hostile site can not swap the session of another site in a shared profile',
    async () => {
      const t = await openTestVault();
      expect((await logIn(t, 'bank', 'alice')).saved).toMatchObject({ kind: 'saved' });
      const before = await t.admin('profiles.storageState', { id_or_name: 'p' });
      expect(JSON.stringify(before.origins)).toContain('indexedDB');

      const { saved, ref } = await logIn(t, 'hostile', 'alice');
      expect(saved).toMatchObject({ kind: 'saved' });
      const { entries } = await t.admin('invocations.trace', { invocation_id: ref.invocation_id });
      expect(entries).toContainEqual(
        expect.objectContaining({ rule: 'left_out', reason: 'others_site', facts: { sites: 1 } }),
      );

      expect(await t.admin('profiles.storageState', { id_or_name: 'p', domain: sites.at('bank') })).toEqual(before);
      const { profile, outcome } = await stateOf(t, 'bank');
      expect(outcome).toMatchObject({ kind: 'authenticated' });
      expect(profile).not.toContain('mallory');
      // What nobody names was left with the one that passed it: nobody else is somebody else there.
      const passed = await loaded(t, await loginOf(t, sites.at('passed')));
      expect(JSON.stringify(passed)).not.toContain('mallory');
      expect(await sum(t)).not.toContain('sid=mallory');
    },
  ],
  [
    'whatever a login leaves at another agent’s site, by frames, windows and redirects, that one’s session stays as it was',
    async () => {
      const t = await openTestVault();
      await logIn(t, 'bank', 'alice');
      // All but the version of the profile, which the other login has made another one.
      const kept = async () => ({
        ...(await t.admin('profiles.session', { id_or_name: 'p', domain: sites.at('bank') })),
        version: 0,
      });
      const before = JSON.stringify(await kept());
      expect((await logIn(t, 'invades', 'alice')).saved).toMatchObject({ kind: 'saved' });
      expect(JSON.stringify(await kept())).toBe(before);
      const { profile, outcome } = await stateOf(t, 'bank');
      expect(outcome).toMatchObject({ kind: 'authenticated' });
      expect(profile).not.toContain('mallory');
      expect(await sum(t)).not.toContain('sid=mallory');
    },
  ],
  [
    'a login that leads to another agent’s site is proved at its own, and brings nothing back of the other',
    async () => {
      const t = await openTestVault();
      await logIn(t, 'bank', 'alice');
      const before = await t.admin('profiles.storageState', { id_or_name: 'p', domain: sites.at('bank') });
      // It leads to the home page of the bank, as somebody else there.
      const { saved } = await logIn(t, 'leads', 'alice');
      expect(saved).toMatchObject({ kind: 'saved', post_login_url: `http://${sites.at('leads')}/` });
      expect(await t.admin('profiles.storageState', { id_or_name: 'p', domain: sites.at('bank') })).toEqual(before);
      expect(await sum(t)).not.toContain('sid=somebody');
    },
  ],
  [
    'a session that stands on another agent’s site is not saved as if it were whole',
    async () => {
      const t = await openTestVault();
      await logIn(t, 'bank', 'alice');
      const { saved } = await logIn(t, 'stands', 'alice');
      expect(saved).toMatchObject({ kind: 'not_kept' });
      expect(await sum(t)).toEqual(['app=alice', 'sid=alice']);
    },
  ],
];

it.each(variants(1, ATTACKS))('%s', (_, attack) => attack());
