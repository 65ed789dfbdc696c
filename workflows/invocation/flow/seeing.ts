import type { Outcome } from '../../../contract/steps.js';
import { choicesAhead } from './choosing.js';
import { type Flow, fail, NOTHING_PENDING, show } from './flow.js';
import { offered } from './offering.js';
import { shownAs } from './shown.js';

/** The same form this often in a row without a message from the site counts as a loop. */
const MAX_SAME_FORM = 3;
const MAX_STEPS = 24;

/** Records what a page shows. */
export function saw(flow: Flow, now: number, outcome: Outcome): Flow {
  switch (outcome.kind) {
    case 'input': {
      const same_form = outcome.page.signature === flow.seen?.signature ? flow.same_form + 1 : 0;
      const stocked = withItem(flow, now, outcome);
      const next = { ...stocked, seen: outcome.page, same_form, steps: flow.steps + 1 };
      if (same_form >= MAX_SAME_FORM) return fail(next, 'stuck_in_loop');
      return next.steps - (next.waits ?? 0) > MAX_STEPS ? fail(next, 'max_steps_exceeded') : next;
    }
    case 'external_action':
      return show(
        { ...flow, seen: null },
        now,
        {
          ...NOTHING_PENDING,
          step: 'awaiting_external_action',
          external_action_message: outcome.message,
          ...shownAs(flow, 'message', outcome.shown),
        },
        flow.state.step === 'awaiting_external_action' ? undefined : { event: 'awaiting_external_action' },
      );
    case 'failed':
      return fail(show(flow, now, { ...whyFailed(outcome), ...shownAs(flow, 'error', outcome.shown) }), outcome.code);
    case 'forgotten':
      return show(
        { ...flow, ...choicesAhead(flow), page: null, seen: null, same_form: 0 },
        now,
        { ...NOTHING_PENDING, step: 'discovering' },
        { event: 'begun_again' },
      );
    case 'authenticated':
      return { ...flow, seen: null, losses: 0 };
    case 'refused':
      // Only a look finds a refusal here, and it can't tell which value was refused: ask for everything the page asks for.
      return outcome.page ? saw(flow, now, { kind: 'input', page: outcome.page }) : { ...flow, seen: null };
  }
}

/** What came of looking for an item of a provider. */
function withItem(
  flow: Flow,
  now: number,
  { offered: given, item_trouble: code, item_until: until }: InputOutcome,
): Flow {
  const stocked = given === undefined ? flow : offered(flow, now, given);
  if (code === undefined) return stocked;
  return show(stocked, now, {}, { event: 'item_unavailable', code, ...(until === undefined ? {} : { until }) });
}

type InputOutcome = Extract<Outcome, { kind: 'input' }>;

const whyFailed = ({ website_error, artefact, details }: Extract<Outcome, { kind: 'failed' }>) => ({
  website_error,
  artefact,
  ...(details === undefined ? {} : { error_details: details }),
});
