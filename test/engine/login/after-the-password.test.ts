import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { HALF_WAY, MEMBER } from '../../sites/flows/half-way.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { loginForm } from '../../sites/flows/words.js';
import { variant, variants } from '../../support/variants.js';
import { fieldNames, inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';
import { choosing, PASSWORD, toTheEnd } from './to-the-end.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const NAV = '<nav><a href="/orders">Ⅰ</a><a href="/files">Ⅱ</a><a href="/team">Ⅲ</a><a href="/bills">Ⅳ</a></nav>';
const FORM = '<form method="post" action="/go-on">';
const asPlace = (dialog: string): string => `${NAV}<h1>Ada</h1><p>4711</p>${dialog}`;

describe('a place behind a dialog that asks something', () => {
  it.each(
    variants(1, [
      [
        'de',
        `<div role="dialog" aria-modal="true"><h2>Kurze Rückfrage</h2>${FORM}<label>Ziffern aus der Mail <input name="z"></label><button>Los</button></form></div>`,
      ],
      [
        'ja',
        `<dialog id="d"><h2>お知らせした番号</h2>${FORM}<label>番号 <input name="n" inputmode="numeric"></label><button>決定</button></form></dialog><script>d.showModal()</script>`,
      ],
      [
        'pl',
        `<section role="alertdialog" aria-modal="true" style="position:fixed;inset:0"><p>Jeszcze chwila.</p>${FORM}<input name="x" aria-label="Hasło jednorazowe z listu"><button>Dalej</button></form></section>`,
      ],
    ] as const),
  )('is not reached yet (%s)', (lang, dialog) =>
    onFlow(pages, HALF_WAY.inPlace(lang, asPlace(dialog)), async (b, { posts }) => {
      const { page, came } = await toTheEnd(b);
      expect(came.kind, JSON.stringify(came)).toBe('input');
      expect(posts.filter(({ path }) => path === '/go-on')).toEqual([]);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
});

describe('a place behind what covers all of it', () => {
  const place = (over: string): string =>
    `<header><a href="/logout">Çıkış</a></header><h1>Ada</h1><ul><li>4711</li><li>4712</li></ul>${over}`;
  const shade = '<div style="position:fixed;inset:0;z-index:9;background:#0007"></div>';
  const ask = `<h2>Bir dakika</h2>${FORM}<label>Gelen rakamlar <input name="z" maxlength="6"></label><button>Devam</button></form>`;
  const drawer = 'position:fixed;top:0;right:0;bottom:0;width:20em;z-index:10;background:#fff';

  it.each(
    variants(1, [
      ['a drawer beside its shade', `${shade}<div style="${drawer}">${ask}</div>`],
      [
        'a drawer in its shade',
        `<div style="position:fixed;inset:0;z-index:9"><div style="${drawer}">${ask}</div></div>`,
      ],
    ] as const),
  )('is not reached yet: %s', (_, over) =>
    onFlow(pages, HALF_WAY.inPlace('tr', place(over)), async (b, { posts }) => {
      const { page, came } = await toTheEnd(b);
      expect(came.kind, JSON.stringify(came)).toBe('input');
      expect(posts.filter(({ path }) => path === '/go-on')).toEqual([]);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );

  it('is reached where something stands beside it', () =>
    onFlow(pages, HALF_WAY.inPlace('tr', place(`<div style="${drawer}">${ask}</div>`)), async (b) => {
      const { page, came } = await toTheEnd(b);
      expect(came, JSON.stringify(came)).toMatchObject({ kind: 'saved' });
      await b.activities.closePage({ ...b.ref, page });
    }));
});

describe('a field below a name and a password that were given', () => {
  const GIVEN = (more: string): string =>
    `<h1>Anmelden</h1><form method="post" action="/password"><label>Name <input name="u"></label><label>Passwort <input name="p" type="password"></label>${more}<button>Anmelden</button></form>`;
  const OPENS = '<p id="row" hidden><label>Ziffern vom Zettel <input name="z" maxlength="6"></label></p>';
  const SCRIPT = (shows: string): string =>
    `<script>const f = document.forms[0]; f.addEventListener('submit', async (event) => { event.preventDefault(); const { to } = await (await fetch('/password', { method: 'POST', body: new URLSearchParams(new FormData(f)) })).json(); if (to) location.href = to; else { ${shows} } });</script>`;

  it.each(
    variants(1, [
      ['are shown', 'row.hidden = false; f.u.readOnly = f.p.readOnly = true;'],
      ['are hidden', `row.hidden = false; f.u.parentElement.style.display = f.p.parentElement.style.display = 'none';`],
    ] as const),
  )('is not filled with the name, where they %s', (_, shows) =>
    onFlow(
      pages,
      ({ path, form, cookies }) => {
        if (path !== '/password') return cookies.get('sid') === 'member' ? asPlace('') : GIVEN(OPENS) + SCRIPT(shows);
        const isDone = form?.get('z') === '4711';
        return isDone ? { body: '{"to":"/home"}', script: true, cookies: [MEMBER] } : { body: '{}', script: true };
      },
      async (b, { posts }) => {
        const { page, came } = await toTheEnd(b);
        if (came.kind !== 'input') throw new Error(JSON.stringify(came));
        expect(fieldNames(came.page)).toEqual(['ziffern_vom_zettel']);
        expect(posts).toHaveLength(1);
        expect(await b.fill(page, came.page, { ziffern_vom_zettel: '4711' })).toMatchObject({ kind: 'authenticated' });
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );
});

describe('a consent in words that no list has', () => {
  it.each(
    variants(1, [
      ['uk', 'Надати', 'Ні, дякую'],
      ['en', 'Hand over', 'No, thanks'],
    ] as const),
  )('is not turned down by itself (%s)', (lang, yes, no) => {
    const step = `<h1>4711</h1><ul><li>Ada</li><li>ada@example.com</li></ul>${FORM}<button name="a" value="1">${yes}</button><button name="b" formaction="/none">${no}</button></form>`;
    return onFlow(pages, HALF_WAY.everywhere(lang, step), async (b, { posts }) => {
      const { page, came } = await toTheEnd(b);
      expect(posts.map(({ path }) => path)).not.toContain('/none');
      if (came.kind !== 'input') throw new Error(JSON.stringify(came));
      expect((await choosing(b, page, came.page, new RegExp(yes))).came).toMatchObject({ kind: 'saved' });
      await b.activities.closePage({ ...b.ref, page });
    });
  });
});

describe.each(variants(0, ['a password beside a file']))('%s', () => {
  const FILE =
    '<form method="post" action="/file"><label>Zertifikat <input type="file" name="f"></label><label>Passwort <input type="password" name="fp"></label><button>Anmelden</button></form>';
  const fold = (id: string, title: string, inside: string): string =>
    `<h3><button type="button" aria-controls="${id}" onclick="${id}.hidden = !${id}.hidden">${title}</button></h3><div id="${id}" hidden>${inside}</div>`;
  const USUAL =
    '<form method="post" action="/password"><label>Benutzername <input name="u"></label><label>Passwort <input type="password" name="p"></label><button>Anmelden</button></form>';

  it.each(
    variants(0, [
      ['folded', fold('one', 'Zertifikatsdatei', FILE) + fold('two', 'Benutzername und Passwort', USUAL)],
      ['shown', FILE + USUAL],
    ] as const),
  )('opens that file, and is not that of the account (%s)', (_, ways) =>
    onFlow(
      pages,
      ({ path, cookies }) =>
        path === '/password'
          ? { to: '/home', cookies: [MEMBER] }
          : cookies.get('sid') === 'member'
            ? asPlace(`<p>${path}</p><a href="/logout">Abmelden</a>`)
            : `<h1>Anmelden</h1>${ways}`,
      async (b, { posts }) => {
        const { page, came } = await toTheEnd(b);
        expect(came, JSON.stringify(came)).toMatchObject({ kind: 'saved' });
        expect(posts.map(({ path }) => path)).toEqual(['/password']);
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );
});

describe('a shop that greets half a login on all of its pages', () => {
  const WAITS = '<h1>Gleich geht es los</h1><p>Bitte das andere Gerät zur Hand nehmen.</p>';
  const shop =
    (step: string) =>
    ({ path, form, cookies }: Visit): Answer => {
      const sid = cookies.get('sid');
      const around = (inside: string): string =>
        `<header><a href="/">Laden</a> <a href="/hats">Hüte</a> <a href="/shoes">Schuhe</a> <a href="/bags">Taschen</a> ${sid === undefined ? '<a href="/login">Anmelden</a>' : '<a href="/orders">Ada</a> <a href="/logout">Abmelden</a>'}</header><main>${inside}</main>`;
      if (path === '/login') return around(loginForm('de'));
      if (path === '/password') return { to: '/step', cookies: ['sid=half'] };
      if (path === '/go-on' && form !== null) return { to: '/orders', cookies: [MEMBER] };
      if (path === '/step') return sid === undefined ? { to: '/login' } : around(step);
      if (path === '/orders')
        return sid === 'member'
          ? around('<h1>Bestellungen</h1><p>4711</p>')
          : { to: sid === 'half' ? '/step' : '/login' };
      return around(`<h1>${path}</h1><p>Alles für den Winter.</p>`);
    };

  it.each(
    variants(1, [
      ['waits for another device', WAITS],
      ['waits, and offers to ask again', `${WAITS}<form method="post" action="/again"><button>Nochmal</button></form>`],
    ] as const),
  )('has not let it in where its step %s', (_, step) =>
    onFlow(pages, shop(step), async (b) => {
      const { page, came } = await toTheEnd(b);
      expect(came.kind, JSON.stringify(came)).toBeOneOf(['input', 'failed']);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );

  variant('lets in who answers its step', () =>
    onFlow(pages, shop(`<h1>Wohin?</h1>${FORM}<button>Filiale Nord</button></form>`), async (b) => {
      const { page, came } = await toTheEnd(b);
      if (came.kind !== 'input') throw new Error(JSON.stringify(came));
      expect((await choosing(b, page, came.page, /Nord/)).came).toMatchObject({ kind: 'saved' });
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
});

describe('a password that is wanted once more', () => {
  const asksFor =
    (label: string): Parameters<typeof onFlow>[1] =>
    ({ path, form, cookies }) => {
      const sid = cookies.get('sid');
      if (path === '/password') return { to: '/confirm', cookies: ['sid=half'] };
      if (path === '/confirm' && form !== null) return { to: '/home', cookies: [MEMBER] };
      if (sid === 'member') return asPlace('');
      return sid === 'half'
        ? `<h1>Potwierdź dostęp</h1><p>Wchodzisz do obszaru chronionego.</p><form method="post" action="/confirm"><label>${label} <input type="password" name="again"></label><button>Potwierdź</button></form>`
        : loginForm('pl');
    };

  it('goes into the other form', () =>
    onFlow(pages, asksFor('Hasło'), async (b) => {
      const { page, came } = await toTheEnd(b);
      if (came.kind !== 'input') throw new Error(JSON.stringify(came));
      expect(fieldNames(came.page)).toEqual(['password']);
      expect(await b.fill(page, came.page, { password: PASSWORD })).toMatchObject({ kind: 'authenticated' });
      await b.activities.closePage({ ...b.ref, page });
    }));

  it('is another one where its label says of what', () =>
    onFlow(pages, asksFor('Hasło do przelewów'), async (b) => {
      const { page, came } = await toTheEnd(b);
      if (came.kind !== 'input') throw new Error(JSON.stringify(came));
      expect(fieldNames(came.page)).toEqual(['haslo_do_przelewow']);
      await b.activities.closePage({ ...b.ref, page });
    }));
});

describe.each(variants(0, ['a password that may be changed']))('%s', () => {
  const step = `<h1>Din adgangskode udløber om 6 dage</h1><form method="post" action="/change"><label>Nuværende <input type="password" name="o"></label><label>Ny adgangskode <input type="password" name="n"></label><label>Gentag <input type="password" name="c"></label><button>Gem</button><button formaction="/go-on">Ikke lige nu</button></form>`;

  variant('may be left as it is by who is asked', () =>
    onFlow(pages, HALF_WAY.everywhere('de', step), async (b, { posts }) => {
      const { page, came } = await toTheEnd(b);
      if (came.kind !== 'input') throw new Error(JSON.stringify(came));
      expect(came.page.sign_in_options.map(({ label }) => label)).toEqual(['Ikke lige nu']);
      expect((await choosing(b, page, came.page, /nu/)).came).toMatchObject({ kind: 'saved' });
      expect(posts.filter(({ path }) => path === '/change')).toEqual([]);
      expect(posts.filter(({ fields }) => Object.values(fields).includes(PASSWORD))).toHaveLength(1);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
});

describe('a form that can’t be used yet', () => {
  it('is waited for', () =>
    onFlow(
      pages,
      ({ path, cookies }) =>
        path === '/password'
          ? { to: '/home', cookies: [MEMBER] }
          : cookies.get('sid') === 'member'
            ? asPlace('')
            : `<h1>Log in</h1><form method="post" action="/password"><fieldset disabled id="all"><label>Name <input name="u"></label><label>Password <input type="password" name="p"></label><button>Log in</button></fieldset></form><script>setTimeout(() => { all.disabled = false; }, 1200)</script>`,
      async (b) => {
        const { page, outcome } = await b.open();
        const seen = inputOf(outcome);
        expect(await b.fill(page, seen, { username: 'ada', password: PASSWORD })).toMatchObject({
          kind: 'authenticated',
        });
        await b.activities.closePage({ ...b.ref, page });
      },
    ));
});

variant('the way past a step is offered once it is unfolded, and taken', () => {
  const step = `<h1>Utwórz klucz dostępu</h1><p>Klucz działa na wszystkich urządzeniach.</p><button type="button">Utwórz klucz</button>
    <details><summary>Inne opcje</summary>${FORM}<button>Dalej bez klucza</button></form></details>`;
  return onFlow(pages, HALF_WAY.everywhere('pl', step), async (b) => {
    let { page, came } = await toTheEnd(b);
    for (const answer of [/Inne/, /Dalej bez/])
      if (came.kind === 'input' && came.page.sign_in_options.some(({ label }) => answer.test(label)))
        ({ page, came } = await choosing(b, page, came.page, answer));
    expect(came, JSON.stringify(came)).toMatchObject({ kind: 'saved' });
    await b.activities.closePage({ ...b.ref, page });
  });
});
