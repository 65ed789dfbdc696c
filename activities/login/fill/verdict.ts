import type { FlowErrorCode } from '../../../contract/index.js';
import type { FillStep, Outcome } from '../../../contract/steps.js';
import type { AttemptVerdict, SubmissionOutcome } from '../../vault/types.js';
import { waitIn } from '../read/wait-in.js';

/** What a failure after a submission says of it. A code that is not here says nothing. */
const FAILURES: Partial<Record<FlowErrorCode, SubmissionOutcome>> = {
  account_locked: 'locked',
  login_not_allowed: 'not_allowed',
  rate_limited: 'site_trouble',
  captcha_blocked: 'site_trouble',
  website_error: 'site_trouble',
  network_error: 'site_trouble',
  bot_detected: 'site_trouble',
  // The site took it, and wants something that we can't give.
  unsupported_auth_method: 'accepted',
  password_change_required: 'accepted',
  // Nobody knows how far it came; the login ends, which is written down as one that was lost.
  proxy_unavailable: 'accepted',
  // Held back before it left.
  domain_not_allowed: 'not_sent',
  insecure_page: 'not_sent',
  insecure_form: 'not_sent',
  value_too_long: 'not_sent',
  value_not_taken: 'not_sent',
};

/**
 * What a submission came to, for the ledger of its account.
 * @param now ms since the epoch
 */
export function verdictOf({ signature }: FillStep, outcome: Outcome, now: number): AttemptVerdict {
  switch (outcome.kind) {
    case 'refused':
      return { outcome: 'refused', refused_fields: outcome.fields };
    case 'input': {
      // The same form again without a word: nobody knows whether the site has looked at it.
      // One that shows no fields waits for somebody to agree first.
      const unsaid = outcome.page.fields.length === 0 ? 'not_sent' : 'unknown';
      const otherwise = outcome.page.signature === signature ? unsaid : 'accepted';
      return { outcome: outcome.left ?? otherwise, refused_fields: [] };
    }
    case 'failed': {
      const wait = outcome.website_error === null ? null : waitIn(outcome.website_error);
      const until = wait === null ? {} : { until: now + wait };
      return { outcome: FAILURES[outcome.code] ?? 'unknown', refused_fields: [], ...until };
    }
    default:
      return { outcome: 'accepted', refused_fields: [] };
  }
}
