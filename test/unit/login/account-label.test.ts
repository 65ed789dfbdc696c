import { describe, expect, it } from 'vitest';
import { labelsOf, whoseIs } from '../../../activities/login/judge/account-label.js';
import { emptyView, nowhere } from '../discover/empty-view.js';

interface Shown {
  readonly accounts?: string[];
  readonly labels?: string[];
}

const page = (shown: Shown) => emptyView({ url: 'https://site.test/home', standing: nowhere(shown) });

/** What a page is taken for by somebody with these names, who saw another page when the password had just been typed. */
const judged = (names: string[], learned: Shown | null, now: Shown) =>
  whoseIs({ names, learned: learned === null ? [] : labelsOf(page(learned)) }, page(now));

const mail = (...accounts: string[]): Shown => ({ accounts });
const label = (...labels: string[]): Shown => ({ labels });
const ALICE = 'alice@acme.example';

describe('is of somebody else', () => {
  it.for<[string, string[], Shown | null, Shown]>([
    ['another address', [ALICE], null, mail('bob@acme.example')],
    ['the same office of another firm', ['info@firm-a.example'], null, mail('info@firm-b.example')],
    [
      'the same, where ours was seen',
      ['info@firm-a.example'],
      mail('info@firm-a.example'),
      mail('info@firm-b.example'),
    ],
    [
      'our name at another host, where the site was seen to call us otherwise',
      [ALICE],
      mail(ALICE),
      mail('alice@other.example'),
    ],
    [
      'another address than the one that the site has for us',
      ['4711'],
      mail('a.smith@corp.example'),
      mail('bob@corp.example'),
    ],
    ['an address with hidden letters that ours does not fit', [ALICE], null, label('exit: b•••@acme.example Log out')],
    ['the same, hidden by stars, the host too (de)', [ALICE], null, label('menu: b**b@a***.example')],
    ['another user name', ['alice'], label('greeting: Signed in as alice'), label('greeting: Signed in as bob')],
    [
      'another user name (fr)',
      ['alice'],
      label('greeting: Connecté en tant que alice'),
      label('greeting: Connecté en tant que bob'),
    ],
    ['another handle', ['alice'], label('menu: @alice'), label('menu: @bob')],
    [
      'another customer number (de)',
      ['100234'],
      label('exit: Kundennr. 100234 Abmelden'),
      label('exit: Kundennr. 100777 Abmelden'),
    ],
    [
      'another name, where ours is a part of the address',
      [ALICE],
      label('greeting: Hello Alice Smith'),
      label('greeting: Hello Bob Jones'),
    ],
    [
      'the same in the menu of the account (ja)',
      ['tanaka@acme.example'],
      label('menu: Tanaka 様'),
      label('menu: Suzuki 様'),
    ],
  ])('%s', ([, names, learned, now]) => {
    expect(judged(names, learned, now)).toBe('others');
  });
});

describe('is of nobody else', () => {
  it.for<[string, string[], Shown | null, Shown]>([
    ['our name at another host, as people have several', [ALICE], null, mail('alice@mail.example')],
    ['the address of the office of the site', [ALICE], null, mail('support@acme.example')],
    ['that office, seen before', [ALICE], mail('shop@acme.example'), mail('shop@acme.example')],
    ['our address beside that of another one', [ALICE], null, mail('boss@acme.example', ALICE)],
    ['any address, where we are known by none', ['alice'], null, mail('a.smith@acme.example')],
    ['our address with hidden letters', [ALICE], null, label('exit: al•••@acme.example Log out')],
    ['the same with the host hidden', [ALICE], null, label('menu: a***@a•••.example')],
    [
      'an address with hidden letters that our own login was shown',
      [ALICE],
      label('menu: x•••@corp.example'),
      label('menu: x•••@corp.example'),
    ],
    [
      'a part of our name, renamed',
      [ALICE],
      label('greeting: Hello Alice Smith'),
      label('greeting: Hello Alice Jones'),
    ],
    ['another greeting to us', [ALICE], label('greeting: Good morning Alice'), label('greeting: Good evening Alice')],
    ['a greeting without a name', [ALICE], label('greeting: Hello Alice'), label('greeting: Hello again')],
    ['a time of day (de)', [ALICE], label('greeting: Guten Morgen'), label('greeting: Guten Abend')],
    ['a display name of which nothing is ours, renamed', [ALICE], label('menu: Sunshine'), label('menu: Moonlight')],
    ['a number of things beside a name', [ALICE], label('exit: Alice Log out'), label('exit: 3 Log out')],
    ['another user name where nothing was learned', ['alice'], null, label('greeting: Signed in as bob')],
    [
      'what was there before beside our name',
      [ALICE],
      label('menu: Alice', 'menu: My Account'),
      label('menu: My Account'),
    ],
  ])('%s', ([, names, learned, now]) => {
    expect(judged(names, learned, now)).not.toBe('others');
  });

  it('another name on another page', () => {
    const learned = labelsOf({ ...page(label('exit: alice Log out')), url: 'https://site.test/a' });
    expect(whoseIs({ names: ['alice'], learned }, page(label('exit: help Log out')))).toBe('unknown');
  });
});
