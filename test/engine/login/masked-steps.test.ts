/** Applications that show themselves, with a way out, and still want something that is typed unseen. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { HALF_WAY } from '../../sites/flows/half-way.js';
import type { Lang } from '../../sites/flows/words.js';
import { variants } from '../../support/variants.js';
import { testPages } from './harness.js';
import { onFlow } from './on-flow.js';
import { PASSWORD, toTheEnd } from './to-the-end.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const around = (out: string, form: string): string =>
  `<header><nav><a href="/home">Ⅰ</a><a href="/home">Ⅱ</a><a href="/home">Ⅲ</a></nav><a href="/logout">${out}</a></header>
   <main>${form}<ul>${['4471', '4562', '4653'].map((one) => `<li><h3>Nr. ${one}</h3>••••••</li>`).join('')}</ul></main>`;
const masked = (label: string, more = ''): string =>
  `<label>${label} <input type="password" name="${label}" autocomplete="off" ${more}></label>`;
const sent = (inside: string, button: string): string =>
  `<form method="post" action="/go-on">${inside}<button>${button}</button></form>`;

it.each<[string, Lang, string, readonly string[]]>(
  variants(1, [
    [
      'fields of a card',
      'de',
      around(
        'Abmelden',
        `<h2>Zugang bestätigen</h2>${sent(['B4', 'F7', 'J2'].map((one) => masked(one, 'maxlength="3"')).join(''), 'Prüfen')}`,
      ),
      ['B4', 'F7', 'J2'],
    ],
    [
      'fields of a card, of any length',
      'pl',
      around('Wyloguj', sent(['A1', 'C3', 'E8'].map((one) => masked(one)).join(''), 'Dalej')),
      ['A1', 'C3', 'E8'],
    ],
    [
      'the number of whoever stands at the till',
      'th',
      around('ออกจากระบบ', `<h2>เริ่มงาน</h2>${sent(masked('พนักงาน', 'maxlength="6"'), 'เริ่ม')}`),
      ['พนักงาน'],
    ],
    [
      'two secrets in words that nobody knows',
      'es',
      around('Salir', sent(masked('Zorp') + masked('Fleem'), 'Klar')),
      ['Zorp', 'Fleem'],
    ],
  ]),
)('%s (%s)', (_, lang, step, labels) =>
  onFlow(pages, HALF_WAY.everywhere(lang, step), async (b, { posts }) => {
    const { page, came } = await toTheEnd(b);
    if (came.kind !== 'input') throw new Error(JSON.stringify(came));
    expect(came.page.fields.map(({ label, role }) => [label, role])).toEqual(labels.map((label) => [label, 'custom']));
    const values = Object.fromEntries(came.page.fields.map(({ name }, at) => [name, `${at}7`]));
    expect(await b.fill(page, came.page, values)).toMatchObject({ kind: 'authenticated' });
    const all = posts.flatMap(({ fields }) => Object.values(fields));
    expect(all.filter((value) => value === PASSWORD)).toHaveLength(1);
    await b.activities.closePage({ ...b.ref, page });
  }),
);
