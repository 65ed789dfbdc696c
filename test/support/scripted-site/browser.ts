/** Steps on pages as the engine makes them, on the real vault; the page is a script of the site. */
import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { verdictOf } from '../../../activities/login/fill/verdict.js';
import type { AttemptSecret } from '../../../activities/vault/submission.js';
import type { ProfileHold, StoredProfile, Vault } from '../../../activities/vault/types.js';
import { siteAt } from '../../../contract/address/site.js';
import {
  type BrowserActivities,
  type FillResult,
  type FillStep,
  type LoginRef,
  type Outcome,
  PAGE_LOST,
  type PageActivities,
  type SeenField,
} from '../../../contract/steps.js';
import { field, page } from '../../unit/workflows/pages.js';
import type { Site } from './site.js';

interface OpenPage {
  readonly ref: LoginRef;
  readonly hold: ProfileHold;
  readonly profile: StoredProfile | null;
  outcome: Outcome;
  sid: string;
}

export interface Scene {
  readonly vault: Vault;
  readonly site: Site;
  readonly taskQueue: string;
  /** What goes wrong on the worker's side; nothing where it is absent. */
  readonly trouble?: {
    isVaultAway(): boolean;
    /** Whether a step is lost after it was sent, with its page. */
    isLost(): boolean;
  };
}

export function scriptedBrowser({ vault, site, taskQueue, trouble }: Scene): BrowserActivities & PageActivities {
  const pages = new Map<string, OpenPage>();
  const address = `http://${site.host}/login`;
  const form = (...fields: SeenField[]) => ({ ...page(...fields), url: `http://${site.host}/`, site: siteAt(address) });
  const LOGIN: Outcome = { kind: 'input', page: form(field('email'), field('password')) };
  const CODE: Outcome = { kind: 'input', page: form(field('code')) };
  const IN: Outcome = { kind: 'authenticated', url: `http://${site.host}/home` };
  const DOWN: Outcome = { kind: 'failed', code: 'website_error', website_error: null, artefact: null };

  const pageOf = (id: string): OpenPage => {
    const found = pages.get(id);
    if (found === undefined) throw ApplicationFailure.nonRetryable('', PAGE_LOST);
    return found;
  };
  const asked = async (ref: LoginRef, question: number | undefined, outcome: Outcome): Promise<void> => {
    if (question !== undefined && (outcome.kind === 'input' || outcome.kind === 'refused'))
      await vault.noteAsked(ref, { question, site: siteAt(address), provider: null });
  };

  async function opened(step: FillStep): Promise<AttemptSecret[]> {
    const secrets: AttemptSecret[] = [];
    for (const [name, source] of Object.entries(step.values)) {
      if (source.from === 'totp') continue;
      if (source.from === 'stored') {
        const value = await vault.openStored(step.auth_agent_id, source.key);
        secrets.push({ field: name, from: 'stored', key: source.key, value });
      } else {
        const { from, ...given } = source;
        const value = await vault.openGiven({ ...step, ...given });
        secrets.push({ field: name, from, value, question: given.question });
      }
    }
    return secrets;
  }

  function answer(secrets: readonly AttemptSecret[], code: string | null, open: OpenPage): Outcome {
    if (site.isDown) return DOWN;
    if (code !== null) {
      if (!site.submitCode(code, Date.now()))
        return { kind: 'refused', fields: ['code'], website_error: null, page: form(field('code')) };
      open.sid = site.newSession();
      return IN;
    }
    const password = secrets.find((secret) => secret.field === 'password');
    if (password === undefined) return LOGIN;
    return site.submitPassword(password.value, Date.now())
      ? CODE
      : { kind: 'refused', fields: ['password'], website_error: null, page: form(field('email'), field('password')) };
  }

  async function fill(step: FillStep, open: OpenPage): Promise<FillResult> {
    const secrets = await opened(step);
    const together = Object.fromEntries(secrets.map(({ field: name, value }) => [name, value]));
    const refused: string[] = [];
    for (const { field: name, value } of secrets)
      if (await vault.wasRefused(step.auth_agent_id, name, value, together)) refused.push(name);
    if (refused.length > 0) return { kind: 'refused_before', fields: refused };
    const state = await vault.prepareAttempt({ ...step, secrets });
    if (state !== 'prepared') throw ApplicationFailure.nonRetryable('', 'attempt_unknown');
    const totp_field = Object.entries(step.values).find(([, { from }]) => from === 'totp')?.[0] ?? null;
    const submission = { address, secrets, identifiers: ['email'], codes: ['code'], totp_field };
    const said = await vault.clearAttempt(step, submission);
    if (said.kind === 'wait') return { kind: 'wait_until', at: new Date(said.until).toISOString(), why: 'account' };
    if (said.kind === 'refused') return { kind: 'refused_before', fields: said.fields };
    if (said.kind === 'stopped') return { kind: 'stopped', ...said.stop };
    let code: string | null = null;
    if (totp_field !== null) {
      const claim = await vault.claimTotp(step.auth_agent_id, Date.now());
      if (claim.kind === 'wait') {
        await vault.releaseAttempt(step);
        return { kind: 'wait_until', at: new Date(claim.until).toISOString() };
      }
      code = claim.code;
    }
    if (!(await vault.armAttempt(step))) throw ApplicationFailure.nonRetryable('', 'attempt_unknown');
    return site.during(async () => {
      const outcome = answer(secrets, code, open);
      if (trouble?.isLost()) {
        pages.delete(step.page.page_id);
        throw ApplicationFailure.nonRetryable('', 'browser_error');
      }
      if (outcome.kind === 'refused')
        for (const { field: name, value } of secrets) if (name === 'password') site.tellRefused(value);
      await vault.judgeAttempt(step, verdictOf(step, outcome, Date.now()));
      return outcome;
    });
  }

  return {
    async openLogin({ invocation_id, auth_agent_id, question, is_watched }) {
      const ref = { invocation_id, auth_agent_id };
      if (trouble?.isVaultAway()) throw ApplicationFailure.nonRetryable('', 'vault_unavailable');
      const loaded = await vault.loadProfile(ref, is_watched);
      if (loaded.kind === 'in_use') return { kind: 'profile_in_use' };
      if (loaded.kind !== 'loaded') return { kind: 'site_full', ask_again_ms: loaded.ask_again_ms };
      const { hold, profile } = loaded;
      const sid = profile?.storage_state.cookies.find(({ name }) => name === 'sid')?.value ?? '';
      const outcome = site.isDown ? DOWN : site.isIn(sid) ? IN : LOGIN;
      const page_id = randomUUID();
      pages.set(page_id, { ref, hold, profile, outcome, sid });
      await asked(ref, question, outcome);
      return { page: { page_id, task_queue: taskQueue }, outcome };
    },
    async fillFields(step) {
      const open = pageOf(step.page.page_id);
      const result = await fill(step, open);
      if (result.kind === 'input' || result.kind === 'authenticated' || result.kind === 'failed') open.outcome = result;
      if (result.kind === 'refused') open.outcome = LOGIN;
      await asked(open.ref, step.question, open.outcome);
      return result;
    },
    chooseOption: async () => DOWN,
    lookAtPage: async (step) => {
      const open = pageOf(step.page.page_id);
      await asked(open.ref, step.question, open.outcome);
      return open.outcome;
    },
    async saveSession(step) {
      const { hold, profile, sid } = pageOf(step.page.page_id);
      if (!site.isIn(sid)) return { kind: 'not_kept', artefact: null };
      const post_login_url = `http://${site.host}/home`;
      const cookie = { name: 'sid', value: sid, domain: 'localhost', path: '/', expires: -1 } as const;
      await vault.saveProfile({
        ...hold,
        storage_state: {
          cookies: [{ ...cookie, httpOnly: true, secure: false, sameSite: 'Lax' }],
          origins: [],
        },
        session_storage: null,
        post_login_url,
        shown_url: post_login_url,
        session_expires_at: null,
        base_version: profile?.version ?? null,
        leads: site.leads(),
      });
      pages.delete(step.page.page_id);
      return { kind: 'saved', session_expires_at: null, post_login_url };
    },
    async closePage(step) {
      const open = pages.get(step.page.page_id);
      pages.delete(step.page.page_id);
      if (open !== undefined) await vault.releaseProfile(open.hold);
    },
  };
}
