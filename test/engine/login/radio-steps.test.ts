import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { HALF_WAY } from '../../sites/flows/half-way.js';
import type { Lang } from '../../sites/flows/words.js';
import { variants } from '../../support/variants.js';
import { testPages } from './harness.js';
import { onFlow } from './on-flow.js';
import { choosing, toTheEnd } from './to-the-end.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

interface Radios {
  readonly name: string;
  readonly site: 'everywhere' | 'inPlace' | 'answered';
  readonly lang: Lang;
  readonly step: string;
  readonly offers: readonly string[];
  readonly takes: RegExp;
  readonly posted: Readonly<Record<string, string>>;
}

const STEPS: readonly Radios[] = [
  {
    name: 'a customer number to choose, with one button',
    site: 'everywhere',
    lang: 'de',
    step: `<h1>Für wen möchten Sie arbeiten?</h1><form method="post" action="/go-on"><label><input type="radio" name="k" value="17" checked> Bäckerei Huber</label><label><input type="radio" name="k" value="23"> Huber privat</label><button>Weiter</button></form>`,
    offers: ['Bäckerei Huber · Weiter', 'Huber privat · Weiter'],
    takes: /privat/,
    posted: { k: '23' },
  },
  {
    name: 'two questions, whose radio buttons are drawn by their labels',
    site: 'inPlace',
    lang: 'fr',
    step: `<style>input{position:absolute;opacity:0}</style><h2>Encore deux choses</h2><form method="post" action="/go-on">
<p>Où êtes-vous ?</p><input type="radio" name="o" value="b" id="b"><label for="b">Au bureau</label><input type="radio" name="o" value="m" id="m"><label for="m">À la maison</label>
<p>Pour combien de temps ?</p><input type="radio" name="t" value="1" id="u"><label for="u">Une heure</label><input type="radio" name="t" value="8" id="h"><label for="h">La journée</label><button>C’est parti</button></form>`,
    offers: [
      'Au bureau · Une heure',
      'Au bureau · La journée',
      'À la maison · Une heure',
      'À la maison · La journée',
    ].map((label) => `${label} · C’est parti`),
    takes: /bureau · La journée/,
    posted: { o: 'b', t: '8' },
  },
  {
    name: 'options of a list that stands open, and a button that waits for one',
    site: 'answered',
    lang: 'es',
    step: `<h1>Elige la empresa</h1><form method="post" action="/go-on"><input type="hidden" name="e"><ul role="listbox"><li role="option" aria-selected="false">Berg Inversiones · B12</li><li role="option" aria-selected="false">Talleres Berg · B87</li></ul><button disabled>Continuar</button></form>
<script>for (const o of document.querySelectorAll('[role=option]')) o.onclick = () => { document.querySelector('[name=e]').value = o.textContent; document.querySelector('button').disabled = false }</script>`,
    offers: ['Berg Inversiones · B12 · Continuar', 'Talleres Berg · B87 · Continuar'],
    takes: /Talleres/,
    posted: { e: 'Talleres Berg · B87' },
  },
  {
    name: 'elements that scripts make radio buttons, and two ways on',
    site: 'answered',
    lang: 'ja',
    step: `<h1>担当の店舗を選んでください</h1><form method="post" action="/go-on"><input type="hidden" name="s"><div role="radiogroup"><div role="radio" tabindex="0" aria-checked="false">渋谷店</div><div role="radio" tabindex="0" aria-checked="false">新宿店</div></div>
<button name="d" value="1">今日だけ</button><button name="d" value="2">ずっと</button></form>
<script>for (const r of document.querySelectorAll('[role=radio]')) r.onclick = () => { r.setAttribute('aria-checked', 'true'); document.querySelector('[name=s]').value = r.textContent }</script>`,
    offers: ['渋谷店 · 今日だけ', '新宿店 · 今日だけ', '渋谷店 · ずっと', '新宿店 · ずっと'],
    takes: /新宿店 · 今日だけ/,
    posted: { s: '新宿店', d: '1' },
  },
  {
    name: 'a question in a dialog over the application, which stands there already',
    site: 'answered',
    lang: 'pl',
    step: `<header><nav>${['Přehled', 'Zprávy', 'Známky', 'Rozvrh', 'Platby'].map((one, at) => `<a href="/app/${at}">${one}</a>`).join(' ')}</nav><button type="button">Nabídka</button></header><main><p>Načítá se</p></main>
<div role="dialog" aria-modal="true" style="position:fixed;inset:10%;background:#fff"><h2>Ověření rodiče</h2><form method="post" action="/go-on"><p>Ve kterém měsíci se narodila Jana?</p><label><input type="radio" name="m" value="3"> březen</label><label><input type="radio" name="m" value="7"> červenec</label><label><input type="radio" name="m" value="9"> září</label><button>Odeslat odpověď</button></form></div>`,
    offers: ['březen · Odeslat odpověď', 'červenec · Odeslat odpověď', 'září · Odeslat odpověď'],
    takes: /červenec/,
    posted: { m: '7' },
  },
  {
    name: 'one that goes on as soon as it is chosen',
    site: 'everywhere',
    lang: 'es',
    step: `<h1>¿Qué cuenta?</h1><p>Elige una.</p><form method="post" action="/go-on"><label><input type="radio" name="c" value="a" onchange="form.submit()"> Ahorro</label><label><input type="radio" name="c" value="n" onchange="form.submit()"> Nómina</label></form>`,
    offers: ['Ahorro', 'Nómina'],
    takes: /Nómina/,
    posted: { c: 'n' },
  },
];

describe('radio buttons of a step that no list knows', () => {
  it.for(variants(2, STEPS))('are offered, and chosen: $name', ({ site, lang, step, offers, takes, posted }) =>
    onFlow(pages, HALF_WAY[site](lang, step), async (b, { posts }) => {
      const { page, came } = await toTheEnd(b);
      if (came.kind !== 'input') throw new Error(JSON.stringify(came));
      expect(came.page.sign_in_options.map(({ label }) => label)).toEqual(offers);
      expect((await choosing(b, page, came.page, takes)).came).toMatchObject({ kind: 'saved' });
      expect(posts.at(-1)).toEqual({ path: '/go-on', fields: posted });
    }),
  );
});
