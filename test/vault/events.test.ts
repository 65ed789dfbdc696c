import { describe, expect, it } from 'vitest';
import type { AgentEvent, EventType } from '../../contract/events.js';
import { DAY, HOUR, MINUTE, start } from './support/account.js';
import {
  begin,
  beginning,
  closing,
  codeOf,
  grant,
  openTestVault,
  prove,
  rule,
  type TestVault,
} from './support/vault.js';

const all = async (t: TestVault, after?: string): Promise<readonly AgentEvent[]> =>
  (await t.admin('events.list', { limit: 100, ...(after === undefined ? {} : { after }) })).items;
const types = async (t: TestVault): Promise<EventType[]> => (await all(t)).map(({ type }) => type);

/** The agent's own start: nobody has shown a key. */
async function reauth(t: TestVault, id: string) {
  return (await begin(t.vault, id)).ref;
}
const needs = (question: number, fields: readonly string[]) => ({ question, waits_for: 'input' as const, fields });

describe('the outbox', () => {
  rule('tells the story of an agent in order, with ids that sort and numbers without a gap', async () => {
    const t = await openTestVault();
    const { id } = await grant(t.admin, 'example.com');
    const one = await reauth(t, id);
    await prove(t.vault, one);
    await t.vault.closeInvocation(closing(one));
    await t.vault.recordAgent({ id, status: 'AUTHENTICATED', ...NOTHING }, id);
    await t.vault.recordAgent({ id, status: 'NEEDS_AUTH', ...NOTHING }, id);
    await t.vault.recordAgent({ id, status: 'NEEDS_AUTH', ...NOTHING }, id);
    const two = await reauth(t, id);
    await prove(t.vault, two);
    await t.vault.closeInvocation(closing(two));
    const three = await reauth(t, id);
    await prove(t.vault, three);
    await t.vault.closeInvocation(closing(three));
    await t.vault.closeInvocation(closing(three));

    const told = await all(t);
    expect(told.map(({ type }) => type)).toEqual([
      'invocation.started',
      'session.authenticated',
      'invocation.succeeded',
      'session.expired',
      'invocation.started',
      'session.authenticated',
      'invocation.succeeded',
      'invocation.started',
      'session.renewed',
      'invocation.succeeded',
    ]);
    expect(told.map(({ data }) => data.sequence)).toEqual(told.map((_, index) => index + 1));
    expect(told.map((event) => event.id)).toEqual(told.map((event) => event.id).sort());
    expect(told[2]).toMatchObject({
      timestamp: '2026-03-01T12:00:00.000Z',
      data: { auth_agent_id: id, domain: 'example.com', invocation_id: one.invocation_id, invocation_type: 'reauth' },
    });
  });

  rule('tells that a person is needed once for each question, and that somebody has answered', async () => {
    const { t, account } = await start();
    const ref = await account.begin();
    await t.vault.noteNeedsHuman({ ...ref, ...needs(1, ['password', 'mothers_maiden_name', 'code', 'password']) });
    await t.vault.noteNeedsHuman({ ...ref, ...needs(1, ['password']) });
    await account.clear(ref, { answers: 1 });
    await t.vault.noteNeedsHuman({ ...ref, question: 2, waits_for: 'external_action', fields: [] });
    await t.vault.closeInvocation(closing(ref, { status: 'EXPIRED', error_code: 'external_action_timeout' }));
    await t.vault.noteNeedsHuman({ ...ref, ...needs(3, []) });
    const [, asked, again, answered, elsewhere, , expired, failed, ...more] = await all(t);
    expect([asked, again, answered].map((event) => event?.type)).toEqual([
      'invocation.needs_human',
      'reauth.needs_human',
      'reauth.answered',
    ]);
    expect(asked?.data).toMatchObject({ waits_for: 'input', fields: ['password', 'code'] });
    expect(elsewhere?.data).toMatchObject({ waits_for: 'external_action', fields: [] });
    expect([expired?.type, failed?.type, more]).toEqual(['invocation.expired', 'reauth.failed', []]);
    expect(failed?.data.error_code).toBe('external_action_timeout');
  });

  rule('tells of trouble of a site that keeps the next login waiting', async () => {
    const { t, account } = await start();
    const ref = await account.begin();
    expect(await account.send(ref, { outcome: 'site_trouble', until: t.clock.now + HOUR })).toBe('sent');
    await account.end(ref, 'website_error');
    const trouble = (await all(t)).find(({ type }) => type === 'agent.site_trouble');
    expect(trouble?.data.stopped).toMatchObject({ why: 'site_trouble', until: expect.any(String) });
  });

  rule('tells of a session of another account, which is none of the agent', async () => {
    const t = await openTestVault();
    const { id } = await grant(t.admin, 'example.com');
    await t.vault.closeInvocation(closing(await reauth(t, id), { status: 'FAILED', error_code: 'wrong_account' }));
    expect(await types(t)).toEqual([
      'invocation.started',
      'session.wrong_account',
      'invocation.failed',
      'reauth.failed',
    ]);
  });

  rule('has nothing of what did not happen: a call that fails leaves no event', async () => {
    const t = await openTestVault();
    const { id } = await grant(t.admin, 'example.com');
    const ref = await reauth(t, id);
    const before = await types(t);
    expect(await codeOf(t.vault.beginInvocation({ ...beginning(ref), run_id: 'another' }))).toBe('invalid_input');
    expect(await types(t)).toEqual(before);
  });

  it('is read on from any event, in pages, by agent', async () => {
    const t = await openTestVault();
    const one = await grant(t.admin, 'one.example');
    const two = await grant(t.admin, 'two.example');
    for (const { id } of [one, two, one, two]) await t.vault.closeInvocation(closing(await reauth(t, id), CANCELED));
    const told = await all(t);
    expect(told).toHaveLength(8);
    const seen: AgentEvent[] = [];
    for (let more = true; more; ) {
      const after = seen.at(-1)?.id;
      const page = await t.admin('events.list', { limit: 3, ...(after === undefined ? {} : { after }) });
      seen.push(...page.items);
      more = page.has_more;
    }
    expect(seen).toEqual(told);
    const { items } = await t.admin('events.list', { auth_agent_id: two.id });
    expect(items.map(({ data }) => data.sequence)).toEqual([1, 2, 3, 4]);
    expect(await all(t, told[5]!.id)).toEqual(told.slice(6));
  });

  rule('is kept for 30 days; where it goes on stays known, and an id that it never gave is refused', async () => {
    const t = await openTestVault();
    const { id } = await grant(t.admin, 'example.com');
    await t.vault.closeInvocation(closing(await reauth(t, id), CANCELED));
    const [, last] = await all(t);
    t.clock.now += 30 * DAY + MINUTE;
    await t.vault.sweep();
    expect(await all(t, last!.id)).toEqual([]);
    await reauth(t, id);
    const [next] = await all(t, last!.id);
    expect(next).toMatchObject({ type: 'invocation.started', data: { sequence: 3 } });
    expect(next!.id > last!.id).toBe(true);
    // As after a backup was restored: other events have the place.
    for (const gone of [`${next!.id.slice(0, -12)}${'0'.repeat(12)}`, `evt_${'9'.repeat(15)}_${'0'.repeat(12)}`])
      expect(await codeOf(all(t, gone))).toBe('event_not_found');
    expect(await codeOf(all(t, 'evt_1'))).toBe('invalid_input');
  });

  rule('ends logins that said nothing, and tells so', async () => {
    const t = await openTestVault();
    const { id } = await grant(t.admin, 'example.com');
    const ref = await reauth(t, id);
    t.clock.now += 32 * DAY;
    await t.vault.sweep();
    expect(await types(t)).toEqual(['invocation.expired', 'reauth.failed']);
    expect((await t.admin('agents.timeline', { id })).items).toMatchObject([
      { id: ref.invocation_id, status: 'EXPIRED', completed_at: new Date(t.clock.now).toISOString() },
    ]);
  });
});

const NOTHING = { last_auth_at: null, session_expires_at: null, post_login_url: null } as const;
const CANCELED = { status: 'CANCELED' } as const;
describe('the timeline of an agent', () => {
  it('has its logins, newest first, with codes and when they ended, in pages', async () => {
    const t = await openTestVault();
    const { id } = await grant(t.admin, 'example.com');
    const one = (await begin(t.vault, id, undefined, { access_key: t.accessKey })).ref;
    await prove(t.vault, one);
    t.clock.now += MINUTE;
    await t.vault.closeInvocation(closing(one));
    t.clock.now += MINUTE;
    const two = await reauth(t, id);
    await t.vault.closeInvocation(closing(two, { status: 'FAILED', error_code: 'network_error' }));
    t.clock.now += MINUTE;
    const three = await reauth(t, id);
    const { items } = await t.admin('agents.timeline', { id });
    expect(items).toMatchObject([
      { id: three.invocation_id, type: 'reauth', status: 'IN_PROGRESS', completed_at: null, error_code: null },
      { id: two.invocation_id, type: 'reauth', status: 'FAILED', error_code: 'network_error' },
      {
        id: one.invocation_id,
        type: 'login',
        status: 'SUCCESS',
        timestamp: '2026-03-01T12:00:00.000Z',
        completed_at: '2026-03-01T12:01:00.000Z',
      },
    ]);
    const page = await t.admin('agents.timeline', { id, limit: 1, offset: 1 });
    expect(page).toMatchObject({ items: [items[1]], has_more: true });
    expect((await t.admin('agents.timeline', { id, type: 'login' })).items).toEqual([items[2]]);
    expect(await codeOf(t.admin('agents.timeline', { id: 'agent_none.example_x' }))).toBe('agent_not_found');
  });
});
