/** Applications that say the same once more, in the same place: nothing new stands there, and no document came. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { Outcome } from '../../../contract/steps.js';
import type { Visit } from '../../sites/flows/serve.js';
import { isMember, MEMBER } from '../../sites/flows/sessions.js';
import { variants } from '../../support/variants.js';
import { inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const FORM =
  '<form id="f"><label>E-mail <input id="u" type="email"></label><label>Password <input id="p" type="password"></label><button id="go">Sign in</button></form>';

/**
 * @param said where it is said
 * @param say how a script says it, `no` being the words
 * @param send what it does as the form is sent
 */
const app = (
  said: string,
  say: string,
  send = '',
): string => `<h1>Sign in</h1><div id="app">${said}${FORM}</div><script>
  const app = document.getElementById('app');
  const begin = () => { f.onsubmit = async (event) => {
    event.preventDefault();
    const body = new URLSearchParams({ u: u.value, p: p.value });
    ${send}
    const answer = await fetch('/in', { method: 'POST', body });
    const no = await answer.text();
    if (no === '') return goOn();
    ${say}
  }; };
  const goOn = () => location.assign('/home');
  begin();
</script>`;

const ALERT = '<div id="a" role="alert"></div>';
const WAYS: readonly (readonly [name: string, page: string])[] = [
  ['emptied, and filled again', app(ALERT, 'a.textContent = no;', "a.textContent = '';")],
  ['written over', app(ALERT, 'a.textContent = no;')],
  [
    'hidden, and shown again',
    app(
      '<div id="a" role="alert" hidden><span id="s"></span></div>',
      's.textContent ||= no; a.hidden = false;',
      'a.hidden = true;',
    ),
  ],
  [
    'a box of its own each time',
    app(
      '<div id="a"></div>',
      'a.innerHTML = \'<div class="alert" role="alert"><span>\' + no + "</span></div>";',
      'a.replaceChildren();',
    ),
  ],
  [
    'the form drawn anew with it',
    app(
      '',
      "const keep = app.innerHTML; app.innerHTML = '…'; setTimeout(() => { app.innerHTML = '<p role=\"alert\">' + no + '</p>' + keep.replace(/<p role=.*?<.p>/, ''); begin(); }, 60);",
    ),
  ],
];
const SILENT: readonly (readonly [name: string, page: string])[] = [
  ['no message by its name', app('<p id="a"></p>', 'a.textContent = no;', "a.textContent = '';")],
  ['left as it is', app(ALERT, 'if (a.textContent !== no) a.textContent = no;')],
];
const BUSY = {
  en: 'The system is too busy.',
  de: 'Das System ist ausgelastet.',
};
const WRONG = 'Wrong e-mail or password.';

type Says = (times: number) => string;
const site = (page: string, says: Says) => {
  let times = 0;
  return (visit: Visit) => {
    if (visit.path === '/in') {
      times += 1;
      const no = says(times);
      return { body: no, script: true as const, cookies: no === '' ? [MEMBER] : [] };
    }
    if (visit.path === '/home') return isMember(visit) ? '<h1>Hello</h1><a href="/logout">Log out</a>' : { to: '/' };
    return isMember(visit) ? { to: '/home' } : page;
  };
};

/** What came of the same values, sent twice. */
async function twice(page: string, says: Says, second = 'one') {
  let came: Outcome[] = [];
  await onFlow(pages, site(page, says), async (b, { posts }) => {
    const { page: handle, outcome } = await b.open();
    const first = (await b.fill(handle, inputOf(outcome), { email: 'ada@site.test', password: 'one' })) as Outcome;
    const seen = first.kind === 'refused' ? first.page! : inputOf(first);
    const again = (await b.fill(handle, seen, { email: 'ada@site.test', password: second })) as Outcome;
    came = [first, again];
    expect(posts).toHaveLength(2);
    await b.activities.closePage({ ...b.ref, page: handle });
  });
  return came;
}

describe('said once more in the same place', () => {
  it.each(variants(1, [...WAYS, ...SILENT]))('that the site is busy: %s', async (_, page) => {
    for (const words of [BUSY.en, BUSY.de])
      expect(await twice(page, () => words)).toMatchObject([
        { left: 'not_looked_at' },
        { left: 'not_looked_at', website_error: words },
      ]);
  });
  it.each(variants(1, WAYS))('that a value is wrong: %s', async (_, page) => {
    expect(await twice(page, () => WRONG, 'other')).toMatchObject([
      { kind: 'refused' },
      { kind: 'refused', website_error: WRONG },
    ]);
  });
  it.each(variants(0, [...WAYS, ...SILENT]))(
    'or not: the second time was right, and goes on after a while: %s',
    async (_, page) => {
      const slow = page
        .replace("location.assign('/home')", "setTimeout(() => location.assign('/home'), 500)")
        .replace("if (no === '') return goOn();", "if (no === '') { goOn(); app.append(...app.childNodes); return; }");
      for (const words of [BUSY.en, WRONG])
        expect(
          (await twice(slow, (times) => (times === 1 ? words : ''), words === WRONG ? 'other' : 'one')).at(-1),
        ).toMatchObject({ kind: 'authenticated' });
    },
  );
});
