import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedIn } from '../../../activities/login/session/renewals.js';
import { sessionEnd } from '../../../activities/login/session/session-end.js';
import { cookie, DAY, HOUR, inSeconds, jwt, NOW, session } from './left-sessions.js';

describe('what a session is compared with', () => {
  it('a stranger who gets it for as long', () => {
    const left = session([cookie('sid', inSeconds(HOUR))]);
    const given = (expires: number) => ({ stranger: [cookie('sid', expires, { value: 'other' })] });
    expect(sessionEnd([], left, NOW, given(inSeconds(HOUR + 20)))).toBeNull();
    expect(sessionEnd([], left, NOW, given(inSeconds(1_500)))).toBe(NOW + HOUR * 1000);
    expect(sessionEnd([], left, NOW, given(-1))).toBe(NOW + HOUR * 1000);
  });

  it('a stranger whose page holds such a token', () => {
    const left = session([], { token: jwt({ exp: inSeconds(HOUR), sub: 'ada' }) });
    const of = (exp: number) => ({ strangerStored: new Map([['token', jwt({ exp })]]) });
    expect(sessionEnd([], left, NOW, of(inSeconds(HOUR + 5)))).toBeNull();
    expect(sessionEnd([], left, NOW, of(inSeconds(60)))).toBe(NOW + HOUR * 1000);
  });

  it('the visits of the proof, which were given it again', () => {
    const left = session([cookie('sid', inSeconds(1200)), cookie('remember_me', inSeconds(DAY))]);
    expect(sessionEnd([], left, NOW, { renewed: new Set(['sid', 'remember_me']) })).toBeNull();
    expect(sessionEnd([], left, NOW, { renewed: new Set(['sid']) })).toBe(NOW + DAY * 1000);
    const kept = session([], { token: jwt({ exp: inSeconds(300) }) });
    expect(sessionEnd([], kept, NOW, { renewed: new Set(['token']) })).toBeNull();
  });

  it('what scripts gave anew meanwhile', () => {
    const before = session([cookie('jwt', -1), cookie('sid', -1)], { token: 'a', theme: 'dark' });
    const after = session([cookie('jwt', -1, { value: 'w' }), cookie('sid', -1), cookie('new', -1)], {
      token: 'b',
      theme: 'dark',
    });
    const tab = (token: string) => ({ ...after, session_storage: { 'https://site.test': { token } } });
    expect(changedIn(before, after)).toEqual(['jwt', 'token']);
    expect(changedIn(tab('a'), tab('b'))).toEqual(['token']);
  });

  it('a stranger who gets one without an end: it is not what renews a token', () => {
    const left = session([cookie('lb', -1)], { token: jwt({ exp: inSeconds(900) }) });
    expect(sessionEnd([], left, NOW, { stranger: [cookie('lb', -1)] })).toBe(NOW + 900_000);
  });

  it('what was stored before', () => {
    const token = jwt({ exp: inSeconds(HOUR) });
    expect(sessionEnd([], session([], { token }), NOW, { storedBefore: new Set([token]) })).toBeNull();
  });

  it('the site that it is of', () => {
    const left = session([{ ...cookie('sid', inSeconds(60)), domain: '.other.test' }, cookie('sid', inSeconds(HOUR))]);
    expect(sessionEnd([], left, NOW, { isOwn: (host) => host.endsWith('site.test') })).toBe(NOW + HOUR * 1000);
  });
});

describe('whatever a browser holds', () => {
  const name = fc.oneof(
    fc.constantFrom('sid', 'token', 'refresh_token', 'id_token', 'k', 'exp', 'expires_at', 'expires_in', '__proto__'),
    fc.string(),
  );
  const time = fc.oneof(fc.double(), fc.maxSafeInteger(), fc.integer({ min: 1_600_000_000, max: 1_800_000_000 }));
  const value = fc.oneof(
    fc.string(),
    fc.json(),
    fc.dictionary(name, fc.oneof(time, fc.string(), fc.jsonValue())).map((object) => JSON.stringify(object)),
    fc.dictionary(name, time).map((claims) => jwt(claims)),
  );

  it('never throws, and never answers what is past or has no date', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(name, time, fc.boolean(), value)),
        fc.dictionary(name, value),
        fc.integer({ min: 0, max: 4_000_000_000_000 }),
        (cookies, stored, now) => {
          const left = session(
            cookies.map(([of, expires, httpOnly, held]) => cookie(of, expires, { httpOnly, value: held })),
            stored,
          );
          const end = sessionEnd([], left, now);
          if (end === null) return;
          expect(Number.isInteger(end)).toBe(true);
          expect(end).toBeGreaterThan(now);
          expect(end).toBeLessThan(now + 400 * DAY * 1000);
          new Date(end).toISOString();
        },
      ),
    );
  });
});
