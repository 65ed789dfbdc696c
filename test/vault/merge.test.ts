import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeSessions } from '../../activities/vault/profiles/merge.js';
import type { Session } from '../../activities/vault/profiles/session.js';

const cookie = fc.record({
  name: fc.constantFrom('a', 'b', 'c'),
  value: fc.constantFrom('0', '1', '2'),
  domain: fc.constantFrom('x.example', 'y.example'),
  path: fc.constant('/'),
  expires: fc.constant(-1),
  httpOnly: fc.constant(true),
  secure: fc.constant(true),
  sameSite: fc.constant('Lax' as const),
});
const origin = fc.record({
  origin: fc.constantFrom('https://x.example', 'https://y.example', 'https://z.example'),
  localStorage: fc.constantFrom([], [{ name: 't', value: '1' }], [{ name: 't', value: '2' }]),
});
const NOW = Date.parse('2026-03-01T12:00:00Z');
const merge = (base: Session, theirs: Session, ours: Session) =>
  mergeSessions({ base, theirs, ours, proven: 'ours', now: NOW });

const session: fc.Arbitrary<Session> = fc.record({
  storage_state: fc.record({
    cookies: fc.uniqueArray(cookie, { selector: ({ name, domain }) => `${name} ${domain}` }),
    origins: fc.uniqueArray(origin, { selector: (o) => o.origin }),
  }),
  session_storage: fc.constant(null),
});

/** A session as a set: the order of cookies and origins means nothing. */
const contents = ({ storage_state }: Session) => ({
  cookies: new Map(storage_state.cookies.map((c) => [`${c.name} ${c.domain}`, c.value])),
  origins: new Map(
    // An origin without anything in it is no different from none.
    storage_state.origins.filter((o) => o.localStorage.length > 0).map((o) => [o.origin, o.localStorage]),
  ),
});

describe('a merge of sessions', () => {
  it('is theirs when we changed nothing', () => {
    fc.assert(
      fc.property(session, session, (base, theirs) => {
        expect(contents(merge(base, theirs, base))).toEqual(contents(theirs));
      }),
    );
  });

  it('is ours when they changed nothing', () => {
    fc.assert(
      fc.property(session, session, (base, ours) => {
        expect(contents(merge(base, base, ours))).toEqual(contents(ours));
      }),
    );
  });

  it('is what both say when both say the same', () => {
    fc.assert(
      fc.property(session, session, (base, both) => {
        expect(contents(merge(base, both, both))).toEqual(contents(both));
      }),
    );
  });

  it('decides cookie by cookie: ours where we changed it, theirs elsewhere', () => {
    fc.assert(
      fc.property(session, session, session, (base, theirs, ours) => {
        const [b, t, o, m] = [base, theirs, ours, merge(base, theirs, ours)].map((s) => contents(s).cookies);
        for (const key of new Set([...b!.keys(), ...t!.keys(), ...o!.keys()])) {
          expect(m!.get(key)).toBe(b!.get(key) === o!.get(key) ? t!.get(key) : o!.get(key));
        }
      }),
    );
  });

  it('holds nothing twice and changes none of the three', () => {
    fc.assert(
      fc.property(session, session, session, (base, theirs, ours) => {
        const before = structuredClone([base, theirs, ours]);
        const merged = merge(base, theirs, ours);
        expect(contents(merged).cookies.size).toBe(merged.storage_state.cookies.length);
        expect(contents(merged).origins.size).toBe(merged.storage_state.origins.length);
        expect([base, theirs, ours]).toEqual(before);
      }),
    );
  });
});
