import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../activities/session-check/ask.js';
import { judgeAnswer, tellApart } from '../../../activities/session-check/verdict.js';
import type { Probe } from '../../../activities/vault/probe.js';
import { answer } from './answer.js';

const page = (...lines: string[]): Answer => answer({ body: lines.map((line) => `<p>${line}</p>`).join('\n') });
const json = (value: unknown, status = 200): Answer =>
  answer({ status, type: 'application/json', body: JSON.stringify(value) });
const redirect = (location: string): Answer => answer({ status: 302, location });

const SALT = 'salt';
const probeOf = (member: [Answer, Answer], stranger: [Answer, Answer], led: Answer[] = []): Probe | null => {
  const apart = tellApart(member, stranger, SALT, led);
  const request = { url: 'https://example.com/', type: 'document', values: [], marked: false } as const;
  return apart && { request, salt: SALT, ...apart };
};

const HOME = page('Shop', 'Help', 'Imprint', 'Your orders', 'Log out', 'Ada');
const LOGIN = page('Shop', 'Help', 'Imprint', 'Sign in', 'E-mail', 'Password');

describe('what is learned', () => {
  it.each<[string, [Answer, Answer], [Answer, Answer], boolean]>([
    [
      'a redirect to the login',
      [HOME, HOME],
      [redirect('https://example.com/login?next=1'), redirect('https://example.com/login?next=2')],
      true,
    ],
    ['a login page at the same address', [HOME, HOME], [LOGIN, LOGIN], true],
    ['a refusal by an API', [json({ name: 'Ada' }), json({ name: 'Ada' })], [json({}, 401), json({}, 401)], true],
    ['one value', [json({ in: true }), json({ in: true })], [json({ in: false }), json({ in: false })], true],
    [
      'an object without members for nobody',
      [json({ name: 'Ada' }), json({ name: 'Ada' })],
      [json({}), json({})],
      true,
    ],
    ['nobody who is told nothing at all', [HOME, HOME], [answer(), answer()], false],
    ['nothing that differs', [LOGIN, LOGIN], [LOGIN, LOGIN], false],
    ['what differs each time', [page('a1'), page('a2')], [page('b1'), page('b2')], false],
    ['a member who is told nothing', [answer(), answer()], [LOGIN, LOGIN], false],
    ['a client that is refused', [HOME, HOME], [answer({ status: 429 }), answer({ status: 429 })], false],
    ['a challenge', [HOME, HOME], [answer({ status: 403, isChallenge: true }), answer({ status: 403 })], false],
    ['a site in trouble', [HOME, HOME], [answer({ status: 503 }), answer({ status: 503 })], false],
    ['a session that ended in between', [HOME, LOGIN], [LOGIN, LOGIN], false],
    [
      'a stranger who is refused without a word',
      [HOME, HOME],
      [answer({ status: 403 }), answer({ status: 403 })],
      true,
    ],
  ])('%s', (_, member, stranger, learned) => {
    expect(probeOf(member, stranger) !== null).toBe(learned);
  });

  it('holds no text of the answers', () => {
    const learned = JSON.stringify(probeOf([HOME, HOME], [LOGIN, LOGIN]));
    for (const text of ['Ada', 'orders', 'Sign in']) expect(learned).not.toContain(text);
  });
});

describe('what an answer says', () => {
  const away = redirect('https://example.com/login');
  const byRedirect = probeOf([HOME, HOME], [away, away], [LOGIN])!;
  const byPage = probeOf([HOME, HOME], [LOGIN, LOGIN])!;
  const forbidden = answer({ status: 403, body: '<p>Please log in</p>' });
  const byNothing = probeOf([json({ name: 'Ada' }), json({ name: 'Ada' })], [json({}), json({})])!;
  const byRefusal = probeOf([HOME, HOME], [forbidden, forbidden])!;

  it.each<[string, Probe, Answer, string]>([
    ['the same page', byRedirect, HOME, 'in as_member'],
    ['the page on another day', byPage, page('Your orders', 'Log out', 'Ada', 'New: 7'), 'in as_member'],
    [
      'the redirect, from somewhere else',
      byRedirect,
      redirect('https://example.com/login?expired=1'),
      'out as_stranger',
    ],
    ['a redirect to elsewhere', byRedirect, redirect('https://example.com/maintenance'), 'inconclusive unlike_both'],
    ['the login page', byPage, LOGIN, 'out as_stranger'],
    ['a login page where there was a redirect', byRedirect, LOGIN, 'inconclusive unlike_both'],
    ['a page of maintenance', byPage, page('We are back soon'), 'inconclusive unlike_both'],
    ['an empty page', byPage, answer(), 'inconclusive unlike_both'],
    ['trouble', byPage, answer({ status: 502 }), 'inconclusive site_trouble'],
    ['too many requests', byPage, answer({ status: 429 }), 'inconclusive refused'],
    ['a firewall', byPage, answer({ status: 403, body: '<p>Access denied</p>' }), 'inconclusive refused'],
    [
      'a firewall where strangers are refused too',
      byRefusal,
      answer({ status: 403, body: '<p>Blocked</p>' }),
      'inconclusive refused',
    ],
    ['an object without members', byNothing, json({}), 'out as_stranger'],
    ['an object with others', byNothing, json({ error: 'later' }), 'inconclusive unlike_both'],
    ["the stranger's own refusal", byRefusal, forbidden, 'out as_stranger'],
    ['the page of the member, kept by a cache', byPage, { ...HOME, isStale: true }, 'inconclusive unlike_both'],
    ['the page of the stranger, kept by a cache', byPage, { ...LOGIN, isStale: true }, 'inconclusive unlike_both'],
    ['a challenge with the page of the member', byPage, { ...HOME, isChallenge: true }, 'inconclusive refused'],
  ])('%s', (_, probe, seen, said) => {
    const { answer: verdict, why } = judgeAnswer(probe, seen);
    expect(`${verdict} ${why}`).toBe(said);
  });

  const lines = fc.uniqueArray(fc.stringMatching(/^[a-z]{4,12}$/), { minLength: 6, maxLength: 30 });
  it('what was learned says in of the member, out of the stranger, and neither of anything else', () => {
    fc.assert(
      fc.property(lines, fc.nat(), (all, cut) => {
        const [m, s, other] = [0, 1, 2].map((side) => all.filter((_, at) => at % 3 === side));
        const shared = `shared ${cut}`;
        const [member, stranger] = [page(shared, ...m!), page(shared, ...s!)];
        const probe = probeOf([member, member], [stranger, stranger])!;
        expect(judgeAnswer(probe, member).answer).toBe('in');
        expect(judgeAnswer(probe, stranger).answer).toBe('out');
        expect(judgeAnswer(probe, page(shared, ...other!)).answer).toBe('inconclusive');
        expect(judgeAnswer(probe, { ...stranger, status: 500 }).answer).toBe('inconclusive');
      }),
      { numRuns: 60 },
    );
  });
});
