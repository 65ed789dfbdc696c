import { describe, expect, it } from 'vitest';
import type { AgentInput } from '../../../contract/agent/agent.js';
import type { LoginStop, StopReason } from '../../../contract/agent/stop.js';
import * as records from '../../../workflows/agent/record.js';
import { hasEnded, heldBack, mayGoOn } from '../../../workflows/agent/wait-out.js';
import * as flows from '../../../workflows/invocation/flow/index.js';
import { begun, input } from './begin.js';
import { field, page } from './pages.js';

const seen = page(field('email'), field('password'), field('code'));

function filled(stop: LoginStop) {
  const flow = flows.saw(flows.begun(flows.beginFlow(input, 0), 0, begun), 1, { kind: 'input', page: seen });
  return flows.filled(flow, 2, flows.matchOf(flow).values, { kind: 'stopped', ...stop });
}

describe('a login that the ledger of its account stops', () => {
  it.each<StopReason>(['locked', 'site_trouble', 'circuit_open'])('ends, where only time helps: %s', (why) => {
    const stop = { why, until: '2026-03-01T12:00:00.000Z' };
    const flow = filled(stop);
    expect(flow.end).toEqual({ status: 'FAILED', code: 'max_attempts_reached' });
    expect(flow.state.stopped).toEqual(stop);
    expect(flow.state.timeline.at(-1)).toMatchObject({ event: 'stopped', ...stop });
  });

  it.each<StopReason>(['unknown', 'lost', 'too_many_logins'])('asks a person for the secrets: %s', (why) => {
    const flow = flows.saw(filled({ why, until: null }), 3, { kind: 'input', page: seen });
    expect(flow.end).toBeNull();
    const { values, pending } = flows.matchOf(flow);
    expect(Object.keys(values)).toEqual(['email', 'code']);
    expect(pending).toMatchObject([{ name: 'password', reason: 'missing' }]);
  });

  it('asks a person for the code alone, where codes are refused', () => {
    const flow = flows.saw(filled({ why: 'codes_refused', until: null }), 3, { kind: 'input', page: seen });
    expect(flows.matchOf(flow).pending.map(({ name }) => name)).toEqual(['code']);
  });

  it.each<StopReason>(['unknown', 'lost', 'too_many_logins'])('asks for a code that stands alone: %s', (why) => {
    const alone = { kind: 'input' as const, page: page(field('code')) };
    const flow = flows.saw(flows.begun(flows.beginFlow(input, 0), 0, begun), 1, alone);
    const { values } = flows.matchOf(flow);
    const after = flows.codesAsked(flows.filled(flow, 2, values, { kind: 'stopped', why, until: null }), values);
    expect(flows.matchOf(flows.saw(after, 3, alone)).pending.map(({ name }) => name)).toEqual(['code']);
  });

  it('makes the code itself where a person is asked for a password beside it', () => {
    const flow = filled({ why: 'lost', until: null });
    const { values } = flows.matchOf(flows.saw(flow, 3, { kind: 'input', page: seen }));
    expect(flows.codesAsked(flow, { ...values, password: { from: 'stored', key: 'password' } })).toBe(flow);
  });

  it('counts no step for each time that it waits for another login of the account', () => {
    let flow = flows.saw(flows.begun(flows.beginFlow(input, 0), 0, begun), 1, { kind: 'input', page: seen });
    for (let n = 0; n < 100; n += 1) {
      const at = '2026-03-01T12:00:00.000Z';
      flow = flows.filled(flow, n, flows.matchOf(flow).values, { kind: 'wait_until', at, why: 'account' });
      flow = flows.saw(flow, n, { kind: 'input', page: seen });
    }
    expect(flow.end).toBeNull();
  });
});

it('a login by itself that may not begin ends at once, with why and until when', () => {
  const stopped = { why: 'circuit_open', until: '2026-03-01T12:00:00.000Z' } as const;
  const flow = flows.begun(flows.beginFlow(input, 0), 0, { ...begun, stopped });
  expect(flow.end).toEqual({ status: 'FAILED', code: 'max_attempts_reached' });
  expect(flow.state.stopped).toEqual(stopped);
  expect(flow.state.timeline.at(-1)).toMatchObject({ event: 'stopped', ...stopped });
});

describe('an agent whose login is stopped', () => {
  const config = { ...input, credential_name: null, login_url: null, allowed_domains: [] };
  const begin = (): ReturnType<typeof records.beginRecord> => {
    const agent: AgentInput = { id: 'agent_example.com_me', config, task_queue: 'q', resume: null };
    return records.addWaiter(records.beginRecord(agent), 'waits');
  };
  const until = '2026-03-01T12:00:00.000Z';

  it('waits until short sessions allow another one, and in runs of earlier versions so does who waits for it', () => {
    const record = records.stoppedBy(begin(), { why: 'short_sessions', until }, true, 0);
    expect(records.nextWake(record)).toEqual({ at: Date.parse(until), why: 'login is due' });
    expect(record.waiting).toEqual(['waits']);
    expect(records.nextWake(records.reserved(record, 'inv_1', until, null))?.why).toBe('invocation overdue');
  });

  it('answers who waits, and does not try again by itself, for any other reason', () => {
    const record = records.stoppedBy(begin(), { why: 'locked', until }, true, 0);
    expect(record.waiting).toEqual([]);
    expect(records.nextWake(record)).toBeNull();
    expect(record.state).toMatchObject({ last_error_code: 'max_attempts_reached', stopped: { why: 'locked', until } });
  });

  it('waits for whatever has an end, where it renews a session, and whoever asks is told at once', () => {
    for (const why of ['short_sessions', 'circuit_open', 'site_trouble', 'locked'] as const) {
      const record = heldBack(begin(), { why, until }, true);
      expect(records.nextWake(record)).toEqual({ at: Date.parse(until), why: 'login is due' });
      expect(record.waiting).toEqual([]);
      expect(record.state).toMatchObject({ last_error_code: 'max_attempts_reached', stopped: { why, until } });
      // The vault has news: it is asked at once.
      expect(records.nextWake(mayGoOn(record, 1))).toEqual({ at: 1, why: 'login is due' });
    }
  });

  it('begins no login later that somebody asked for, nor a renewal that only a new value lets out', () => {
    expect(records.nextWake(heldBack(begin(), { why: 'circuit_open', until }, false))).toBeNull();
    expect(records.nextWake(heldBack(begin(), { why: 'unknown', until: null }, true))).toBeNull();
  });

  it('renews again after trouble of the site, each time later, until there is a session', () => {
    const end = { credential_name: null, session_expires_at: null, post_login_url: null };
    const failed = { ...end, status: 'FAILED', error_code: 'website_error' } as const;
    let record: ReturnType<typeof begin> = { ...begin(), renews: true };
    const waits = [0, 1, 2, 3, 4].map(() => {
      record = hasEnded({ ...record, slot: 'inv_1', due: false }, failed, 0);
      return records.nextWake(record)!.at / 60_000;
    });
    expect(waits).toEqual([15, 60, 240, 1440, 1440]);
    const person = hasEnded(
      { ...record, slot: 'inv_1', due: false },
      { ...failed, error_code: 'credentials_invalid' },
      0,
    );
    expect(records.nextWake(person)).toBeNull();
    const good = hasEnded({ ...record, slot: 'inv_1', due: false }, { ...end, status: 'SUCCESS', error_code: null }, 0);
    expect(records.nextWake(good)).toBeNull();
    expect(good.troubles).toBe(0);
    // A login that nobody needs for a renewal is left to whoever started it.
    expect(records.nextWake(hasEnded({ ...begin(), slot: 'inv_1' }, failed, 0))).toBeNull();
  });

  it('by a pause answers who waits, and renews its session when it is told or after an hour', () => {
    const now = Date.parse(until);
    const record = records.stoppedBy(begin(), { why: 'paused', until: null }, true, now);
    expect(record.waiting).toEqual([]);
    expect(record.state).toMatchObject({ last_error_code: 'paused', stopped: { why: 'paused' } });
    expect(records.nextWake(record)).toEqual({ at: now + 3_600_000, why: 'login is due' });
    const resumed = records.resumed(record, now + 1);
    expect(records.nextWake(resumed)).toEqual({ at: now + 1, why: 'login is due' });
    expect(resumed.state.stopped).toBeNull();
    expect(records.resumed(resumed, now + 2)).toBe(resumed);
  });

  it('by its own settings needs a login, and waits for somebody who asks for one', () => {
    const ended = records.sessionExpired(records.beginRecord({ id: 'a', config, task_queue: 'q', resume: null }));
    const record = records.stoppedBy({ ...ended, due: true }, { why: 'auto_reauth_off', until: null }, true, 0);
    expect(records.nextWake(record)).toBeNull();
    expect(record.state).toMatchObject({
      status: 'NEEDS_AUTH',
      last_error_code: null,
      stopped: { why: 'auto_reauth_off' },
    });
    expect(records.reserved(record, 'inv_1', until, null).state.stopped).toBeNull();
  });

  it('by a pause, where somebody else asked for the login, is not begun later', () => {
    const record = records.stoppedBy(begin(), { why: 'paused', until: null }, false, 0);
    expect(records.nextWake(record)).toBeNull();
    expect(records.nextWake(records.resumed(record, 1))).toBeNull();
  });
});
