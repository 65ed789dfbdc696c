import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { InvocationInput, SubmitMessage } from '../../../contract/invocation/invocation.js';
import type { FillResult, Outcome } from '../../../contract/steps.js';
import { checkSubmit } from '../../../workflows/invocation/check-submit.js';
import * as flows from '../../../workflows/invocation/flow/index.js';
import { runs } from '../../support/variants.js';
import { field, page } from './pages.js';

const SEALED = 'aGVhZGVy..aXY.Y2lwaGVy.dGFn';
const input: InvocationInput = {
  invocation_id: 'inv_0123456789abcdef',
  auth_agent_id: 'agent_example.com_me',
  type: 'login',
  domain: 'example.com',
  profile_name: 'me',
  save_credential_as: null,
  limits: { idle_seconds: 600, overall_seconds: 1200 },
  handoff_hashes: [],
  task_queue: 'q',
};
const begun = { sealing_key: 'jws', kid: 'k', stored: ['email'], refused: [], has_totp: true, sso_provider: null };
const opened = () =>
  flows.opened(flows.begun(flows.beginFlow(input, 0), 0, begun), 0, { page_id: 'p', task_queue: 't' }, 1200);
const asked = () => flows.ask(flows.saw(opened(), 1, { kind: 'input', page: page(field('password')) }), 1, 600);
const answer: SubmitMessage = {
  question: 1,
  kid: 'k',
  entitlement: SEALED,
  field_values: { password: SEALED },
};
const values = (flow: flows.Flow) => flows.matchOf(flow).values;

describe('an invocation', () => {
  test('starts its clock with the first page, not in the queue for one', () => {
    const flow = flows.opened(flows.beginFlow(input, 0), 60_000, { page_id: 'p', task_queue: 't' }, 1200);
    expect(flow.overall_deadline).toBe(60_000 + 1_200_000);
    const again = flows.opened(flow, 120_000, { page_id: 'p2', task_queue: 't' }, 1200);
    expect(again.overall_deadline).toBe(flow.overall_deadline);
  });

  test('has as much time left after a wait for its turn as before, at first and later', () => {
    const handle = { page_id: 'p', task_queue: 't' };
    const hour = 3_600_000;
    const first = flows.siteWaiting(flows.beginFlow(input, 0), 0, 2_000);
    expect(flows.siteWaiting(first, hour, 2_000)).toBe(first);
    expect(first.overall_deadline).toBeGreaterThan(hour);
    expect(first.state.expires_at).toBe(new Date(first.overall_deadline).toISOString());
    const there = flows.opened(first, hour, handle, 1200);
    expect(there.overall_deadline).toBe(hour + 1_200_000);
    const again = flows.siteWaiting(there, hour + 200_000, 2_000);
    const back = flows.opened(again, 3 * hour, handle, 1200);
    expect(back.overall_deadline).toBe(3 * hour + 1_000_000);
    expect(back.state.expires_at).toBe(new Date(back.overall_deadline).toISOString());
    expect(back.state.timeline.map(({ event }) => event)).toEqual([
      'started',
      'site_waiting',
      'opened',
      'site_waiting',
    ]);
  });

  test.each([
    ['a one-time code', field('code', { code_from: 'sms' })],
    ['what may be one', field('tac', { once: true })],
  ])('forgets %s with the submission that carried it', (_, asksFor) => {
    const seen = flows.saw(opened(), 1, { kind: 'input', page: page(asksFor) });
    const given = flows.submitted(flows.ask(seen, 1, 600), 2, {
      question: 1,
      kid: 'k',
      entitlement: SEALED,
      field_values: { [asksFor.name]: SEALED },
    });
    const after = flows.filled(given, 3, values(given), { kind: 'authenticated', url: 'https://example.com/' });
    expect(Object.keys(after.given)).toEqual([]);
    expect(flows.givenToSave(after)).toEqual({});
  });

  test('forgets what nothing entitles to, keeps the rest, and asks again', () => {
    const seen = flows.saw(opened(), 1, { kind: 'input', page: page(field('password'), field('pin')) });
    const more = { ...answer, field_values: { password: SEALED, pin: SEALED } };
    const given = flows.submitted(flows.ask(seen, 1, 600), 2, more);
    const after = flows.filled(given, 3, values(given), { kind: 'not_entitled', fields: ['pin'] });
    expect(Object.keys(after.given)).toEqual(['password']);
    expect(after.state.last_rejected?.code).toBe('not_entitled');
    expect(flows.ended(after)).toBe(false);
  });

  test('saves what was given and taken, never what was refused', () => {
    const given = flows.submitted(asked(), 2, answer);
    expect(
      Object.keys(flows.givenToSave(flows.filled(given, 3, values(given), { kind: 'authenticated', url: 'u' }))),
    ).toEqual(['password']);
    const refused: FillResult = {
      kind: 'refused',
      fields: ['password'],
      website_error: 'no',
      page: page(field('password')),
    };
    expect(flows.givenToSave(flows.filled(given, 3, values(given), refused))).toEqual({});
  });

  test('a site that does not say what is wrong has refused the secret, not the name', () => {
    const seen = flows.saw(opened(), 1, { kind: 'input', page: page(field('email'), field('password')) });
    const given = flows.submitted(flows.ask(seen, 1, 600), 2, answer);
    const after = flows.filled(given, 3, values(given), {
      kind: 'refused',
      fields: [],
      website_error: null,
      page: page(field('email'), field('password')),
    });
    expect(after.stored).toEqual(['email']);
    expect(after.reasons).toEqual({ password: 'rejected' });
  });

  test.each<[string, FillResult]>([
    ['the next page', { kind: 'input', page: page(field('code')) }],
    ['what is behind the login', { kind: 'authenticated', url: 'https://example.com/' }],
    ['a wait', { kind: 'external_action', message: 'Tap yes' }],
  ])('what the site said against a value is not said of the one that it took: %s', (_, took) => {
    const first = flows.submitted(asked(), 2, answer);
    // Words of a site are sealed.
    const words = { website_error: null, shown: 'sealed' } as const;
    const no = { kind: 'refused', fields: ['password'], page: page(field('password')), ...words } as const;
    const again = flows.saw(flows.filled(first, 3, values(first), no), 3, { kind: 'input', page: no.page });
    expect(again.state.shown).toEqual({ error: 'sealed' });
    const other = flows.submitted(flows.ask(again, 4, 600), 5, { ...answer, question: 2 });
    expect(flows.filled(other, 6, values(other), took).state.shown).toEqual({});
  });
});

/** Anything that may happen, in any order. */
const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc
    .subarray(['email', 'password', 'code', 'pin'], { minLength: 1 })
    .map((names) => ({ kind: 'input' as const, page: page(...names.map((name) => field(name))) })),
  fc.constant({ kind: 'external_action' as const, message: 'Tap yes' }),
  fc.constant({ kind: 'authenticated' as const, url: 'https://example.com/' }),
);
const fill: fc.Arbitrary<FillResult> = fc.oneof(
  outcome,
  fc
    .subarray(['email', 'password', 'code', 'pin'])
    .map((fields) => ({ kind: 'refused' as const, fields, website_error: 'no', page: page(field('password')) })),
  fc.constant({ kind: 'empty' as const, fields: ['password'] }),
  fc.constant({ kind: 'not_entitled' as const, fields: ['password'] }),
  fc.constant({ kind: 'refused_before' as const, fields: ['password'] }),
  fc.constant({ kind: 'wait_until' as const, at: '2026-01-01T00:00:00.000Z' }),
);

test('whatever happens: versions grow, no sealed value shows, every question is answered once, and it ends', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(outcome, fill), { maxLength: 60 }), (story) => {
      let flow = opened();
      const become = (next: flows.Flow) => {
        if (next.state !== flow.state) expect(next.state.version).toBeGreaterThan(flow.state.version);
        expect(JSON.stringify(next.state)).not.toContain(SEALED);
        expect(next.state.timeline.length).toBeLessThanOrEqual(200);
        flow = next;
      };
      for (const [seen, result] of story) {
        if (flows.ended(flow)) break;
        become(flows.saw(flow, 1, seen));
        if (seen.kind !== 'input' || flows.ended(flow)) continue;
        const { pending } = flows.matchOf(flow);
        if (pending.length > 0) {
          become(flows.ask(flow, 1, 600));
          const message = {
            question: flow.state.question,
            kid: 'k',
            entitlement: SEALED,
            field_values: Object.fromEntries(pending.map(({ name }) => [name, SEALED])),
          };
          expect(checkSubmit(flow.state, 'k', message)).toBeNull();
          become(flows.submitted(flow, 2, message));
          expect(checkSubmit(flow.state, 'k', message)?.code).toBe('submit_in_progress');
        }
        const typed = flows.matchOf(flow).values;
        become(flows.filling(flow, 2, typed));
        become(flows.filled(flow, 3, typed, result));
      }
      expect(flow.refused_values).toBeLessThanOrEqual(3);
      expect(flow.refused_totp).toBeLessThanOrEqual(2);
      if (!flows.ended(flow)) become(flows.canceled(flow));
      become(flows.closed(flow, 4));
      expect(flow.state.status).not.toBe('IN_PROGRESS');
      expect(flow.state.sealing_key).toBeNull();
      expect(flow.given).toEqual({});
    }),
    { numRuns: runs(150, 500) },
  );
});

test('no message of any shape makes the check throw, and none without a question is let through', () => {
  fc.assert(
    fc.property(fc.anything(), (message) => {
      expect(checkSubmit(asked().state, 'k', message as SubmitMessage)).not.toBeNull();
    }),
    { numRuns: runs(300, 1000) },
  );
});

describe('two sites in one login', () => {
  const at = (site: string, ...fields: Parameters<typeof page>) => ({
    kind: 'input' as const,
    page: { ...page(...fields), site, stored_secrets: false },
  });
  const asks = (flow: flows.Flow, site: string) =>
    flows.ask(flows.saw(flow, 1, at(site, field('email'), field('password'))), 1, 600);
  const answers = (flow: flows.Flow) =>
    flows.submitted(flow, 2, { ...answer, question: flow.state.question, field_values: { password: SEALED } });

  test('each keep the password that was given to it, and both are saved', () => {
    const first = asks(opened(), 'shop.example');
    expect(first.state.asked_by).toBe('shop.example');
    const second = answers(asks(answers(first), 'idp.example'));
    expect(values(second).password).toMatchObject({ at: 'idp.example', question: 2 });
    expect(Object.keys(flows.givenToSave(second))).toEqual(['password@shop.example', 'password@idp.example']);
    const back = flows.saw(second, 3, at('shop.example', field('password')));
    expect(values(back).password).toMatchObject({ at: 'shop.example', question: 1 });
  });

  test('leave a value out that is not for the one that asks, and ask for it anew', () => {
    const given = answers(asks(opened(), 'shop.example'));
    const sources = values(given);
    const after = flows.filled(given, 3, sources, { kind: 'other_site', fields: ['password'] });
    const again = asks(after, 'shop.example');
    expect(again.state.pending_fields.map(({ name, reason }) => [name, reason])).toEqual([['password', 'missing']]);
  });

  test("press the identity provider's button once more after the page was lost", () => {
    const google = { label: 'Google', provider: 'google', selector: '#g' };
    const begins = { ...begun, sso_provider: 'google' };
    const shows = (flow: flows.Flow) => {
      const { page: seen } = at('shop.example', field('password'));
      return flows.saw(flow, 1, { kind: 'input', page: { ...seen, sso_buttons: [google] } });
    };
    const start = flows.begun(flows.beginFlow(input, 0), 0, begins);
    const pressed = flows.choosing(shows(start), 2, 'sso_button');
    expect(flows.ssoChoice(shows(pressed))).toBeNull();
    expect(flows.ssoChoice(shows(flows.pageLost(pressed, 3)))).toBe('#g');
  });

  test('say of a saved session what there is to know', () => {
    const result = { kind: 'saved', session_expires_at: null, post_login_url: 'https://example.com' } as const;
    expect(flows.saved(asked(), 2, result).state.timeline.at(-1)).not.toHaveProperty('notice');
    const noticed = flows.saved(asked(), 2, { ...result, notice: 'session_device_bound' });
    expect(noticed.state.timeline.at(-1)).toMatchObject({ event: 'saved', notice: 'session_device_bound' });
  });

  test('say at the end under which names nothing was saved', () => {
    const ended = flows.closed(flows.canceled(opened()), 9, ['shop']);
    expect(ended.state.timeline.at(-1)).toMatchObject({ event: 'ended', not_saved: ['shop'] });
  });
});
