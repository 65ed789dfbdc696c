/** Where nobody knows whether a page is a step of the login or the place behind it, a person says so once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { PageHandle, SeenPage } from '../../../contract/steps.js';
import { HALF_WAY, MEMBER } from '../../sites/flows/half-way.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { type Lang, loginForm } from '../../sites/flows/words.js';
import { variant, variants } from '../../support/variants.js';
import { type Bench, inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';
import { choosing, toTheEnd } from './to-the-end.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const DONE = /^What this page asks for is done/;
const INSIDE = /^Nothing is left/;

/** How often sessions have ended. */
let ended = 0;

/** One page for whoever gave the password, and none for anybody else. */
const single =
  (lang: Lang, page: () => Answer) =>
  ({ path, cookies }: Visit): Answer => {
    if (path === '/password') return { to: '/', cookies: [`sid=member-${ended}`] };
    if (path === '/login') return loginForm(lang);
    return cookies.get('sid') === `member-${ended}` ? page() : { to: '/login' };
  };

/** Logs in, and says something of the page where that is asked. */
async function logIn(b: Bench, says: RegExp | null) {
  const { page, came } = await toTheEnd(b);
  const end = came.kind === 'input' && says !== null ? (await choosing(b, page, came.page, says)).came : came;
  await b.activities.closePage({ ...b.ref, page });
  ended += 1;
  return { isAsked: came.kind === 'input', end };
}

describe('a page that only a person can tell from a step', () => {
  it.each(
    variants(1, [
      ['a few sentences', single('th', () => '<h1>Hutten</h1><p>Ključ je u kutiji. Kod je 2-7-4. Sretno!</p>')],
      ['one sentence', single('ru', () => '<p>На этой неделе дежурит Тарас.</p><a href="/logout">Выйти</a>')],
      [
        'names and values',
        single(
          'tr',
          () =>
            '<h1>S-12</h1><p>Sve u stakleniku radi kako treba.</p><table><tr><td>Vlaga</td><td>Dobra</td></tr></table>',
        ),
      ],
      [
        'something to press',
        single('pl', () => '<h1>Kapija</h1><p>Kapija je zatvorena. Netko stoji vani.</p><button>Otvori</button>'),
      ],
      ['a ring that turns', single('ja', () => '<h1>4711</h1><div role="progressbar">…</div>')],
    ] as const),
  )('is asked about in one login of an agent: %s', (_, flow) =>
    onFlow(pages, flow, async (b) => {
      const first = await logIn(b, INSIDE);
      expect(first, JSON.stringify(first)).toMatchObject({ isAsked: true, end: { kind: 'saved' } });
      expect(b.vault.consents).toHaveLength(1);
      expect(await logIn(b, null)).toMatchObject({ isAsked: false, end: { kind: 'saved' } });
    }),
  );

  variant('is the same at another hour, and asked about again with other words', () => {
    let text = 'Danas u 8.15 radi Ada. Sutra u 9.30 radi Jan.';
    const flow = single('fr', () => `<h1>Smjena</h1><p>${text}</p>`);
    return onFlow(pages, flow, async (b) => {
      await logIn(b, INSIDE);
      text = 'Danas u 10.15 radi Ada. Sutra u 11.30 radi Jan.';
      expect(await logIn(b, null)).toMatchObject({ isAsked: false, end: { kind: 'saved' } });
      text = 'Danas u 10.15 čekaj Adu. Sutra u 11.30 pitaj Jana.';
      expect(await logIn(b, null)).toMatchObject({ isAsked: true });
    });
  });

  variant('is no session where strangers are shown it, too, whatever a person says', () => {
    const text = '<h1>Smjena</h1><p>Danas radi Ada. Sutra radi Jan.</p>';
    return onFlow(
      pages,
      ({ path }) => (path === '/password' ? { to: '/x', cookies: [MEMBER] } : path === '/x' ? text : loginForm('de')),
      async (b) => {
        const { end } = await logIn(b, INSIDE);
        expect(end.kind, JSON.stringify(end)).not.toBe('saved');
      },
    );
  });
});

/** Half a login, until somebody else has agreed. */
const agreed =
  (isAgreed: () => boolean) =>
  (visit: Visit): Answer | undefined => {
    const known = isAgreed() && visit.cookies.has('sid') ? new Map([['sid', 'member']]) : visit.cookies;
    return HALF_WAY.everywhere(
      'ko',
      '<h1>Bok, Ada</h1><p>Netko mora najprije pristati. Javit ćemo ti.</p>',
    )({
      ...visit,
      cookies: known,
    });
  };

describe.each(variants(0, ['what somebody has to do elsewhere']))('%s', () => {
  variant('is looked for again by the one who says that it is done', () => {
    let isDone = false;
    return onFlow(
      pages,
      agreed(() => isDone),
      async (b) => {
        const { page, came } = await toTheEnd(b);
        const early = await choosing(b, page, inputOf(came as never), DONE);
        expect(early.came).toMatchObject({ kind: 'input' });
        isDone = true;
        expect((await choosing(b, page, inputOf(early.came as never), DONE)).came).toMatchObject({ kind: 'saved' });
        expect(b.vault.consents).toEqual([]);
        await b.activities.closePage({ ...b.ref, page });
      },
    );
  });

  variant('makes no step a place, when the place is there by the time that a person says so', () => {
    let isDone = false;
    return onFlow(
      pages,
      agreed(() => isDone),
      async (b) => {
        const { page, came } = await toTheEnd(b);
        isDone = true;
        expect((await choosing(b, page, inputOf(came as never), INSIDE)).came).toMatchObject({ kind: 'saved' });
        await b.activities.closePage({ ...b.ref, page });
        isDone = false;
        expect(await logIn(b, null)).toMatchObject({ isAsked: true });
      },
    );
  });
});

it('nobody says so but who may answer', () =>
  onFlow(
    pages,
    single('vi', () => '<p>Ključ je u kutiji. Kod je 2-7-4.</p>'),
    async (b) => {
      const { page, came } = await toTheEnd(b);
      const say = (handle: PageHandle, seen: SeenPage) => {
        const { id } = seen.sign_in_options.find(({ label }) => INSIDE.test(label))!;
        return b.activities.chooseOption({
          ...b.ref,
          page: handle,
          signature: seen.signature,
          choice: { sign_in_option: id },
        });
      };
      expect(await say(page, inputOf(came as never))).toMatchObject({ kind: 'not_entitled' });
      expect(b.vault.consents).toEqual([]);
      await b.activities.closePage({ ...b.ref, page });
    },
  ));
