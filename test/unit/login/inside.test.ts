import { describe, expect, it } from 'vitest';
import { insideAt } from '../../../activities/login/open/inside.js';
import type { PageView } from '../../../activities/login/page-world/view.js';
import { emptyView, nowhere } from '../discover/empty-view.js';
import { button, form } from './forms.js';

const PAGE: Partial<PageView> = {
  url: 'https://site.test/home',
  title: 'Smjena (2)',
  standing: nowhere({ here: '/home', texts: ['Danas u 8.15 radi Ada.', 'Soba 12', '21,5 °C'] }),
  buttons: [button({ label: 'Otvori' })],
};
const nameOf = (over: Partial<PageView> = {}): string => insideAt(emptyView({ ...PAGE, ...over })).client;

describe('a page that a person knows', () => {
  it('is the same at another hour, with other readings', () =>
    expect(
      nameOf({
        title: 'Smjena (14)',
        standing: nowhere({ here: '/home', texts: ['Danas u 18:40 radi Ada.', 'Soba 12', '7.25 °C'] }),
      }),
    ).toBe(nameOf()));

  it.each<[string, Partial<PageView>]>([
    ['other words', { standing: nowhere({ here: '/home', texts: ['Danas u 8.15 radi Jan.', 'Soba 12'] }) }],
    [
      'another count',
      { standing: nowhere({ here: '/home', texts: ['Danas u 8.15 radi Ada.', 'Soba 11', '21,5 °C'] }) },
    ],
    ['less to say', { standing: nowhere({ here: '/home', texts: ['Danas u 8.15 radi Ada.'] }) }],
    ['another place', { standing: nowhere({ here: '/', texts: ['Danas u 8.15 radi Ada.', 'Soba 12'] }) }],
    ['another title', { title: 'Čekaj' }],
    ['something else to press', { buttons: [button({ label: 'Potvrdi' })] }],
    ['something to fill', { forms: [form('other', ['custom'])] }],
    ['a heading', { evidence: { ...emptyView().evidence, headings: ['Čekaj'] } }],
  ])('is another one with %s', (_, over) => expect(nameOf(over)).not.toBe(nameOf()));

  it('is no page of another site', () =>
    expect(insideAt(emptyView({ ...PAGE, url: 'https://other.test/home' }))).not.toEqual(insideAt(emptyView(PAGE))));
});
