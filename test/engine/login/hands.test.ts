import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { letIn, members, PASSWORD_PAGE } from '../../sites/flows/members.js';
import { variant, variants } from '../../support/variants.js';
import { inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const VALUES = { email: 'me@example.com', password: 'a good passphrase' };
const FRONT = '<a href="/login">Log in</a>';

/** Logs in on a site, and looks at what it was sent. */
const logIn = (
  { front = FRONT, login = PASSWORD_PAGE }: { readonly front?: string; readonly login?: string },
  sent: Readonly<Record<string, string>> = VALUES,
): Promise<void> =>
  onFlow(
    pages,
    (visit) => {
      if (visit.path === '/') return front;
      if (visit.path === '/login') return login;
      return visit.path === '/password' ? letIn : members(visit);
    },
    async (b, { posts }) => {
      const { page, outcome } = await b.open();
      expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'authenticated' });
      expect(posts.map(({ fields }) => fields)).toEqual([sent]);
      await b.activities.closePage({ ...b.ref, page });
    },
  );

describe("the page's own scripts", () => {
  it('may have changed what everything is built on', () =>
    logIn({
      login: `<script>
        for (const name of ['map', 'filter', 'flatMap', 'find', 'some', 'sort']) Array.prototype[name] = () => [];
        for (const name of ['matches', 'closest', 'getAttribute', 'getBoundingClientRect', 'checkVisibility'])
          Element.prototype[name] = () => { throw new Error('gone'); };
        Array.prototype.toJSON = Object.prototype.toJSON = () => 'nothing';
        document.querySelector = document.querySelectorAll = () => null;
        HTMLElement.prototype.focus = () => {};
        window.requestAnimationFrame = window.setTimeout = window.getComputedStyle = () => {};
      </script>${PASSWORD_PAGE}`,
    }));

  it('see nothing of what reads and fills it', () =>
    logIn(
      {
        login: `<script>
          const known = new Set(Reflect.ownKeys(window));
          let calls = 0;
          for (const name of ['matches', 'closest', 'getBoundingClientRect', 'checkVisibility']) {
            const real = Element.prototype[name];
            Element.prototype[name] = function (...about) { calls++; return real.apply(this, about); };
          }
          addEventListener('submit', () => {
            const names = Reflect.ownKeys(window).filter((name) => !known.has(name)).map(String);
            document.querySelector('[name=seen]').value = JSON.stringify({ calls, names });
          }, true);
          known.add('known').add('calls').add('seen');
        </script>${PASSWORD_PAGE.replace('<button>', '<input type="hidden" name="seen"><button>')}`,
      },
      { ...VALUES, seen: '{"calls":0,"names":[]}' },
    ));
});

variant('a form is filled whose fields have the names of what forms can do', () => {
  const names = ['getAttribute', 'querySelectorAll', 'contains', 'matches', 'closest', 'elements', 'requestSubmit'];
  const hidden = names.map((name) => `<input type="hidden" name="${name}" value="x">`).join('');
  return logIn(
    { login: PASSWORD_PAGE.replace('<button>', `${hidden}<button>`) },
    { ...VALUES, ...Object.fromEntries(names.map((name) => [name, 'x'])) },
  );
});

describe('what is pressed', () => {
  it.each(
    variants(1, [
      [
        'goes over two lines',
        '<p style="width:9rem">To go on you have to <a href="/login">log in to your account</a> first.</p>',
      ],
      [
        'is scrolled to where nothing lies over it',
        `<div style="position:fixed;inset:30% 0;background:#ddd">News</div>
       <p style="margin:80rem 0">${FRONT}</p>`,
      ],
    ] as const),
  )('is a link that %s', (_, front) => logIn({ front }));

  it.each(
    variants(1, [
      ['glides in', '<style>button{animation:in .4s}@keyframes in{from{transform:translateX(15rem)}}</style>'],
      [
        'is pushed about by a script',
        `<script>let left = 20; const push = setInterval(() => {
         document.querySelector('button').style.marginLeft = --left + 'rem';
         if (left === 0) clearInterval(push); }, 30);</script>`,
      ],
    ] as const),
  )('is a button that %s', (_, more) => logIn({ login: PASSWORD_PAGE + more }));

  it('is a box that its label draws over', () =>
    logIn(
      {
        login: PASSWORD_PAGE.replace(
          '<button>',
          `<label style="position:relative"><input type="checkbox" name="keep" style="margin:0">
             <i style="position:absolute;inset:0;background:#eee"></i> Keep me logged in</label><button>`,
        ),
      },
      { ...VALUES, keep: 'on' },
    ));
});
