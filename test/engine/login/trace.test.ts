import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { letIn, members, PASSWORD_PAGE } from '../../sites/flows/members.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { type Bench, inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const VALUES = { email: 'me@example.com', password: 'a good passphrase' };

const usual = (visit: Visit): Answer | undefined => {
  if (visit.path === '/') return PASSWORD_PAGE;
  return visit.path === '/password' ? letIn : members(visit);
};

/** What was noted since the last time, as `rule: reason`. */
const noted = (b: Bench): string[] => b.vault.trace.splice(0).map(({ rule, reason }) => `${rule}: ${reason}`);

describe('the trace of a login', () => {
  it('says step by step which rule decided what', () =>
    onFlow(pages, usual, async (b) => {
      const { page, outcome } = await b.open();
      expect(noted(b)).toEqual(['form_found: one_form', 'way_in: home_page']);
      await b.fill(page, inputOf(outcome), VALUES);
      expect(noted(b)).toEqual([
        'values_opened: done',
        'form_ready: done',
        'ledger_asked: done',
        'attempt_armed: done',
        'submitted: typed_and_sent',
        'verdict: sign_out_offered',
        'checkpoint: done',
      ]);
      await b.activities.saveSession({ ...b.ref, page });
      expect(noted(b)).toEqual([
        'place: signed_in',
        'place: nothing_decided',
        'proved: still_signed_in',
        'recipe: learned',
      ]);
    }));

  it('holds nothing that was typed or shown, and no address', () =>
    onFlow(pages, usual, async (b, { host }) => {
      const { page, outcome } = await b.open();
      await b.fill(page, inputOf(outcome), VALUES);
      await b.activities.saveSession({ ...b.ref, page });
      const text = JSON.stringify(b.vault.trace);
      expect(b.vault.trace.length).toBeGreaterThan(0);
      for (const word of [...Object.values(VALUES), host, 'Sign in', 'Your orders']) expect(text).not.toContain(word);
    }));

  it('is kept of a step that fails, too', () =>
    onFlow(pages, usual, async (b) => {
      const { page, outcome } = await b.open();
      noted(b);
      const step = b.step(page, inputOf(outcome), VALUES);
      b.vault.revoke(step.attempt_id);
      await expect(b.activities.fillFields(step)).rejects.toMatchObject({ type: 'AttemptRevoked' });
      expect(noted(b)).toEqual(['values_opened: done', 'attempt_armed: already_revoked']);
      await b.activities.closePage({ ...b.ref, page });
    }));

  it('that can not be written changes nothing', () =>
    onFlow(pages, usual, async (b) => {
      b.vault.appendTrace = () => Promise.reject(new Error('disk full'));
      const { page, outcome } = await b.open();
      expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'authenticated' });
      await b.activities.closePage({ ...b.ref, page });
    }));
});
