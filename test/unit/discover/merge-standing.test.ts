import { describe, expect, it } from 'vitest';
import type { FrameView } from '../../../activities/login/page-world/agent.js';
import type { Standing } from '../../../activities/login/page-world/view.js';
import { mergeStanding } from '../../../activities/login/read/merge-standing.js';
import { nowhere } from './empty-view.js';

const part = (path: string, standing: Partial<Standing>, url = 'https://site.test/') => ({
  path,
  view: { url, forms: [], buttons: [], standing: nowhere(standing) } as unknown as FrameView,
});
const CHAT = part('1', { words: 'Fragen?', texts: ['Fragen?'] }, 'https://chat.test/');
const STEP = part('2', { words: 'Ihre Nummer', texts: ['Ihre Nummer'], bare: true, sends: true });

describe('a page around one frame', () => {
  it.each([
    ['is at work', { waits: true }],
    ['is busy', { busy: true }],
    ['goes on', { goesOn: true }],
    ['leads on by itself', { refresh: 5 as unknown as Standing['refresh'] }],
    ['has a dialog over it', { inDialog: true, asksOver: true }],
  ] satisfies [string, Partial<Standing>][])('%s, whatever the frame shows', (_, standing) =>
    expect(mergeStanding(part('', standing), [CHAT])).toMatchObject(standing),
  );

  it('says what the frame does', () =>
    expect(mergeStanding(part('', {}), [CHAT])).toMatchObject({ texts: ['Fragen?'] }));

  it.each([
    ['beside a chat', [CHAT, STEP]],
    ['beside what is written into the page', [part('3', { words: 'Hallo' }, 'about:'), STEP]],
  ])('says what that of its own site does, %s', (_, frames) =>
    expect(mergeStanding(part('', {}), frames)).toMatchObject({ texts: ['Ihre Nummer'], bare: true, sends: true }),
  );

  it('says what the one asks that asks, and has the places of a menu', () => {
    const { view, path } = STEP;
    const asks = { path, view: { ...view, forms: [{ fields: [{}], framed: false }] } as unknown as FrameView };
    const menu = part('4', { words: 'A', places: ['/a', '/b', '/c'] });
    expect(mergeStanding(part('', {}), [menu, asks])).toMatchObject({
      texts: ['Ihre Nummer'],
      places: ['/a', '/b', '/c'],
    });
  });

  it('has no places of others', () => {
    const ads = part('4', { words: 'A', places: ['/a', '/b', '/c'] }, 'https://ads.test/');
    expect(mergeStanding(part('', {}), [ads, STEP])).toMatchObject({ texts: ['Ihre Nummer'], places: [] });
  });

  it('says nothing of several of its own', () =>
    expect(mergeStanding(part('', {}), [STEP, STEP])).toMatchObject({ texts: [], bare: false }));
});
