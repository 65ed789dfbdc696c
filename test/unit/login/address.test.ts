import { describe, expect, it } from 'vitest';
import { Scrubber } from '../../../activities/login/evidence/scrub.js';
import { isSameRequest, lastingAddress, shownRoute } from '../../../activities/login/session/address.js';

const SECRET = 'Tulip-Harbour-42';

const lasting = (rest: string): string => {
  const scrub = new Scrubber('site.test');
  scrub.add([SECRET, 'ada', 'orchard', 'server']);
  scrub.addIdentifiers({ username: 'ada' });
  scrub.addNames(['orchard']);
  return lastingAddress(`https://site.test${rest}`, scrub).replace('https://site.test', '');
};

describe('an address that is opened again', () => {
  it.each([
    ['/', '/'],
    ['/app?company=7', '/app?company=7'],
    ['/index.php?page=home&lang=de', '/index.php?page=home&lang=de'],
    ['/#nisi', '/#nisi'],
    ['/#/orders/open', '/#/orders/open'],
    ['/#!/inbox', '/#!/inbox'],
    ['/?server=orchard&username=ada', '/?server=orchard&username=ada'],
    ['/#/ada/open', '/#/ada/open'],
    ['/?firma=Ärzte#übersicht', '/?firma=%C3%84rzte#%C3%BCbersicht'],
  ])('%s keeps what says what is shown', (given, kept) => expect(lasting(given)).toBe(kept));

  it.each([
    ['/cb?code=abc&state=xyz', '/cb'],
    ['/enter?t=77', '/enter'],
    ['/app?ticket=ST-12345-abcdefghijkl&company=7', '/app?company=7'],
    ['/app?sid=4711', '/app'],
    ['/app?x=9f86d081884c7d659a2feaa0c55ad015', '/app'],
    ['/#access_token=abc&expires_in=3600', '/'],
    ['/#id=9f86d081884c7d659a2feaa0c55ad015', '/'],
    ['/app?next=%2Fadmin', '/app'],
    [`/app?name=${SECRET}`, '/app'],
    [`/app?${SECRET}`, '/app'],
    [`/app?username=ada&word=${SECRET}`, '/app?username=ada'],
    [`/#${SECRET}`, '/'],
    ['/%#%', '/%'],
  ])('%s loses what was made for one visit, and what was typed', (given, kept) => expect(lasting(given)).toBe(kept));
});

describe('two addresses', () => {
  const same = (one: string, other: string): boolean =>
    isSameRequest(`https://example.com${one}`, `https://example.com${other}`, new Scrubber('example.com'));

  it.each([
    ['/', '/?next=%2Fadmin'],
    ['/index.php?page=login', '/index.php?page=login&sid=4711'],
    ['/', '/#/inbox'],
  ])('%s and %s ask for one page', (one, other) => expect(same(one, other)).toBe(true));

  it.each([
    ['/', '/?username=ada'],
    ['/index.php?page=login', '/index.php?page=orders'],
    ['/home', '/'],
  ])('%s and %s ask for two', (one, other) => expect(same(one, other)).toBe(false));
});

describe('a route that is shown', () => {
  const shown = (fragment: string): string => {
    const scrub = new Scrubber('site.test');
    scrub.add([SECRET, 'ada']);
    return shownRoute(`https://site.test/app?x=1${fragment}`, scrub);
  };
  it.each(['#/office/3', '#!/inbox', '#/moreau/dossiers', '#/कार्यालय'])('%s', (fragment) =>
    expect(decodeURIComponent(shown(fragment))).toBe(fragment),
  );
  it.each([
    '',
    '#access_token=abc&expires_in=3600',
    '#/enter/9f86d081',
    '#/enter?code=4711',
    '#/enter/48151623',
    '#/enter/qwertzuiopasdfghjklyxcvbnm',
    '#/ada/open',
    `#/${SECRET}`,
    '#inbox',
  ])('"%s" is none', (fragment) => expect(shown(fragment)).toBe(''));
});
