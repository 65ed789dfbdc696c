import { describe, expect, it } from 'vitest';
import { answersOf, isOnTheWay, leftStepOf } from '../../../activities/login/judge/left-step.js';
import type { PageView, Standing, ViewButton } from '../../../activities/login/page-world/view.js';
import { beside, withoutBeside } from '../../../activities/login/read/beside.js';
import { emptyView, nowhere } from '../discover/empty-view.js';
import { button as anyButton, field, form } from './forms.js';

const REF = { frame: '', css: 'button', signature: 's', pin: 'p' };

const button = (label: string, more: Partial<ViewButton> = {}): ViewButton => anyButton({ label, ...more });

const page = (standing: Partial<Standing>, more: Partial<PageView> = {}): PageView =>
  emptyView({ standing: nowhere(standing), ...more });

const logout = { logout: true, loginLink: false, passkey: false, untypable: false, headings: [] };
const GO = { buttons: [button('Go on')] };
const CHANGE = form('change_password', ['new_password', 'new_password']);
const change = { forms: [CHANGE] };
const SECRETS = {
  ...form('signup', ['new_password', 'new_password', 'new_password']),
  fields: ['Code d’accès actuel', 'Nouveau code d’accès', 'Code d’accès, encore une fois'].map((label) => ({
    ...field('new_password'),
    inputType: 'password',
    label,
  })),
};
const MASKED = {
  ...form('signup', ['new_password']),
  fields: [{ ...field('new_password'), inputType: 'password', label: 'Zorp' }],
};
const PLACE = { places: ['/a', '/b', '/c'], account: true };
const CODE = form('otp', ['otp']);
const OTHER = form('other', ['custom']);
const BOX = { ref: REF, label: 'I have read it', required: true };

describe('a step that is left', () => {
  it.each<[string, PageView, string]>([
    ['a button and nothing else to do', page({}, GO), 'question'],
    ['nothing but a ring that turns', page({ waits: true }), 'question'],
    ['one that its headings name', page({ headline: 'session_elsewhere' }, GO), 'session_elsewhere'],
    ['one that its text names', page({ speaksOf: 'identity_check' }, GO), 'identity_check'],
    [
      'one that names it and offers a way out',
      page({ headline: 'identity_check' }, { ...GO, evidence: logout }),
      'identity_check',
    ],
    ['a box to tick, beside a way out', page({ boxes: [BOX] }, { ...GO, evidence: logout }), 'question'],
    ['a form for a new password on its own', page({}, change), 'password_change'],
    ['masked fields beside a way out and a menu', page(PLACE, { forms: [MASKED], evidence: logout }), 'question'],
    [
      'words that the password has expired',
      page({ speaksOf: 'password_change' }, { ...change, evidence: logout }),
      'password_change',
    ],
    [
      'three secrets of one kind, beside a way out',
      page({ bare: true }, { forms: [SECRETS], evidence: logout }),
      'password_change',
    ],
    [
      'a box for each of three characters',
      page(
        { bare: true },
        { forms: [{ ...SECRETS, fields: SECRETS.fields.map((one) => ({ ...one, maxLength: 1 })) }], evidence: logout },
      ),
      'question',
    ],
    [
      'a code for a key that the page gives out',
      page({ handsOutKey: true }, { forms: [CODE], best: CODE }),
      'enrollment',
    ],
    [
      'any field beside such a key, on its own',
      page({ handsOutKey: true, bare: true }, { forms: [OTHER], ...GO }),
      'enrollment',
    ],
    ['a heading that wants a second factor set up', page({ headline: 'enrollment' }, GO), 'enrollment'],
    [
      'a greeting, a sentence and a form that goes on, beside a way out',
      page({ bare: true, greets: true, tells: true, sends: true }, { ...GO, forms: [OTHER], evidence: logout }),
      'question',
    ],
  ])('is %s', (_, view, step) => expect(leftStepOf(view)).toBe(step));

  it.each<[string, PageView]>([
    ['a page that offers nothing', page({})],
    ['a page with a way out', page({}, { ...GO, evidence: logout })],
    ['a page that its own navigation leads to', page({ linksHere: true }, GO)],
    ['a page with navigation of its own', page({ places: ['/a', '/b', '/c'] }, GO)],
    ['a page with the menu of an account', page({ account: true }, GO)],
    ['settings with a form for a new password', page({}, { ...change, evidence: logout })],
    [
      'a profile with a part for a new password, and nothing else to do',
      page({ bare: true }, { ...change, evidence: { ...logout, headings: ['Ada', 'New password'] } }),
    ],
    ['a code that is asked for', page({ speaksOf: 'identity_check' }, { forms: [CODE], best: CODE, ...GO })],
    [
      'a new password beside a way out and a menu',
      page(PLACE, { forms: [{ ...MASKED, setsNew: true }], evidence: logout }),
    ],
  ])('is not %s', (_, view) => expect(leftStepOf(view)).toBeNull());
});

describe('what stood beside the form of the login', () => {
  const SEARCH = form('search', ['custom']);
  const NEWS = { ...form('search', ['custom']), signature: 'another' };
  const around = { places: ['/a', '/b', '/c'], bare: true };
  const login = page(around, { forms: [SEARCH] });

  it('tells no place from a step', () => {
    const step = page(around, { ...GO, forms: [SEARCH] });
    expect(leftStepOf(step)).toBeNull();
    expect(leftStepOf(withoutBeside(step, new Set(beside(login))))).toBe('question');
  });

  it('is told by its query where only that names a page', () => {
    const led = { places: ['/index.php?page=a', '/index.php?page=b'], linksHere: true, here: '/index.php?page=a' };
    const seen = withoutBeside(page(led, GO), new Set(beside(page(led))));
    expect(seen.standing.linksHere).toBe(false);
    expect(withoutBeside(page(led, GO), new Set(['/index.php'])).standing.linksHere).toBe(true);
  });

  it.each([
    ['navigation that came since', page({ ...around, places: ['/d', '/e', '/f'] }, { ...GO, forms: [SEARCH] })],
    ['another form to look for something', page(around, { ...GO, forms: [NEWS] })],
  ])('is not %s', (_, view) => expect(leftStepOf(withoutBeside(view, new Set(beside(login))))).toBeNull());

  it('is a menu within one page, too', () => {
    const menu = { menu: ['Home', 'Files', 'Team'], bare: true };
    expect(leftStepOf(page(menu, GO))).toBeNull();
    expect(leftStepOf(withoutBeside(page(menu, GO), new Set(beside(page(menu)))))).toBe('question');
    expect(leftStepOf(page({ ...menu, menu: ['Home', 'Help'] }, GO))).toBe('question');
    const asking = { ...GO, forms: [OTHER] };
    expect(leftStepOf(page({ ...menu, menu: ['Home', 'Files', 'Team'] }, asking))).toBe('question');
    expect(leftStepOf(page(menu, change))).toBe('password_change');
    expect(leftStepOf(page({ ...menu, headline: 'session_elsewhere' }, GO))).toBe('session_elsewhere');
  });

  it('is nothing where that page offers a way out', () => {
    expect(beside({ ...login, evidence: logout })).toEqual([]);
  });
});

describe('the answers of a page', () => {
  it('come without what all pages have, each once, with a no at the end', () => {
    const buttons = [
      button('Cancel', { leadsAway: true }),
      button('Continue'),
      button('Continue'),
      button('Help', { framed: true }),
      button('Reject all', { kind: 'dismiss', cookies: 'reject' }),
    ];
    expect(answersOf(page({}, { buttons })).map(({ label }) => label)).toEqual(['Continue', 'Cancel']);
  });

  it('are links that a script makes buttons, among many that lead somewhere', () => {
    const links = ['One', 'Two', 'Three', 'Four'].map((label) => button(label, { link: true }));
    const buttons = [button('Set up', { link: true, scripted: true }), ...links];
    expect(answersOf(page({}, { buttons })).map(({ label }) => label)).toEqual(['Set up']);
  });

  it('are no links in a text, and not more than a person can choose from', () => {
    const links = ['a', 'b', 'c', 'd'].map((label) => button(label, { link: true }));
    expect(answersOf(page({}, { buttons: [...links, button('Go')] })).map(({ label }) => label)).toEqual(['Go']);
    const many = Array.from({ length: 9 }, (_, at) => button(String(at)));
    expect(answersOf(page({}, { buttons: many }))).toEqual([]);
  });
});

describe('a page that leads on by itself', () => {
  it.each<[string, PageView, boolean]>([
    ['says when', page({ refresh: 5 }), true],
    ['says that it does', page({ goesOn: true }), true],
    [
      'says that it does, with a link for those who can not wait',
      page({ goesOn: true }, { buttons: [button('here', { link: true })] }),
      true,
    ],
    ['asks something', page({ goesOn: true }, GO), false],
    ['is a place', page({ goesOn: true }, { evidence: logout }), false],
    ['says nothing of it', page({}), false],
  ])('%s', (_, view, leads) => expect(isOnTheWay(view)).toBe(leads));
});
