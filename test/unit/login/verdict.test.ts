import { describe, expect, it } from 'vitest';
import { verdictOf } from '../../../activities/login/fill/verdict.js';
import { waitIn } from '../../../activities/login/read/wait-in.js';
import type { FlowErrorCode } from '../../../contract/errors/errors.js';
import type { FillStep, Outcome } from '../../../contract/steps.js';
import { field, page } from '../workflows/pages.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const HOUR = 3_600_000;
const seen = page(field('password'));
const step = (signature: string): FillStep => ({
  invocation_id: 'inv_1',
  auth_agent_id: 'agent_1',
  page: { page_id: 'p', task_queue: 'q' },
  signature,
  attempt_id: 'inv_1:1:1',
  values: {},
});
const failed = (code: FlowErrorCode, website_error: string | null = null): Outcome => ({
  kind: 'failed',
  code,
  website_error,
  artefact: null,
});
const of = (outcome: Outcome, signature = 'another form') => verdictOf(step(signature), outcome, NOW);

describe('what a submission came to', () => {
  it('is nothing known where the same form is there again without a word, and the next step else', () => {
    expect(of({ kind: 'input', page: seen }, seen.signature).outcome).toBe('unknown');
    expect(of({ kind: 'input', page: seen }).outcome).toBe('accepted');
  });

  it.each(['not_sent', 'not_looked_at', 'unknown'] as const)('is what the page step says of it: %s', (left) => {
    expect(of({ kind: 'input', page: seen, left }).outcome).toBe(left);
  });

  it.each<[FlowErrorCode, string]>([
    // A site that answers too late has been sent it all the same.
    ['network_error', 'site_trouble'],
    ['website_error', 'site_trouble'],
    ['rate_limited', 'site_trouble'],
    ['captcha_blocked', 'site_trouble'],
    ['bot_detected', 'site_trouble'],
    ['account_locked', 'locked'],
    ['login_not_allowed', 'not_allowed'],
    ['domain_not_allowed', 'not_sent'],
    ['unsupported_auth_method', 'accepted'],
    ['element_not_found', 'unknown'],
    ['login_form_not_found', 'unknown'],
  ])('of %s is %s', (code, outcome) => {
    expect(of(failed(code))).toEqual({ outcome, refused_fields: [] });
  });

  it('lasts as long as the site says', () => {
    expect(of(failed('account_locked', 'Locked. Try again in 2 hours.'))).toMatchObject({ until: NOW + 2 * HOUR });
  });
});

describe('how long a site wants to be left alone', () => {
  it.each<[string, number | null]>([
    ['Try again in 30 minutes.', HOUR / 2],
    ['Your account is locked for 24-hours', 24 * HOUR],
    ['Please wait an hour', HOUR],
    ['Bitte versuchen Sie es in einer Stunde erneut', HOUR],
    ['Gesperrt für 3 Tage', 72 * HOUR],
    ['Réessayez dans 15 minutes', HOUR / 4],
    ['Inténtelo de nuevo en 2 horas', 2 * HOUR],
    ['Riprova tra 45 secondi', 45_000],
    ['Повторите через 10 минут', HOUR / 6],
    ['30分後にもう一度お試しください', HOUR / 2],
    ['请在 5 分钟后重试', HOUR / 12],
    ['Locked for 1 day after 5 attempts within 10 minutes', 24 * HOUR],
    ['You have 2 attempts left', null],
    ['Enter your one time code', null],
    ['Answer 2 security questions', null],
    ['Locked for 9999 days', 720 * HOUR],
  ])('%s', (text, wait) => {
    expect(waitIn(text)).toBe(wait);
  });
});
