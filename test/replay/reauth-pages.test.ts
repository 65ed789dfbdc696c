import { describe, expect } from 'vitest';
import { BEGIN_AGAIN } from '../../contract/agent/reauth-wait.js';
import type { Outcome } from '../../contract/steps.js';
import { authenticated } from '../server/workflows/scripted-login.js';
import { begin, give, goOn, parked, played, stage, story, time, until, withSms } from './waiting.js';

describe('what only works while its page is open', () => {
  story(
    'a code that was sent is asked anew once the person is there; one for the old page is worth nothing',
    async () => {
      await begin(withSms);
      const live = await until(({ step }) => step === 'awaiting_input');
      expect(live.pending_fields.map(({ name }) => name)).toEqual(['code']);
      await time.sleep('10 minutes');
      const waits = await parked();
      expect(waits).toMatchObject({ question: 2, pending_fields: [] });
      expect(waits.sign_in_options).toEqual([expect.objectContaining({ id: BEGIN_AGAIN })]);
      expect(played.needs).toHaveLength(1);

      await time.sleep('3.5 days');
      await give(1, 'code');
      expect((await until(({ last_rejected }) => last_rejected !== null)).last_rejected).toMatchObject({
        code: 'stale_step',
      });
      expect(played.opens).toBe(1);

      await goOn(2);
      const again = await until(({ step, question }) => step === 'awaiting_input' && question === 3);
      expect(again.pending_fields.map(({ name }) => name)).toEqual(['code']);
      expect(again.parked_since ?? null).toBeNull();
      expect(played.wakes).toEqual([expect.objectContaining({ question: 2 })]);
      await give(3, 'code');
      expect(await stage.invocation.result()).toMatchObject({ status: 'SUCCESS' });
      expect(played.fills.filter(({ values }) => 'password' in values)).toHaveLength(2);
      await stage.removeAgent();
    },
  );

  story(
    'a push that nobody confirmed in time is sent again once the person is there, and then waited for',
    async () => {
      let isConfirmed = false;
      const push: Outcome = { kind: 'external_action', message: 'Tap yes' };
      await begin({
        ...withSms,
        fill: () => push,
        look: () => (isConfirmed ? authenticated : push),
      });
      await until(({ step }) => step === 'awaiting_external_action');
      await time.sleep('10 minutes');
      const waits = await parked();
      expect(waits.sign_in_options).toEqual([expect.objectContaining({ id: BEGIN_AGAIN })]);
      // Confirmed when no page waits for it any more: that is no session, and nothing is typed for it.
      isConfirmed = true;
      await time.sleep('3.5 days');
      expect(await parked()).toMatchObject({ status: 'IN_PROGRESS', question: waits.question });
      expect({ opens: played.opens, fills: played.fills.length }).toEqual({ opens: 1, fills: 1 });

      isConfirmed = false;
      await goOn(waits.question);
      await until(({ step, parked_since }) => step === 'awaiting_external_action' && (parked_since ?? null) === null);
      isConfirmed = true;
      expect(await stage.invocation.result()).toMatchObject({ status: 'SUCCESS' });
      expect({ opens: played.opens, fills: played.fills.length }).toEqual({ opens: 2, fills: 2 });
      await stage.removeAgent();
    },
  );

  story('who is not entitled wakes nobody', async () => {
    await begin({ ...withSms, entitled: () => false });
    await time.sleep('10 minutes');
    await parked();
    await goOn(2);
    const state = await until(({ last_rejected }) => last_rejected !== null);
    expect(state.last_rejected).toMatchObject({ code: 'not_entitled' });
    await until(({ step, question }) => step === 'awaiting_input' && question === 3);
    expect(played.opens).toBe(1);
    await stage.removeAgent();
  });
});
