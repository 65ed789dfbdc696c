import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../activities/login/read/observation.js';
import { isForeign, isRuledOut, isTimeToRuleOut } from '../../../activities/login/session/rule-out.js';
import { signsOf } from '../../../activities/session-check/index.js';
import { LOGIN, page, type Shown } from './observations.js';

const MEMBER = ['Your orders', 'Hello Ada', 'Log out'];
const SIGNS = signsOf('https://site.test/desk', new Set(MEMBER), new Set(['Sign in here']));

const seen = ({ link = false, ...shown }: Shown & { link?: boolean }): Observation => {
  const { view, ...rest } = page({ status: 200, ...shown });
  return { ...rest, view: { ...view, evidence: { ...view.evidence, loginLink: link } } };
};
const FORM = seen({ form: LOGIN });
const ASKED = seen({ form: { ...LOGIN, class: 'password' } });
const REFUSED = seen({ status: 403, lines: ['Forbidden'] });
const OWN = seen({ lines: ['See you soon'] });
const PUBLIC = seen({ lines: ['Invoices for all', 'Sign in'], link: true });
const AT_HOME = seen({ lines: ['Invoices for all'], logout: true });

describe('a session is ruled out', () => {
  it.each<[string, [Observation, Observation], [Observation, Observation] | null, boolean]>([
    ['refused where strangers are led to the login, and not known at home', [REFUSED, FORM], [PUBLIC, PUBLIC], true],
    ['refused there, and known at home', [REFUSED, FORM], [AT_HOME, PUBLIC], false],
    ['refused there and at home, as no stranger is', [REFUSED, FORM], [REFUSED, PUBLIC], true],
    ['refused there, which is the home page', [REFUSED, FORM], null, true],
    ['refused like everybody', [REFUSED, REFUSED], [REFUSED, REFUSED], false],
    ['refused like everybody, on the home page', [REFUSED, REFUSED], null, false],
    ['refused like every stranger, and asked to log in at home', [REFUSED, REFUSED], [FORM, FORM], true],
    ['refused where strangers get a riddle', [REFUSED, seen({ captcha: 'a riddle' })], [PUBLIC, PUBLIC], false],
    ['refused where strangers meet trouble', [REFUSED, seen({ status: 503 })], [PUBLIC, PUBLIC], false],
    ['a page of its own, and not known at home', [OWN, FORM], [PUBLIC, PUBLIC], true],
    ['a page of its own, and known at home', [OWN, FORM], [AT_HOME, PUBLIC], false],
    ['a page of its own on the home page', [OWN, FORM], null, false],
    ['asked for the rest of a login, and not known at home', [ASKED, FORM], [ASKED, PUBLIC], true],
    ['asked for the rest of a login, and known at home', [ASKED, FORM], [AT_HOME, PUBLIC], false],
    ['asked for the rest of a login, and a home page for everybody', [ASKED, FORM], [PUBLIC, PUBLIC], false],
    ['asked for the rest of a login on the home page', [ASKED, FORM], null, true],
    ['a page for everybody that offers to log in', [PUBLIC, PUBLIC], null, true],
    ['a page for everybody that offers nothing', [OWN, OWN], null, false],
    ['a page for everybody, and the home page as well', [OWN, OWN], [OWN, OWN], false],
    ['a page for everybody, and a home page that offers to log in', [OWN, OWN], [PUBLIC, PUBLIC], true],
  ])('%s: %#', (_, [member, stranger], home, isOver) => {
    const atHome = home && { member: home[0], stranger: home[1] };
    expect(isRuledOut(SIGNS, { member, stranger }, atHome, 2)).toBe(isOver);
  });

  it.each<[string, [Observation, Observation], [Observation, Observation] | null, boolean]>([
    ['a page of its own that leads nowhere, on the home page', [OWN, FORM], null, true],
    ['one that can be answered', [seen({ lines: ['New terms'], buttons: ['I agree'] }), FORM], null, false],
    ['one of trouble', [seen({ lines: ['Down for maintenance.'] }), FORM], null, false],
    ['one that offers to log out', [seen({ lines: ['A new design'], logout: true }), FORM], null, false],
    ['a page of its own while strangers are shown another one than ever', [OWN, OWN], null, false],
    ['the same page of its own everywhere', [OWN, FORM], [OWN, PUBLIC], true],
    ['another page of its own at home', [OWN, FORM], [seen({ lines: ['Invoices for all'] }), PUBLIC], false],
  ])('after an hour: %s: %#', (_, [member, stranger], home, isOver) => {
    const atHome = home && { member: home[0], stranger: home[1] };
    expect(isRuledOut(SIGNS, { member, stranger }, atHome, 5)).toBe(isOver);
    expect(isRuledOut(SIGNS, { member, stranger }, atHome, 4)).toBe(false);
  });

  it('at once where it is refused, at the third look where a page is another one, after an hour of trouble', () => {
    const first = (what: Observation) => [0, 1, 2, 3, 4, 5].find((looks) => isTimeToRuleOut(what, looks));
    expect([REFUSED, OWN, seen({ status: 500 })].map(first)).toEqual([0, 2, 5]);
  });
});

it('a page is foreign that shows nothing of the proof, and offers nothing of an account', () => {
  expect(isForeign(SIGNS, OWN)).toBe(true);
  expect(isForeign(SIGNS, seen({ lines: ['Hello Ada', 'Your orders'] }))).toBe(false);
  expect(isForeign(SIGNS, seen({ lines: ['A new design'], logout: true }))).toBe(false);
  expect(isForeign(SIGNS, seen({ lines: ['A new design'], standing: { account: true } }))).toBe(false);
  expect(isForeign(null, OWN)).toBe(false);
});
