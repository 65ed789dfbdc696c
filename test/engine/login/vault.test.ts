import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { createLoginActivities } from '../../../activities/login/index.js';
import type { AttemptSecret } from '../../../activities/vault/submission.js';
import type { FillResult, PageHandle, SeenPage, ValueSource } from '../../../contract/steps.js';
import { SAMPLE_USER, type SampleSite, startSampleSite } from '../../sites/sample.js';
import { variant, variants } from '../../support/variants.js';
import { load } from '../../vault/support/vault.js';
import { fieldNames, inputOf, openedLogin, testPages } from './harness.js';
import { totpAt } from './totp.js';
import { fakeSubject, type Holdings, type MakeSubject, realSubject, type Subject } from './vault-subjects.js';

/** Most tests of the engine run on a fake of the vault: what they lean on holds for the real one as well. */
const VAULTS: [string, MakeSubject][] = [
  ['the fake vault', fakeSubject],
  ['the real vault', realSubject],
];

const HOLDINGS: Holdings = { values: { email: SAMPLE_USER.email }, totp_secret: SAMPLE_USER.totpSecret };
const WRONG = 'not the password';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

describe.each(VAULTS)('%s', (_, make) => {
  async function on(run: (subject: Subject) => Promise<void>, domain = 'site.test'): Promise<void> {
    const subject = await make(domain, HOLDINGS);
    try {
      await run(subject);
    } finally {
      await subject.close();
    }
  }

  describe('values', () => {
    it('that are stored are opened by their key', () =>
      on(async ({ vault, ref }) => {
        expect(await vault.openStored(ref.auth_agent_id, 'email')).toBe(SAMPLE_USER.email);
        await expect(vault.openStored(ref.auth_agent_id, 'password')).rejects.toMatchObject({ code: 'unknown_field' });
      }));

    it('that a person gave are opened', () =>
      on(async ({ vault, ref, give }) => {
        const { from: _from, ...given } = await give('password', WRONG);
        expect(await vault.openGiven({ ...ref, ...given })).toBe(WRONG);
      }));
  });

  describe('an attempt', () => {
    const secret = (value: string): AttemptSecret => ({ field: 'password', value, from: 'given' });
    const one = ({ ref }: Subject) => ({ ...ref, attempt_id: `${ref.invocation_id}:1:1` });
    const prepare = (subject: Subject, ...secrets: AttemptSecret[]) =>
      subject.vault.prepareAttempt({ ...one(subject), secrets });

    it('is armed once, and tells how it stands', () =>
      on(async (subject) => {
        const { vault } = subject;
        expect(await vault.armAttempt(one(subject))).toBe(false);
        expect(await prepare(subject)).toBe('prepared');
        expect(await prepare(subject)).toBe('prepared');
        expect(await vault.armAttempt(one(subject))).toBe(true);
        expect(await vault.armAttempt(one(subject))).toBe(false);
        expect(await prepare(subject)).toBe('armed');
        await vault.judgeAttempt(one(subject), { outcome: 'accepted', refused_fields: [] });
        expect(await prepare(subject)).toBe('judged');
        expect(await vault.armAttempt(one(subject))).toBe(false);
      }));

    it('that was revoked is armed by nobody', () =>
      on(async (subject) => {
        await prepare(subject);
        await subject.revoke(one(subject).attempt_id);
        expect(await subject.vault.armAttempt(one(subject))).toBe(false);
        expect(await prepare(subject)).toBe('revoked');
      }));

    it('that was refused has its value known, in that field, and no other', () =>
      on(async (subject) => {
        const { vault, ref } = subject;
        const known = (field: string, value: string) => vault.wasRefused(ref.auth_agent_id, field, value);
        await prepare(subject, secret(WRONG), { field: 'company', value: 'acme', from: 'given' });
        await vault.armAttempt(one(subject));
        expect(await known('password', WRONG)).toBe(false);
        await vault.judgeAttempt(one(subject), { outcome: 'refused', refused_fields: ['password'] });
        expect(await known('password', WRONG)).toBe(true);
        expect(await known('password', 'another one')).toBe(false);
        expect(await known('pin', WRONG)).toBe(false);
        expect(await known('company', 'acme')).toBe(false);
      }));

    it('keeps its first verdict, and has none before it was armed', () =>
      on(async (subject) => {
        const { vault, ref } = subject;
        const refused = { outcome: 'refused', refused_fields: ['password'] } as const;
        await prepare(subject, secret(WRONG));
        await vault.judgeAttempt(one(subject), refused);
        expect(await vault.armAttempt(one(subject))).toBe(true);
        await vault.judgeAttempt(one(subject), { outcome: 'accepted', refused_fields: [] });
        await vault.judgeAttempt(one(subject), refused);
        expect(await vault.wasRefused(ref.auth_agent_id, 'password', WRONG)).toBe(false);
      }));
  });

  it('hands out each time step of a code once', () =>
    on(async ({ vault, ref }) => {
      const start = Math.floor(Date.now() / 30_000) * 30_000;
      const claim = (at: number) => vault.claimTotp(ref.auth_agent_id, at);
      const code = (at: number) => ({
        kind: 'code',
        code: totpAt(SAMPLE_USER.totpSecret, at),
        valid_until: at + 20_000,
      });
      expect(await claim(start + 10_000)).toEqual(code(start + 10_000));
      expect(await claim(start + 11_000)).toEqual({ kind: 'wait', until: start + 30_000 });
      expect(await claim(start + 40_000)).toEqual(code(start + 40_000));
    }));

  it('keeps where a login stands', () =>
    on(async ({ vault, ref }) => {
      const storage_state = { cookies: [], origins: [] };
      const at = (url: string) => ({ storage_state, url, chosen_form: 'f', base_version: null });
      expect(await vault.loadCheckpoint(ref)).toBeNull();
      await vault.saveCheckpoint(ref, at('https://site.test/1'));
      await vault.saveCheckpoint(ref, at('https://site.test/2'));
      expect(await vault.loadCheckpoint(ref)).toEqual(at('https://site.test/2'));
    }));

  it('keeps sessions by version', () =>
    on(async ({ vault, ref }) => {
      const session = { storage_state: { cookies: [], origins: [] }, session_storage: null };
      const { profile, hold } = await load(vault, ref);
      expect(profile).toBeNull();
      const save = { ...hold, ...session, post_login_url: null, shown_url: null, session_expires_at: null };
      expect(await vault.saveProfile({ ...save, base_version: null })).toEqual({ version: 1 });
      expect(await vault.saveProfile({ ...save, base_version: 1 })).toEqual({ version: 2 });
      expect((await load(vault, ref)).profile).toMatchObject({ ...session, version: 2 });
    }));

  describe.each(variants(make === realSubject ? 1 : 0, ['a login with it']))('%s', () => {
    /** Drives the activities as a workflow does. */
    const driver = (subject: Subject) => {
      const { vault, ref, give } = subject;
      const artefactDir = mkdtempSync(join(tmpdir(), 'agent-auth-artefacts-'));
      const activities = createLoginActivities({
        vault,
        pages,
        taskQueue: 'pages-test',
        artefactDir,
        activity: () => ({ heartbeat() {}, signal: new AbortController().signal, abortReason: () => 'cancel' }),
      });
      let attempts = 0;
      const stepOf = (page: PageHandle, seen: SeenPage, values: Record<string, ValueSource>) => {
        attempts += 1;
        return { ...ref, page, signature: seen.signature, attempt_id: `${ref.invocation_id}:1:${attempts}`, values };
      };
      const fill = async (
        page: PageHandle,
        seen: SeenPage,
        values: Record<string, ValueSource>,
      ): Promise<FillResult> => {
        const result = await activities.fillFields(stepOf(page, seen, values));
        if (result.kind !== 'wait_until') return result;
        await sleep(Math.max(Date.parse(result.at) - Date.now(), 1));
        return fill(page, seen, values);
      };
      const toPassword = async () => {
        const { page, outcome } = openedLogin(await activities.openLogin(ref));
        const [name = ''] = fieldNames(inputOf(outcome));
        const seen = inputOf(await fill(page, inputOf(outcome), { [name]: { from: 'stored', key: 'email' } }));
        return { page, seen };
      };
      return { activities, ref, give, fill, stepOf, toPassword, clean: () => rmSync(artefactDir, { recursive: true }) };
    };

    async function onSite(
      run: (login: ReturnType<typeof driver>, site: SampleSite, subject: Subject) => Promise<void>,
    ): Promise<void> {
      const site = await startSampleSite({ seed: 7, sessionSeconds: 600 });
      try {
        await on(async (subject) => {
          const login = driver(subject);
          await run(login, site, subject).finally(login.clean);
        }, site.host);
      } finally {
        await site.stop();
      }
    }

    variant('goes from what is stored and given to a session that is saved', () =>
      onSite(async ({ activities, ref, give, fill, toPassword }, site, { vault }) => {
        const { page, seen } = await toPassword();
        const coded = inputOf(await fill(page, seen, { password: await give('password', SAMPLE_USER.password) }));
        const [code = ''] = fieldNames(coded);
        expect(await fill(page, coded, { [code]: { from: 'totp' } })).toMatchObject({ kind: 'authenticated' });
        expect(await activities.saveSession({ ...ref, page })).toMatchObject({ kind: 'saved' });
        expect((await load(vault, ref)).profile).toMatchObject({ version: 1 });
        expect(site.counts()).toMatchObject({
          identifierSubmits: 1,
          passwordSubmits: 1,
          wrongCodes: 0,
          reusedCodes: 0,
        });
      }),
    );

    it('types a value that was refused once, and an attempt once', () =>
      onSite(async ({ activities, ref, give, fill, stepOf, toPassword }, site) => {
        const { page, seen } = await toPassword();
        const step = stepOf(page, seen, { password: await give('password', WRONG) });
        const refused = await activities.fillFields(step);
        expect(refused).toMatchObject({ kind: 'refused', fields: ['password'] });
        if (refused.kind !== 'refused' || refused.page === null) throw new Error('nowhere to try again');
        // Sealed anew each time.
        expect(await activities.fillFields(step)).toMatchObject({ kind: 'refused', fields: refused.fields });
        const again = await fill(page, refused.page, { password: await give('password', WRONG) });
        expect(again).toEqual({ kind: 'refused_before', fields: ['password'] });
        expect(site.counts().passwordSubmits).toBe(1);
        await activities.closePage({ ...ref, page });
      }));

    it('types nothing for an attempt that somebody else armed or revoked', () =>
      onSite(async ({ activities, ref, give, stepOf, toPassword }, site, { vault, revoke }) => {
        const { page, seen } = await toPassword();
        const values = { password: await give('password', SAMPLE_USER.password) };
        const armed = stepOf(page, seen, values);
        await vault.prepareAttempt({ ...ref, attempt_id: armed.attempt_id, secrets: [] });
        await vault.armAttempt(armed);
        expect(fieldNames(inputOf(await activities.fillFields(armed)))).toEqual(['password']);
        const revoked = stepOf(page, seen, values);
        await revoke(revoked.attempt_id);
        await expect(activities.fillFields(revoked)).rejects.toMatchObject({ type: 'AttemptRevoked' });
        expect(site.counts().passwordSubmits).toBe(0);
        await activities.closePage({ ...ref, page });
      }));
  });
});
