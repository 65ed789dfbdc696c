import { describe, expect, it } from 'vitest';
import { cookiesFor, withTaken } from '../../../activities/session-check/cookies.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const AT = new URL('https://www.bank.example/me');
const cookie = (value: string, partitionKey?: string) => ({
  ...{ name: 'sid', value, domain: '.bank.example', path: '/', expires: -1 },
  ...{ httpOnly: true, secure: true, sameSite: 'None' as const },
  ...(partitionKey === undefined ? {} : { partitionKey }),
});
const OWN = [cookie('plain'), cookie('own', 'https://bank.example')];
/** What the site has as a frame of others: cookies of another session, by their doing. */
const FRAMED = ['https://notbank.example', 'https://bank.example.evil.example', 'https://evil.example'].map((top) =>
  cookie(`in ${top}`, top),
);

describe('cookies of a frame on another site', () => {
  it('are not sent by a look at the site itself, whatever that other site is called', () => {
    expect(cookiesFor([...FRAMED, ...OWN], AT, NOW)).toEqual(OWN);
  });

  it('are not changed by its answers', () => {
    const all = [...FRAMED, cookie('plain')];
    expect(withTaken(all, AT, ['sid=new; Domain=bank.example; Path=/; Secure'], NOW)).toEqual([
      ...FRAMED,
      { ...cookie('new'), httpOnly: false, sameSite: 'Lax' },
    ]);
    expect(withTaken(all, AT, ['sid=; Domain=bank.example; Path=/; Max-Age=0'], NOW)).toEqual(FRAMED);
  });
});
