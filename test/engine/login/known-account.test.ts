/** Sites that remember who was here, and offer to go on as that account, in words that no list has. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { variants } from '../../support/variants.js';
import { fieldNames, inputOf, store, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const ALICE = 'alice@acme.example';
const BOB = 'bob@acme.example';
const PASSWORD_PAGE =
  '<h1>4711</h1><form method="post" action="/login"><label>Password <input name="p" type="password"></label><button>Log in</button></form>';

/** @param offer what is shown before somebody goes on */
const remembers =
  (offer: string) =>
  ({ path, cookies }: Visit): Answer | undefined => {
    if (path === '/on') return { to: '/', cookies: ['on=1'] };
    return path === '/' ? (cookies.has('on') ? PASSWORD_PAGE : offer) : undefined;
  };

const send = (label: string, to = '/on'): string =>
  `<form method="post" action="${to}"><button>${label}</button></form>`;
const initial = (who: string): string => `<i>${who.slice(0, 1).toUpperCase()}</i><b>${who}</b>`;
const other = (label: string): string => `<p><a href="/other">${label}</a></p>`;
const shown = (heading: string, ...offers: string[]): string => `<h1>${heading}</h1><main>${offers.join('')}</main>`;

/** How many times the page was gone on from, and what the login came to. */
async function opened(offer: string): Promise<{ pressed: number; asked: string[] }> {
  let found = { pressed: 0, asked: [''] };
  await onFlow(pages, remembers(offer), async (b, { posts }) => {
    b.vault.stored.set('email', ALICE);
    store(b, ['email', 'password']);
    const { page, outcome } = await b.open();
    const seen = outcome.kind === 'input' ? inputOf(outcome) : null;
    found = {
      pressed: posts.filter(({ path }) => path === '/on').length,
      asked: seen === null ? [] : fieldNames(seen),
    };
    await b.activities.closePage({ ...b.ref, page });
  });
  return found;
}

describe('the one offer to go on as our account', () => {
  it.each(
    variants(1, [
      ['in a card (ga)', shown('Cuntais', `<div>${initial(ALICE)}${send('Ar aghaidh')}</div>`, other('Duine eile'))],
      [
        'in a list (lb)',
        shown(
          'Konten',
          `<ul><li><span>Alice A.</span> <span>${ALICE}</span>${send('Virufueren')}</li></ul>`,
          send('Een aneren', '/x'),
        ),
      ],
    ]),
  )('is taken: %s', async (_, offer) => {
    const { pressed, asked } = await opened(offer);
    expect([pressed, asked]).toEqual([1, ['password']]);
  });

  it.each(
    variants(2, [
      ['of somebody else', `<div>${initial(BOB)}${send('Ar aghaidh')}</div>`],
      ['of another with the same name', `<div>${initial('alice@other.example')}${send('Ar aghaidh')}</div>`],
      ['beside somebody else’s', [BOB, ALICE].map((who) => `<div><b>${who}</b>${send('Ar aghaidh')}</div>`).join('')],
      ['that shares its card', `<div>${initial(ALICE)}${send('Ar aghaidh')}${send('Scrios', '/x')}</div>`],
      ['twice', `<div>${initial(ALICE)}${send('Ar aghaidh')}</div><div>${initial(ALICE)}${send('Oifig', '/x')}</div>`],
      ['to log out', `<div>${initial(ALICE)}${send('Log out')}</div>`],
    ]),
  )('is none: %s', async (_, offer) => {
    expect((await opened(shown('Cuntais', offer, other('Duine eile')))).pressed).toBe(0);
  });
});
