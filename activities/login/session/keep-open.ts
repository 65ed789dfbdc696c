import type { Outcome } from '../../../contract/steps.js';
import type { Login } from '../login.js';

/** A code that was sent, or a question on another device, belongs to the page that asked for it. */
const AWAITED_MS = 10 * 60_000;
const SENT: ReadonlySet<string> = new Set(['sms', 'email', 'sent']);

/** Keeps the page longer when a new one could not replace it. */
export function keepOpen({ live }: Login, outcome: Outcome): void {
  const sent =
    outcome.kind === 'external_action' ||
    (outcome.kind === 'input' &&
      outcome.page.fields.some(({ code_from }) => code_from !== null && SENT.has(code_from)));
  live.keepFor(sent ? AWAITED_MS : null);
}
