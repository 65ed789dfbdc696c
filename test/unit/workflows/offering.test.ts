/** What an item of a provider adds to a login. */
import { describe, expect, it } from 'vitest';
import type { OfferedValues, StoredAtHand } from '../../../contract/steps.js';
import * as flows from '../../../workflows/invocation/flow/index.js';
import { begun, input } from './begin.js';
import { field, page } from './pages.js';

const LOGIN = page(field('email'), field('password'));
const NOTHING: StoredAtHand = { ...begun, stored: [], has_totp: false, marks: {}, totp_mark: null, grant_mark: 'g' };
const ITEM: OfferedValues = { keys: ['email', 'password'], has_totp: true, mark: 'v1', use: 'matched' };

const fresh = () => flows.begun(flows.beginFlow(input, 0), 0, { ...begun, ...NOTHING });
const saw = (flow: flows.Flow, offered?: OfferedValues) =>
  flows.saw(flow, 1, { kind: 'input', page: LOGIN, ...(offered === undefined ? {} : { offered }) });
const values = (flow: flows.Flow) => Object.keys(flows.matchOf(flow).values);
const events = ({ state }: flows.Flow) => state.timeline.map(({ event }) => event);
/** The site refused its password, and a person is asked for that. */
function refused(flow = saw(fresh(), ITEM)): flows.Flow {
  const result = { kind: 'refused', fields: ['password'], website_error: null, page: LOGIN } as const;
  const next = flows.filled(flow, 2, flows.matchOf(flow).values, result);
  return flows.ask(flows.saw(next, 3, { kind: 'input', page: LOGIN }), 4, 60);
}

describe('an item of a provider', () => {
  it('fills the page that it was read for, and is told of once', () => {
    const flow = saw(fresh(), ITEM);
    expect(values(flow)).toEqual(['email', 'password']);
    expect(flow.has_totp).toBe(true);
    expect(events(saw(flow, ITEM))).toEqual(['started', 'item_matched']);
    expect(events(saw(fresh(), { ...ITEM, use: 'replaced' }))).toEqual(['started', 'item_replaced']);
    const { use: _, ...again } = ITEM;
    expect(events(saw(fresh(), again))).toEqual(['started']);
  });

  it('is not sent again when its page is opened anew, but once it has changed', () => {
    const flow = refused();
    expect(values(flow)).toEqual(['email']);
    expect(values(saw(flow, ITEM))).toEqual(['email']);
    const changed = saw(flow, { ...ITEM, mark: 'v2' });
    expect(values(changed)).toEqual(['email', 'password']);
    expect(flows.isSpent(changed, flows.matchOf(changed).values)).toBe(false);
  });

  it('stays when what is stored changes, which it is not part of', () => {
    const flow = refused();
    const now = flows.restocked(flow, 5, { ...NOTHING, grant_mark: 'other' }, true);
    expect(now.looksAgain).toBe(true);
    expect(values(now.flow)).toEqual(['email']);
    expect(now.flow.has_totp).toBe(true);
    const stored = flows.restocked(
      saw(fresh(), ITEM),
      5,
      { ...NOTHING, stored: ['phone'], marks: { phone: 'c' } },
      true,
    );
    expect(stored.flow.stored).toEqual(['phone', 'email', 'password']);
  });

  it('that can not be had is told of with the reason', () => {
    const trouble = { item_trouble: 'provider_rate_limited', item_until: '2026-01-01T00:00:00.000Z' } as const;
    const flow = flows.saw(fresh(), 1, { kind: 'input', page: LOGIN, ...trouble });
    const { item_trouble: code, item_until: until } = trouble;
    expect(flow.state.timeline.at(-1)).toMatchObject({ event: 'item_unavailable', code, until });
    expect(values(flow)).toEqual([]);
  });

  it('is gone with what only it had, when there is none in its place', () => {
    const nothing = { keys: [], has_totp: false, mark: 'none' };
    const gone = saw(saw(fresh(), ITEM), nothing);
    expect(values(gone)).toEqual([]);
    expect(gone.has_totp).toBe(false);
    expect(events(gone)).toEqual(['started', 'item_matched']);
    const own = { ...NOTHING, stored: ['email'], marks: { email: 'c' }, has_totp: true, totp_mark: 't' };
    const stocked = saw(saw(flows.restocked(saw(fresh(), ITEM), 2, own, true).flow, ITEM), nothing);
    expect(values(stocked)).toEqual(['email']);
    expect(stocked.has_totp).toBe(true);
  });

  it('whose secret is not there any more makes no code, whatever the vault says of what is stored', () => {
    const asks = flows.saw(saw(fresh(), ITEM), 2, { kind: 'input', page: page(field('code')) });
    expect(flows.matchOf(asks).values).toEqual({ code: { from: 'totp' } });
    const result = { kind: 'empty', fields: ['code'], gone: true } as const;
    const told = flows.filled(asks, 3, flows.matchOf(asks).values, result);
    const { flow } = flows.restocked(told, 4, { ...NOTHING }, true);
    const again = flows.saw(flow, 5, { kind: 'input', page: page(field('code')) });
    expect(flows.matchOf(again).values).toEqual({});
    expect(saw(again, ITEM).has_totp).toBe(true);
  });

  it('takes the place of one that had more', () => {
    const other = saw(saw(fresh(), ITEM), { keys: ['email'], has_totp: false, mark: 'v9', use: 'replaced' });
    expect(values(other)).toEqual(['email']);
    expect(other.has_totp).toBe(false);
  });

  it('of a worker that says no mark stays dropped', () => {
    const { mark: _, ...older } = ITEM;
    expect(values(saw(refused(saw(fresh(), older)), older))).toEqual(['email']);
  });
});
