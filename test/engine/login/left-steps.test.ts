import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { go, HALF_WAY, MEMBER } from '../../sites/flows/half-way.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import type { Lang } from '../../sites/flows/words.js';
import { variants } from '../../support/variants.js';
import { testPages } from './harness.js';
import { onFlow } from './on-flow.js';
import { choosing, PASSWORD, toTheEnd } from './to-the-end.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

/** Navigation as places have it. */
const NAV = '<nav><a href="/orders">Ⅰ</a><a href="/files">Ⅱ</a><a href="/team">Ⅲ</a><a href="/bills">Ⅳ</a></nav>';

interface Trap {
  readonly name: string;
  readonly site: keyof typeof HALF_WAY;
  readonly lang: Lang;
  readonly step: string;
  /** The answer that lets somebody in; without it the login ends with one of the codes. */
  readonly takes?: RegExp;
  readonly codes?: readonly string[];
}

const TRAPS: readonly Trap[] = [
  {
    name: 'a session elsewhere',
    site: 'everywhere',
    lang: 'tr',
    takes: /Devam/,
    step: `<h1>Zaten açık bir oturumunuz var</h1><p>Diğer oturum kapatılsın mı?</p>${go('Devam et')}<a href="/logout">Vazgeç</a>`,
  },
  {
    name: 'a session elsewhere, in place',
    site: 'inPlace',
    lang: 'ko',
    takes: /계속/,
    step: `<h2>다른 기기에서 사용 중입니다</h2>${go('계속', '취소')}`,
  },
  {
    name: 'a session elsewhere, after a POST',
    site: 'answered',
    lang: 'he',
    takes: /המשך/,
    step: `<h1>כבר יש חיבור פעיל</h1><p>להמשיך כאן?</p>${go('המשך כאן')}`,
  },
  {
    name: 'terms with boxes',
    site: 'everywhere',
    lang: 'es',
    takes: /Aceptar/,
    step: `<h1>Novedades</h1><form method="post" action="/go-on"><label><input type="checkbox" required name="a"> He leído las normas</label><label><input type="checkbox" required name="b"> Soy mayor de edad</label><button>Aceptar</button></form>`,
  },
  {
    name: 'terms with boxes that nothing marks as required',
    site: 'inPlace',
    lang: 'ru',
    takes: /Далее/,
    step: `<h1>Правила изменились</h1><form method="post" action="/go-on"><label><input type="checkbox" name="a"> Я прочитал правила</label><button>Далее</button></form>`,
  },
  {
    name: 'terms in a public site',
    site: 'publicHome',
    lang: 'pl',
    takes: /Zgadzam/,
    step: `<h1>Nowy regulamin</h1><p>Przeczytaj go.</p>${go('Zgadzam się', 'Nie teraz, wyloguj')}`,
  },
  {
    name: 'an expired password',
    site: 'everywhere',
    lang: 'fr',
    codes: ['password_change_required'],
    step: `<h1>Votre mot de passe a expiré</h1><form method="post" action="/go-on"><label>Nouveau mot de passe <input type="password" name="n"></label><label>Confirmation <input type="password" name="c"></label><button>Enregistrer</button></form>`,
  },
  {
    name: 'an expired password that asks for the old one',
    site: 'answered',
    lang: 'zh',
    codes: ['password_change_required'],
    step: `<h1>请修改密码</h1><form method="post" action="/go-on"><label>当前密码 <input type="password" name="o"></label><label>新密码 <input type="password" name="n"></label><label>确认新密码 <input type="password" name="c"></label><button>提交</button></form>`,
  },
  {
    name: 'an expired password with a log out',
    site: 'inPlace',
    lang: 'ar',
    codes: ['password_change_required'],
    step: `<a href="/logout">تسجيل الخروج</a><h1>يجب تغيير كلمة المرور</h1><form method="post" action="/go-on"><label>كلمة المرور الجديدة <input type="password" name="n"></label><label>تأكيد كلمة المرور <input type="password" name="c"></label><button>حفظ</button></form>`,
  },
  {
    name: 'an enrolment with a key',
    site: 'everywhere',
    lang: 'uk',
    codes: ['enrollment_required'],
    step: `<h1>Захист входу</h1><p>Додайте ключ до програми: JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP</p><form method="post" action="/go-on"><label>Код із програми <input name="code" inputmode="numeric" maxlength="6" autocomplete="one-time-code"></label><button>Підтвердити</button></form>`,
  },
  {
    name: 'an enrolment with a picture',
    site: 'publicHome',
    lang: 'el',
    codes: ['enrollment_required'],
    step: `<h1>Ένα βήμα ακόμη</h1><p>Σαρώστε την εικόνα.</p><svg width="120" height="120" class="qr-code" aria-label="QR"><rect width="120" height="120"/></svg><form method="post" action="/go-on"><label>Κωδικός επαλήθευσης <input name="code" inputmode="numeric" maxlength="6"></label><button>Συνέχεια</button></form>`,
  },
  {
    name: 'an enrolment with a picture that nothing names',
    site: 'inPlace',
    lang: 'de',
    codes: ['enrollment_required'],
    step: `<h1>Noch ein Schritt</h1><p>Scannen Sie den Code mit Ihrer App und geben Sie ein, was sie zeigt.</p><img width="160" height="160" src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><form method="post" action="/go-on"><label>Code <input name="code" inputmode="numeric" maxlength="6"></label><button>Weiter</button></form>`,
  },
  {
    name: 'an enrolment without a key',
    site: 'tab',
    lang: 'ja',
    codes: ['enrollment_required'],
    step: `<h1>二段階認証を設定してください</h1><p>続行するには設定が必要です。</p>${go('設定を始める')}`,
  },
  {
    name: 'a workspace in buttons',
    site: 'everywhere',
    lang: 'en',
    takes: /North/,
    step: `<h1>Where to?</h1>${go('Acme North', 'Acme South')}`,
  },
  {
    name: 'a workspace in links',
    site: 'everywhere',
    lang: 'vi',
    takes: /Hà Nội/,
    step: `<h1>Chọn chi nhánh</h1><ul><li><a href="/pick/1">Hà Nội</a></li><li><a href="/pick/2">Huế</a></li></ul>`,
  },
  {
    name: 'a workspace in radio buttons',
    site: 'inPlace',
    lang: 'de',
    takes: /Weiter/,
    step: `<h1>Mandant</h1><form method="post" action="/go-on"><label><input type="radio" name="m" value="1" checked> Nord</label><label><input type="radio" name="m" value="2"> Süd</label><button>Weiter</button></form>`,
  },
  {
    name: 'a security notice',
    site: 'everywhere',
    lang: 'ru',
    takes: /Это я/,
    step: `<h1>Мы заметили вход из нового места</h1>${go('Это я', 'Это не я')}`,
  },
  {
    name: 'a device to confirm, with a log out',
    site: 'inPlace',
    lang: 'th',
    takes: /ยืนยัน/,
    step: `<a href="/logout">ออกจากระบบ</a><h1>อุปกรณ์นี้ยังไม่เคยใช้</h1>${go('ยืนยันอุปกรณ์นี้')}`,
  },
  {
    name: 'a link that was sent',
    site: 'everywhere',
    lang: 'hi',
    codes: ['external', 'identity_check'],
    step: '<h1>अपना ईमेल देखें</h1><p>हमने आपको एक लिंक भेजा है। उसे खोलें।</p>',
  },
  {
    name: 'a link that was sent, in words of no list',
    site: 'inPlace',
    lang: 'pl',
    codes: ['external', 'identity_check', 'input'],
    step: '<h1>Rzut oka do skrzynki</h1><p>Otwórz to, co od nas przyszło, a potem wróć tutaj.</p><button onclick="location.reload()">Już</button>',
  },
  {
    name: 'a check in words of no list',
    site: 'everywhere',
    lang: 'en',
    takes: /Righto/,
    step: `<h1>A word in your ear</h1><p>Gone walkabout lately?</p>${go('Righto', 'Blimey no')}`,
  },
  {
    name: 'a check that has navigation',
    site: 'everywhere',
    lang: 'el',
    takes: /Εντάξει/,
    step: `${NAV}<main><h1>Μια στιγμή ακόμη</h1><p>Πρέπει να μας πείτε κάτι.</p>${go('Εντάξει')}</main>`,
  },
  {
    name: 'a check that has navigation, in place',
    site: 'inPlace',
    lang: 'zh',
    takes: /知道了/,
    step: `${NAV}<main><h1>还差一步</h1><p>请先看看这个。</p>${go('知道了')}</main>`,
  },
  {
    name: 'a check that has a log out',
    site: 'everywhere',
    lang: 'ko',
    takes: /알겠습니다/,
    step: `<header><a href="/logout">로그아웃</a></header><main><h1>한 가지 더</h1><p>먼저 읽어 주세요.</p>${go('알겠습니다')}</main>`,
  },
  {
    name: 'a check that has a log out, in place',
    site: 'inPlace',
    lang: 'ar',
    takes: /حسنا/,
    step: `<header><a href="/logout">تسجيل الخروج</a></header><main><h1>خطوة صغيرة</h1><p>اقرأ هذا أولا.</p>${go('حسنا')}</main>`,
  },
  {
    name: 'a check that has both',
    site: 'everywhere',
    lang: 'fr',
    takes: /Voilà/,
    step: `${NAV}<header><a href="/logout">Déconnexion</a></header><main><h1>Encore une chose</h1>${go('Voilà')}</main>`,
  },
  {
    name: 'a check without anything to press',
    site: 'inPlace',
    lang: 'uk',
    codes: ['input'],
    step: '<h1>Ваш рахунок чекає на перевірку</h1><p>Ми зателефонуємо вам.</p>',
  },
  {
    name: 'a check that has a menu of the account',
    site: 'everywhere',
    lang: 'pl',
    takes: /Jasne/,
    step: `${NAV}<header><a href="/me" class="user-avatar">AB</a></header><main><h1>Jeszcze chwila</h1><p>Powiedz nam coś.</p>${go('Jasne')}</main>`,
  },
  {
    name: 'a secret at its end, in what all pages of a public site have',
    site: 'shop',
    lang: 'fr',
    codes: ['password_change_required'],
    step: `<p>Bonjour Mme B.</p><a href="/logout">Déconnexion</a><main><h1>Votre code secret arrive à sa fin</h1><form method="post" action="/go-on"><label>Code secret actuel <input type="password" name="o"></label><label>Nouveau code secret <input type="password" name="n"></label><label>Confirmez le code secret <input type="password" name="c"></label><button>Valider</button></form></main>`,
  },
  {
    name: 'a check with a log out, in a public site with languages',
    site: 'shop',
    lang: 'es',
    takes: /De acuerdo/,
    step: `<nav><a href="?lang=en">EN</a><a href="?lang=es">ES</a></nav><a href="/logout">Salir</a><main><h1>Una cosa más</h1><p>Lea esto primero.</p>${go('De acuerdo')}</main>`,
  },
  {
    name: 'a customer to choose, in a public site',
    site: 'shop',
    lang: 'pl',
    takes: /Molo 12/,
    step: `<main><h1>Kto to?</h1><p>Jest więcej niż jeden adres.</p><ul><li>${go('Molo 12')}</li><li>${go('Młyn 3')}</li></ul></main>`,
  },
  {
    name: 'a form whose reason speaks of an account',
    site: 'everywhere',
    lang: 'en',
    codes: ['input'],
    step: '<h1>One thing is missing</h1><p>So that others find what you keep in your account, tell us where you work.</p><form method="post" action="/go-on"><label>Department <input name="d"></label><button>Send</button></form>',
  },
  {
    name: 'methods in links without an address, above others',
    site: 'inPlace',
    lang: 'de',
    takes: /Wählen/,
    step: `<h2>Schützen Sie Ihren Zugang</h2><p>Wählen Sie einen Weg, und folgen Sie der Anleitung.</p><form id="f" method="post" action="/go-on"></form>${['App', 'Telefon', 'Karte'].map((one) => `<div><b>${one}</b> <a class="button" href="#" aria-label="${one}" onclick="f.submit(); return false">Wählen</a></div>`).join('')}<div>${['Über uns', 'Hilfreiches', 'Die Firma', 'Presse'].map((one, n) => `<a href="/i/${n}">${one}</a>`).join(' ')}</div>`,
  },
];

describe('a login that is half done', () => {
  it.each(variants(6, TRAPS))('$name ($site, $lang)', ({ site, lang, step, takes, codes = [] }) => {
    const answer = HALF_WAY[site](lang, step);
    const pick = (visit: Visit): Answer | undefined =>
      visit.path === '/pick/1' ? { to: '/home', cookies: [MEMBER] } : answer(visit);
    return onFlow(pages, pick, async (b, { posts }) => {
      const { page, came } = await toTheEnd(b);
      const sent = posts.filter(({ fields }) => Object.values(fields).includes(PASSWORD));
      expect(sent).toHaveLength(1);
      expect(posts.filter(({ path }) => path.endsWith('/go-on'))).toEqual([]);
      if (takes === undefined) {
        expect(
          came.kind === 'failed' ? came.code : came.kind === 'external_action' ? 'external' : came.kind,
          JSON.stringify(came),
        ).toBeOneOf([...codes]);
      } else {
        if (came.kind !== 'input') throw new Error(JSON.stringify(came));
        expect(came.page.sign_in_options[0]?.description, JSON.stringify(came.page)).toMatch(/\p{L}/u);
        expect((await choosing(b, page, came.page, takes)).came, JSON.stringify(came.page)).toMatchObject({
          kind: 'saved',
        });
      }
      await b.activities.closePage({ ...b.ref, page });
    });
  });
});
