import { describe, expect, it } from 'vitest';
import type { PageView, Standing } from '../../../activities/login/page-world/view.js';
import { onlyTells } from '../../../activities/login/session/told-only.js';
import { nowhere } from '../discover/empty-view.js';
import { button, form } from './forms.js';
import { sight } from './sights.js';

const SENT = ['Bok, Ada', 'Upravo smo ti poslali poruku. Otvori je i dodirni poveznicu.'];
const ASKED = ['Uređaj', 'Chrome, Linux', 'Mjesto', 'Zagreb', 'Vrijeme', '5:12', 'Mreža', 'A1', 'Vrijedi do', '5:27'];
const MENU = { places: ['/racuni'] };
const out = button({ label: 'Odjava', leadsAway: true });

const page = (texts: readonly string[], standing: Partial<Standing> = {}, view: Partial<PageView> = {}) =>
  sight({ view: { buttons: [out], standing: nowhere({ texts: [...texts], ...standing }), ...view } });
const login = page(['Prijava']);
const shop = page(['Što je novo', 'Besplatna dostava. Naruči još danas i uštedi.'], { content: 6 });

describe('a page that does no more than speak', () => {
  it.each([
    ['in two sentences, under a greeting', page(SENT), login],
    ['where words are not spaced', page(['リンクをメールでお送りしました。届いたメールを開いてください。']), login],
    [
      'without stops',
      page([
        SENT[0] ?? '',
        'we have just sent a message to the person who is in charge here',
        'you can leave this window open until somebody has answered it',
      ]),
      login,
    ],
    ['around a number', page([...SENT, 'HR-40817']), login],
    ['in one sentence', page(['Još malo, Ada Horvat.']), login],
    ['in one sentence, under a name', page(['Još malo, Ada', 'Netko mora najprije pristati.']), login],
    ['in one sentence, amid what leads everybody on', page(['Još malo, Ada Horvat.'], MENU), page(['Prijava'], MENU)],
    ['above what was asked', page([SENT[1] ?? '', ...ASKED], { content: 1, facts: 1 }), login],
    ['with a ring that turns', page(['Još malo, Ada'], { waits: true }), login],
    [
      'with all that a step offers',
      page(
        SENT,
        {},
        {
          buttons: ['Ponovno', 'Drugi način', 'Druga adresa', 'Odustani', 'Podrška', 'Pomoć'].map((label) =>
            button({ label }),
          ),
        },
      ),
      login,
    ],
    [
      'with a button to have it sent again',
      page(SENT, {}, { buttons: [out, button({ label: 'Pošalji ponovno' })] }),
      login,
    ],
    [
      'amid what is for everybody',
      page([...SENT, 'Besplatna dostava. Naruči još danas i uštedi.'], { content: 6 }),
      shop,
    ],
    ['about an address of which it shows a part', page(['Poveznica je na a•••@example.com.'], { content: 1 }), login],
    ['about a number of which it shows a part', page(['Poslali smo je na +385 •••• 817.'], { content: 1 }), login],
    [
      'under words that the login is done',
      page(['Prijavljeni ste.', 'Poveznica je na a•••@example.com.'], { letsKnow: true }),
      login,
    ],
    ['about a number, and shows nothing else', page(['Kod je poslan na •••• 817.']), login],
    [
      'with a button for each device',
      page(SENT, {}, { buttons: [out, ...Array.from({ length: 3 }, () => button({ label: 'Pošalji' }))] }),
      login,
    ],
    ['beside a search', page(SENT, {}, { forms: [form('search', ['custom'])] }), login],
    ['in Khmer', page(['យើងបានផ្ញើសំណើទៅអ្នកគ្រប់គ្រងរបស់អ្នក។ សូមរង់ចាំរហូតដល់មានការអនុម័ត។']), login],
    ['in Burmese', page(['သင့်တောင်းဆိုချက်ကို ပို့ပြီးပါပြီ။ ခွင့်ပြုချက်ရသည်အထိ စောင့်ပါ။']), login],
    ['in Amharic', page(['ጥያቄዎን ወደ አስተዳዳሪ ልከናል። እባክዎ እስኪፈቀድ ድረስ ይጠብቁ።']), login],
    ['with a stop behind a bracket', page(['管理者に申請を送りました（自動）。承認されるまでお待ちください。']), login],
    [
      'in Thai, which has no stops',
      page(['เราได้ส่งคำขอไปยังหัวหน้าของคุณแล้ว กรุณารอจนกว่าจะได้รับการอนุมัติ ซึ่งอาจใช้เวลาหลายวัน คุณสามารถปิดหน้านี้ได้']),
      login,
    ],
    [
      'above links of which many are called alike',
      page(
        SENT,
        { links: Array.from({ length: 9 }, (_, n) => `/${n}`) },
        { buttons: Array.from({ length: 9 }, (_, n) => button({ label: 'AB'[n % 2] ?? '', link: true })) },
      ),
      login,
    ],
  ] as const)('%s', (_, member, stranger) => expect(onlyTells(member, [stranger])).toBe(true));

  it.each([
    ['one sentence, and pages of its own', page(['Ovaj tjedan dežura Ada Horvat.'], MENU)],
    ['a ring that turns beside readings', page(['4,7 kW', '231 V', '50 Hz', '18 °C'], { waits: true })],
    ['a ring that turns, and pages of its own', page(['Ada Horvat'], { waits: true, ...MENU })],
    ['no sentence', page(['Ada Horvat', 'Član'])],
    ['names in a row', page(['Kupci Ada Horvat Jan Novak Eva Kos Ivo Marić Zagreb Split Rijeka'])],
    ['a note under a greeting', page(['Dva su nova pisma.'], { greets: true })],
    ['a note under a name', page(['Ada Horvat', 'Dva su nova pisma.'])],
    ['a note where words are not spaced', page(['田中様', '新着が二件です。'])],
    ['a report beside names and values', page([...SENT, ...ASKED], { content: 2, facts: 1 })],
    ['a card that is charged', page(['Your card ending in **** 4242 will be charged on Monday.'], { content: 2 })],
    ['a name and a number', page(['Ada Horvat', 'Stanje: 4.711,00'])],
    ['a word that it is over', page(SENT, { letsKnow: true })],
    [
      'a banner about an address above many things',
      page(
        ['Poveznica je na a•••@example.com.'],
        {},
        { buttons: Array.from({ length: 4 }, () => button({ label: 'Ukloni' })) },
      ),
    ],
    ['a table', page(SENT, { content: 1 })],
    ['a form for something', page(SENT, {}, { forms: [form('other', ['custom'])] })],
    ['many short texts', page([...SENT, ...Array.from({ length: 9 }, (_, n) => `Senzor ${n}`)])],
    ['many things to press', page(SENT, {}, { buttons: [...'ABCDEFG'].map((label) => button({ label })) })],
    [
      'sections that have entries of the same name each',
      page(
        SENT,
        { links: Array.from({ length: 9 }, (_, n) => `/${n}`) },
        { buttons: Array.from({ length: 9 }, (_, n) => button({ label: 'ABCDE'[n % 5] ?? '', link: true })) },
      ),
    ],
    ['a text to read', page(Array.from({ length: 9 }, (_, n) => `Ovo je rečenica broj ${n}.`))],
  ])('is not one with %s', (_, member) => expect(onlyTells(member, [login])).toBe(false));

  it.each([
    'Ihr nächster Termin ist am 3. Mai um 10.30 Uhr in der Praxis.',
    'You are booked with Dr. Meyer for a check of your eyes today.',
    'Your order was sent with parcel no. 12 and will arrive on Monday.',
    'Invoices go to billing@acme.example.com and are read there each day at noon.',
    'Vaše příští platba je splatná 5. května a činí tisíc korun.',
  ])('is not one with a sentence that has a stop inside (%s)', (text) =>
    expect(onlyTells(page([text], MENU), [login])).toBe(false),
  );

  it('is not one whose sentences are for everybody', () =>
    expect(onlyTells(page(['Bok, Ada', 'Besplatna dostava. Naruči još danas i uštedi.']), [shop])).toBe(false));
});
