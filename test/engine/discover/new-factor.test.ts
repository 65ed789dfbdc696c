import { describe, expect, it } from 'vitest';
import { leftStepOf } from '../../../activities/login/judge/left-step.js';
import { variants } from '../../support/variants.js';
import { browserForTests } from './harness.js';

const { view } = browserForTests();

const page = (title: string, steps: string, field: string, buttons: readonly string[], foot = ''): string =>
  `<h1>${title}</h1>${steps}<form method="post" action="/connect"><label>${field} <input name="c"></label><button>${buttons[0]}</button></form>${buttons
    .slice(1)
    .map((label) => `<form method="post" action="/later"><button>${label}</button></form>`)
    .join('')}<footer>${foot}</footer>`;
const list = (...steps: readonly string[]): string => `<ol>${steps.map((step) => `<li>${step}</li>`).join('')}</ol>`;

describe('steps that tell where to get an app set it up: what they ask for is no code of this login', () => {
  it.each(
    variants(2, [
      [
        'in Japanese',
        page(
          '認証アプリケーションを接続',
          list(
            'App Store または Google Play からアプリをダウンロードします。',
            '[アカウントを追加] をタップします。',
            '語句を入力します。',
          ),
          '2 語の語句',
          ['接続', '後で通知'],
        ),
        '後で通知',
      ],
      [
        'in German',
        page(
          'Sicher-App verbinden',
          list(
            'Laden Sie die App im App Store oder bei Google Play.',
            'Tippen Sie auf „Konto hinzufügen“.',
            'Geben Sie den Code ein, den sie zeigt.',
          ),
          'Code',
          ['Verbinden', 'Später erinnern'],
        ),
        'Später erinnern',
      ],
      [
        'in Polish',
        page(
          'Kod jednorazowy',
          list('Pobierz aplikację z Google Play lub App Store.', 'Wybierz „Dodaj konto”.'),
          'Kod z aplikacji',
          ['Połącz', 'Przypomnij później'],
        ),
        'Przypomnij później',
      ],
    ]),
  )('%s', async (_, html, later) => {
    const seen = await view(html);
    expect(leftStepOf(seen)).toBe('enrollment');
    expect(seen.buttons.find(({ label }) => label === later)?.kind).toBe('not_now');
  });

  it.each([
    [
      'shops stand in the foot',
      page('Verification', '', 'Code from your app', ['Verify'], '<a href="/g">Google Play</a>'),
    ],
    [
      'they tell where the code is',
      page('Verification', list('Open the app.', 'Type its code.'), 'Code', ['Verify', 'Later']),
    ],
    [
      'they help with a code that can not wait',
      page('Verification', list('Get the app from Google Play.', 'Open it.'), 'Code', ['Verify']),
    ],
    ['a sentence says where to get it', page('Verification', '<p>No app? See the App Store.</p>', 'Code', ['Verify'])],
  ])('but not where %s', async (_, html) => {
    const seen = await view(html);
    expect([leftStepOf(seen), seen.best?.class]).toEqual([null, 'otp']);
  });
});

describe('a page that sets up an authenticator, in words that no list has, is known by its parts', () => {
  const form = (inner: string): string =>
    `<form method="post" action="/connect"><label>Jednorazový kód <input name="totp" autocomplete="one-time-code"></label>${inner}<button>Odoslať</button></form>`;
  const apps = list('Nainštalujte si FreeOTP alebo inú aplikáciu.', 'Otvorte ju.', 'Opíšte číslo, ktoré ukáže.');
  it.each(
    variants(2, [
      ['the key that its form keeps', form('<input type="hidden" name="totpSecret" value="x0Pq">')],
      [
        'a code to scan that is drawn in cells',
        `<table aria-label="QR kód"><tr><td style="width:40px;height:40px;background:#000"></td><td></td></tr></table>${form('')}`,
      ],
      ['the name of the device', apps + form('<label>Názov zariadenia <input type="text" name="label"></label>')],
    ] as const),
  )('%s', async (_, html) => {
    expect(leftStepOf(await view(`<h1>Nastavenie</h1>${html}`))).toBe('enrollment');
  });

  it('but for help beside the code of a login', async () => {
    expect(leftStepOf(await view(`<h1>Prihlásenie</h1>${apps}${form('')}`))).not.toBe('enrollment');
  });
});
