import { describe, expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests, fieldIn, rolesIn } from './harness.js';

const { view } = browserForTests();

const boxes = (count: number, attributes: string) => `<input ${attributes}>`.repeat(count);

describe('one-time codes', () => {
  it.each(
    variants(4, [
      ['declared', '<form><input autocomplete="one-time-code" name="a1"><button>Go</button></form>'],
      ['named by its label', '<form><label>Verification code <input name="a1"></label><button>Verify</button></form>'],
      ['named by a heading alone', '<h1>Two-step verification</h1><form><input name="a1"><button>OK</button></form>'],
      [
        'named by a heading in French',
        '<h1>Double authentification</h1><form><input name="a1"><button>Valider</button></form>',
      ],
      ['named by a heading in Japanese', '<h1>二段階認証</h1><form><input name="a1"><button>認証</button></form>'],
      [
        'masked',
        '<h1>Two-factor authentication</h1><form><label>Code <input type="password" name="otp"></label><button>Verify</button></form>',
      ],
      [
        'digits only',
        '<h2>Enter code</h2><form><input inputmode="numeric" maxlength="6" name="a1"><button>OK</button></form>',
      ],
      ['eight digits', '<h2>Enter the code</h2><form><input maxlength="8" name="a1"><button>OK</button></form>'],
    ] as const),
  )('%s', async (_, html) => {
    const { best } = await view(html);
    expect(best?.class).toBe('otp');
    expect(rolesIn(best)).toEqual(['otp:code']);
    expect(best?.fields[0]?.type).toBe('code');
  });

  it.each(
    variants(1, [
      ['en', 'Confirm that it is you', 'Verification code', 'Password'],
      ['nl', 'Bevestig het', 'Code uit de sms', 'Wachtwoord'],
      ['ru', 'Подтверждение', 'Код из SMS', 'Пароль'],
    ] as const),
  )('may want the password once more beside them: %s', async (_, heading, code, word) => {
    const fields = (label: string) =>
      `<h1>${heading}</h1><form method="post"><label>${code} <input name="c"></label><label>${label} <input type="password" name="p"></label><button>OK</button></form>`;
    expect(rolesIn((await view(fields(word))).best)).toEqual(['otp:code', 'password:password']);
    // A new one is none of ours.
    const set = fields(word).replace('type="password"', 'type="password" autocomplete="new-password"');
    expect(rolesIn((await view(set)).best)).not.toContain('password:password');
  });

  it('are not typed into a list that their method is picked from', async () => {
    const { best } = await view(`<form action="/mfa"><div><span>Authenticator App</span>
      <div><input type="text" role="combobox" aria-autocomplete="list" aria-expanded="false" maxlength="10"></div></div>
      <p>Enter the code that your authenticator app shows.</p><input name="code" placeholder="Enter code" maxlength="255">
      <button>Validate</button></form>`);
    expect(best?.class).toBe('otp');
    expect(fieldIn(best, 'otp')).toMatchObject({ placeholder: 'Enter code' });
  });

  it.each(
    variants(2, [
      ['six boxes of one character', boxes(6, 'maxlength="1"')],
      [
        'six boxes by number',
        Array.from({ length: 6 }, (_, index) => `<input type="tel" name="otp-${index}">`).join(''),
      ],
      ['eight boxes', boxes(8, 'maxlength="1" inputmode="numeric"')],
    ] as const),
  )('in %s, in order', async (_, row) => {
    const { best } = await view(`<h2>Enter the code</h2><div>${row}<button>Verify</button></div>`);
    const code = fieldIn(best, 'otp');
    expect(best?.class).toBe('otp');
    expect(code?.boxes.map(({ css }) => css)).toHaveLength(row.split('<input').length - 1);
    expect(code?.boxes[0]?.css).toBe(code?.ref.css);
    expect(new Set(code?.boxes.map(({ css }) => css)).size).toBe(code?.boxes.length);
  });

  it('under a form that still holds name and password', async () => {
    const { best } = await view(`<form><h1>Log in</h1>
      <input name="user" placeholder="Username" value="jo"><input type="password" name="pass" value="secret">
      <label>One-time code <input name="otp"></label><button>Log in</button></form>`);
    expect(best?.class).toBe('otp');
    expect(fieldIn(best, 'otp')?.filled).toBe(false);
  });

  it('in a form of its own waits for a password that is still empty', async () => {
    const { best } =
      await view(`<form><input placeholder="Username"><input type="password"><button>Log in</button></form>
      <form><label>Verification code <input name="otp"></label><button>Verify</button></form>`);
    expect(best?.class).toBe('login');
  });

  it('beside name and password that are still empty', async () => {
    const { best } = await view(`<form><h1>Log in</h1>
      <input name="user" placeholder="Username"><input type="password" name="pass">
      <label>One-time code <input name="otp"></label><button>Log in</button></form>`);
    expect(best?.class).toBe('login');
    expect(rolesIn(best)).toEqual(['identifier:username', 'password:password', 'otp:code']);
  });

  it.each(variants(1, ['Postal code', 'Promo code', 'Card security code', 'Area code']))(
    'not every code is one: %s',
    async (label) => {
      const { best } = await view(
        `<form><label>${label} <input name="a1" maxlength="6"></label><button>Apply</button></form>`,
      );
      expect(best).toBeNull();
    },
  );
});

describe('where a code comes from', () => {
  const page = (text: string) => `<h1>Verify it's you</h1><p>${text}</p>
    <form><label>Verification code <input name="a1"></label><button>Verify</button></form>`;

  it.each(
    variants(3, [
      ['totp', 'Open your authenticator app and enter the code shown there.'],
      ['totp', 'Enter the code from your authenticator app. Lost it? Use a recovery code.'],
      ['totp', 'Geben Sie den Code aus Ihrer Authenticator-App ein.'],
      ['sms', 'We sent a text message with a code to •••• 42.'],
      ['sms', 'Wir haben einen Code per SMS an Ihr Handy gesendet.'],
      ['sms', 'SMS で認証コードを送信しました。'],
      ['email', 'We sent a code to j•••@example.com.'],
      ['email', 'Nous avons envoyé un code à votre adresse e-mail.'],
      ['email', 'E-postanıza gönderdiğimiz kodu girin.'],
      ['email', 'Въведете кода, изпратен на вашия имейл.'],
      ['email', 'メールでお送りした確認コードを入力してください。'],
      ['email', 'Vnesite kodo, ki smo jo poslali na e-pošto: a•••@example.com'],
      ['totp', 'Unesite kod iz aplikacije za autentifikaciju.'],
      ['totp', 'Sisestage kood oma autentimisrakendusest.'],
      ['sent', 'A code was sent to you. It is good for ten minutes.'],
      ['sent', 'Der Code wurde Ihnen zugesandt.'],
      ['sent', 'Wysłaliśmy kod.'],
      ['sent', 'コードを送信しました。'],
      ['sent', '인증번호가 전송되었습니다.'],
      ['sent', 'Kodu gönderdik. Birkaç dakika sürebilir.'],
      ['totp', 'Your authenticator app shows the code. Nothing is sent to you.'],
      ['unknown', 'Enter your code.'],
      ['unknown', 'Saisissez votre code, puis appuyez sur Envoyer.'],
      ['unknown', 'Írja be a kódot. <a href="#">Elküldés</a>'],
      ['unknown', '코드를 입력하세요. <a href="#">전송</a>'],
      ['unknown', 'That code was wrong. Wait for a new code.'],
    ]),
  )('%s: %s', async (kind, text) => {
    expect((await view(page(text))).otpKind).toBe(kind);
  });

  it.each(
    variants(2, [
      ['backup', '<h1>Two-factor recovery</h1><label>Recovery code <input name="r1"></label>'],
      ['backup', '<h1>Use a backup code</h1><input name="code" aria-label="Backup code">'],
      ['backup', '<h1>Enter a recovery code</h1><input name="otp" autocomplete="one-time-code">'],
      ['unknown', '<h1>Two-factor</h1><label>Authentication code or recovery code <input name="otp"></label>'],
      [
        'totp',
        '<h1>Two-factor</h1><label>Code of your authenticator app, or a recovery code <input name="otp"></label>',
      ],
      ['email', '<h1>E-mail verification</h1><label>Code <input name="otp" inputmode="numeric"></label>'],
      ['totp', '<h1>E-mail or authenticator app</h1><label>Code of the authenticator app <input name="otp"></label>'],
    ]),
  )('%s, by what the field is called: %s', async (kind, body) => {
    const seen = await view(`<form>${body}<button>Verify</button></form>`);
    expect(fieldIn(seen.best, 'otp')).toBeDefined();
    expect(seen.otpKind).toBe(kind);
  });
});
