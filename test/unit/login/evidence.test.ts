import { describe, expect, it } from 'vitest';
import type { PageView } from '../../../activities/login/page-world/view.js';
import { proofAt } from '../../../activities/login/session/evidence.js';
import { nowhere } from '../discover/empty-view.js';
import { button, form } from './forms.js';
import { ADDRESS, type Shown, sight } from './sights.js';

const proof = (member: Shown, stranger: Shown, behind: readonly string[] = []) =>
  proofAt({ address: ADDRESS, member: sight(member), stranger: sight(stranger), behind: new Set(behind) });

const asks = (kind: 'login' | 'otp' | 'password'): Partial<PageView> => {
  const best = form(kind, [kind === 'login' ? 'password' : kind]);
  return { forms: [best], best };
};
const evidence = (over: Partial<PageView['evidence']>) => ({
  evidence: { logout: false, loginLink: false, passkey: false, untypable: false, headings: [], ...over },
});

describe('a session is proved', () => {
  it.each<[string, Shown, Shown, (readonly string[])?]>([
    ['by what a stranger is asked to log in for', {}, { view: asks('login') }],
    [
      'by what stands where a stranger is asked to log in',
      { lines: ['Shop', 'Hello Ada'] },
      { lines: ['Shop', 'Password'], view: asks('login') },
    ],
    [
      'by what can be pressed where a stranger is asked to log in',
      { lines: ['Shop'], view: { buttons: [button({ label: 'New', framed: true })] } },
      { lines: ['Shop', 'Password'], view: asks('login') },
    ],
    ['by what a stranger is refused', {}, { status: 401 }],
    ['where a stranger is led away', {}, { url: 'https://site.test/' }],
    ['by a way out that no stranger is offered', { view: evidence({ logout: true }) }, {}],
    ['by a "Sign in" that is gone', {}, { view: evidence({ loginLink: true }) }],
    ['by the menu of an account', { view: { standing: nowhere({ account: true }) } }, {}],
    ['by text that no stranger sees', { lines: ['Hello Ada', 'News'] }, { lines: ['News'] }, ['Hello Ada', 'News']],
    [
      'by a title that no stranger sees',
      { view: { title: 'Ada – Mail' } },
      { view: { title: 'Mail' } },
      ['Ada – Mail'],
    ],
    [
      'although a firewall stops the stranger',
      { view: evidence({ logout: true }) },
      { view: { captcha: 'turnstile' } },
    ],
  ])('%s', (_, member, stranger, behind) => expect(proof(member, stranger, behind)).toBe('signed_in'));
});

describe('nothing is proved', () => {
  it.each<[string, Shown, Shown, (readonly string[])?]>([
    ['by a page that is the same for everybody', { lines: ['News'] }, { lines: ['News'] }, ['News']],
    [
      'by a page that has yet to show the form of a stranger',
      { lines: ['Shop', 'Loading…'] },
      { lines: ['Shop', 'Password'], view: asks('login') },
    ],
    ['by a page that is another at each visit', { lines: ['Tip 2'] }, { lines: ['Tip 3'] }, ['Tip 1']],
    ['by a page that only a POST gets', { status: 405 }, { view: asks('login') }],
    ['by another address alone', { url: 'https://site.test/a' }, { url: 'https://site.test/b' }],
    ['by a stranger who is stopped', { lines: ['x'] }, { status: 429 }],
    ['by a stranger who has to solve a captcha', { lines: ['Hello'] }, { view: { captcha: 'hcaptcha' } }, ['Hello']],
    ['by a login form that everybody is shown', { view: asks('login') }, { view: asks('login') }],
  ])('%s', (_, member, stranger, behind) => expect(proof(member, stranger, behind)).toBe('nothing_decided'));
});

describe('a step is left', () => {
  const refused = { view: asks('login') };
  it.each<[string, Shown]>([
    ['where a code is asked for', { view: asks('otp') }],
    ['where the password is asked for again', { view: asks('password') }],
    ['where a captcha stands', { view: { captcha: 'hcaptcha' } }],
    [
      'where something is to be done elsewhere',
      { view: { externalAction: { kind: 'push', text: 'Approve', number: null } } },
    ],
  ])('%s', (_, member) => expect(proof(member, refused)).toBe('step_left'));

  it('but where the whole login is asked for, there is no session', () =>
    expect(proof({ view: asks('login') }, {})).toBe('asked_to_log_in'));
});
