import { describe, expect, it } from 'vitest';
import { TRACE_FACTS, type TraceEntry } from '../../contract/index.js';
import { runSql, stolenBytes } from './support/store.js';
import { begin, codeOf, grant, openTestVault, rule, type TestVault } from './support/vault.js';

const DAY = 24 * 3_600_000;
const CANARY = 'canary-7f3b';

const entry = (at: number, facts: TraceEntry['facts'] = {}): TraceEntry => ({
  at,
  stage: 'judge',
  rule: 'verdict',
  reason: 'new_words',
  facts,
});
const entries = (count: number, from = 0): TraceEntry[] => Array.from({ length: count }, (_, n) => entry(from + n));

async function login(t: TestVault, domain = 'example.com') {
  const { id } = await grant(t.admin, domain);
  return (await begin(t.vault, id)).ref;
}
const read = (t: TestVault, invocation_id: string) => t.admin('invocations.trace', { invocation_id });

describe('the trace of an invocation', () => {
  it('is what its steps told, oldest first, also after a restart', async () => {
    const t = await openTestVault();
    const ref = await login(t);
    expect(await read(t, ref.invocation_id)).toEqual({ entries: [], dropped: 0 });
    const told = [entry(1, { outcome: 'refused', http_status: 200, early: false }), entry(2)];
    await t.vault.appendTrace(ref, told);
    await t.vault.appendTrace(ref, []);
    await t.vault.appendTrace(ref, [entry(3)]);
    await t.reopen();
    expect(await read(t, ref.invocation_id)).toEqual({ entries: [...told, entry(3)], dropped: 0 });
  });

  rule('belongs to its invocation and its agent', async () => {
    const t = await openTestVault();
    const [ref, other] = [await login(t), await login(t, 'other.example')];
    const stolen = { invocation_id: ref.invocation_id, auth_agent_id: other.auth_agent_id };
    expect(await codeOf(t.vault.appendTrace(stolen, [entry(1)]))).toBe('invocation_not_found');
    expect(await codeOf(t.vault.appendTrace({ ...ref, invocation_id: 'inv_none' }, []))).toBe('invocation_not_found');
    await t.vault.appendTrace(other, [entry(2)]);
    expect(await read(t, ref.invocation_id)).toEqual({ entries: [], dropped: 0 });
    expect(await codeOf(read(t, 'inv_none'))).toBe('invocation_not_found');
  });

  rule('takes what the last step tells when the login has ended meanwhile', async () => {
    const t = await openTestVault();
    const ref = await login(t);
    await t.vault.closeInvocation({
      ...ref,
      status: 'CANCELED',
      error_code: null,
      save_credential_as: null,
      given: {},
    });
    await t.vault.appendTrace(ref, [entry(1)]);
    expect((await read(t, ref.invocation_id)).entries).toEqual([entry(1)]);
  });

  rule('takes 64 KB, and says how many of the oldest entries went', async () => {
    const t = await openTestVault();
    const ref = await login(t);
    const size = Buffer.byteLength(JSON.stringify(entry(100_000)));
    for (let n = 0; n < 20; n += 1) await t.vault.appendTrace(ref, entries(100, 100_000 + n * 100));
    const { entries: kept, dropped } = await read(t, ref.invocation_id);
    expect(kept).toEqual(entries(2_000, 100_000).slice(dropped));
    expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThanOrEqual(64 * 1024);
    expect(kept.length).toBeGreaterThan((64 * 1024) / (size + 1) - 101);
  });

  it('keeps the newest of a step that tells more than there is room for', async () => {
    const t = await openTestVault();
    const ref = await login(t);
    await t.vault.appendTrace(ref, [entry(1)]);
    await t.vault.appendTrace(ref, entries(2_000, 100_000));
    await t.vault.appendTrace(ref, [entry(7)]);
    const { entries: kept, dropped } = await read(t, ref.invocation_id);
    expect(kept.length + dropped).toBe(2_002);
    expect([kept.at(-1), kept.length < 2_000]).toEqual([entry(7), true]);
    expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThanOrEqual(64 * 1024);
  });

  it('is gone after 30 days, with its key', async () => {
    const t = await openTestVault();
    const ref = await login(t);
    await t.vault.appendTrace(ref, [entry(1)]);
    t.clock.now += 20 * DAY;
    await t.vault.appendTrace(ref, [entry(2)]);
    t.clock.now += 10 * DAY;
    await t.vault.sweep();
    expect(await read(t, ref.invocation_id)).toEqual({ entries: [entry(2)], dropped: 1 });
    t.clock.now += 20 * DAY;
    await t.vault.sweep();
    expect(await read(t, ref.invocation_id)).toEqual({ entries: [], dropped: 0 });
    await t.reopen();
    expect((await stolenBytes(t)).includes(`trace/${ref.invocation_id}`)).toBe(false);
  });

  it('is encrypted at rest, and bound to its invocation', async () => {
    const t = await openTestVault();
    const { auth_agent_id, invocation_id } = await login(t);
    const other = (await begin(t.vault, auth_agent_id)).ref.invocation_id;
    await t.vault.appendTrace({ auth_agent_id, invocation_id }, [entry(1)]);
    await t.vault.appendTrace({ auth_agent_id, invocation_id: other }, [entry(2)]);
    await t.vault.close();
    expect((await stolenBytes(t)).includes('new_words')).toBe(false);
    await runSql(t, `update trace set sealed = (select sealed from trace where invocation_id = '${other}')`);
    await t.reopen();
    expect((await read(t, other)).entries).toEqual([entry(2)]);
    expect(await codeOf(read(t, invocation_id))).toBe('state_dir_invalid');
  });
});

describe('what is no entry', () => {
  const good = entry(1);
  const wrong: readonly (readonly [string, unknown])[] = [
    ['a text in place of a reason', { ...good, reason: CANARY }],
    ['a text in place of a rule', { ...good, rule: CANARY }],
    ['a text in place of a stage', { ...good, stage: CANARY }],
    ['a text in place of a time', { ...good, at: CANARY }],
    ['one more member', { ...good, words: CANARY }],
    ['a member too few', { at: 1, stage: 'judge', rule: 'verdict', facts: {} }],
    ['a fact of no list', { ...good, facts: { [CANARY]: 1 } }],
    ['a one-time code as a number', { ...good, facts: { tries: 123_456 } }],
    ['half a number', { ...good, facts: { tries: 0.5 } }],
    ['a list of things', { ...good, facts: { outcome: ['input', CANARY] } }],
    ...Object.keys(TRACE_FACTS).map((fact) => [`a text as ${fact}`, { ...good, facts: { [fact]: CANARY } }] as const),
  ];

  it('is refused, and nothing of it is kept or repeated', async () => {
    const t = await openTestVault();
    const ref = await login(t);
    for (const [what, given] of wrong) {
      const error = await t.vault.appendTrace(ref, [good, given as TraceEntry]).catch((thrown: unknown) => thrown);
      expect(error, what).toMatchObject({ code: 'invalid_input' });
      expect(JSON.stringify([error, String(error)]), what).not.toContain(CANARY);
      expect((await read(t, ref.invocation_id)).entries, what).toEqual([]);
    }
    await t.reopen();
    expect((await stolenBytes(t)).includes(CANARY)).toBe(false);
  });
});
