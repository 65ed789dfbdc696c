import { describe, expect, it } from 'vitest';
import { answersOf, leftStepOf } from '../../../activities/login/judge/left-step.js';
import { documentOf } from '../../../activities/login/read/document/document-of.js';
import { variants } from '../../support/variants.js';
import { browserForTests, LOGIN, rolesIn } from './harness.js';

const { view, page } = browserForTests();

describe('a menu right before a field', () => {
  it.each(
    variants(1, [
      ['links', '<ul><li><a href="/a">Contas</a></li><li><a href="/b">Cartões</a></li></ul>'],
      ['buttons', '<div><button type="button">Contas</button><button type="button">Cartões</button></div>'],
      [
        'links with a folded menu each',
        '<ul><li><a href="/a">Contas</a><div hidden><a href="/c">Poupança</a></div></li></ul>',
      ],
    ] as const),
  )('is no name of it (%s)', async (_, menu) => {
    const { forms } = await view(`<div class="top">${menu}<input placeholder="Artista, lugar"></div>${LOGIN}`);
    expect(forms.flatMap(({ fields }) => fields.map(({ label }) => label))).toContain('Artista, lugar');
  });

  it('is one where it says more than that', async () => {
    const { best } = await view(
      '<form><div>Kundennummer <a href="/wo">Wo finde ich sie?</a></div><input><input type="password"><button>Anmelden</button></form>',
    );
    expect(best?.fields[0]?.label).toContain('Kundennummer');
  });
});

describe('a field that no label names, in a box that is called a search', () => {
  const search = (more: string): string =>
    `<div class="head"><span class="ant-input-search"><input type="text" ${more}><button type="button"><svg width="16" height="16"></svg></button></span></div>`;
  const body =
    '<div><h1>Acesse sua conta</h1><div><label for="n">Agência</label><input id="n"></div><div><label for="c">Conta</label><input id="c"></div><button>Acessar</button></div>';

  it.each(variants(1, ['Artista, lugar', 'O que há hoje?', 'Előadó, helyszín'] as const))(
    'is none of the login, whatever its placeholder says (%s)',
    async (said) => {
      const { best, rivals } = await view(search(`placeholder="${said}"`) + body);
      expect(rivals).toEqual([]);
      expect(rolesIn(best)).not.toContain('identifier:username_2');
      expect(best?.fields.map(({ label }) => label)).toEqual(['Agência', 'Conta']);
    },
  );

  it('is what its label says', async () => {
    const { best } = await view(
      '<form class="search-style"><label>Benutzername <input></label><input type="password"><button>Anmelden</button></form>',
    );
    expect(rolesIn(best)).toEqual(['identifier:username', 'password:password']);
  });
});

describe('a page whose parts have no names', () => {
  const MENU =
    '<div class="top"><ul><li><a href="/cards">A</a></li><li><a href="/loans">B</a></li><li><a href="/news">C</a></li></ul></div>';
  const QUESTION = '<h1>?</h1><form method="post" action="/on"><label>A <input></label><button>OK</button></form>';
  const bareWith = async (html: string, everybody: readonly string[]): Promise<boolean> => {
    await view(html);
    const document = await documentOf(page().mainFrame());
    return (await document.ask('read', { forms: [], everybody, phrases: null })).standing.bare;
  };

  it('is short beside links that everybody was shown at the login', async () => {
    expect(await bareWith(MENU + QUESTION, ['/cards', '/loans', '/news'])).toBe(true);
  });

  it.each([
    ['beside others', ['/cards']],
    ['where nothing is known', []],
  ])('is not %s', async (_, everybody) => {
    expect(await bareWith(MENU + QUESTION, everybody)).toBe(false);
  });

  it('nor beside a list that says more than its links', async () => {
    const list = MENU.replace('</li>', ' 1204 €</li>');
    expect(await bareWith(list + QUESTION, ['/cards', '/loans', '/news'])).toBe(false);
  });
});

describe('a box over a backdrop', () => {
  const layer = (box: string): string => `${LOGIN}<div style="position:fixed;inset:0;background:#0008"></div>${box}`;

  it('is what lies over the form, wherever it stands', async () => {
    const { gate } = await view(
      layer(
        '<div style="position:fixed;top:60%;left:60%;background:#fff"><p>이미 접속 중입니다. 종료할까요?</p><a href="javascript:void(0)">취소</a> <a href="javascript:void(0)">확인</a></div>',
      ),
    );
    expect(gate?.text).toContain('이미 접속 중입니다');
    expect(gate?.pins).toHaveLength(2);
  });

  it('is none where it stands in the page', async () => {
    expect((await view(layer('<p>Footer</p>'))).gate?.text).toBe('');
  });
});

describe('a button that leaves it for another day', () => {
  const kinds = async (html: string): Promise<string[]> =>
    (await view(html)).buttons.filter(({ kind }) => kind === 'not_now').map(({ label }) => label);
  const MENU = Array.from({ length: 14 }, (_, n) => `<li><a href="/${n}">Mục ${n}</a></li>`).join('');

  it('is one beside a new password that may wait', async () => {
    const page = `<ul>${MENU}</ul><h3>Đổi mật khẩu</h3><p>Mật khẩu sẽ hết hạn sau 3 ngày.</p><form method="post" action="/c">${['Mật khẩu hiện tại', 'Mật khẩu mới', 'Nhập lại mật khẩu mới'].map((label) => `<label>${label} <input type="password"></label>`).join('')}<button>Lưu</button> <a href="/later">Để sau</a></form>`;
    expect(await kinds(page)).toEqual(['Để sau']);
  });

  it.each(
    variants(1, [
      [
        'ja',
        'パスワードの有効期限まであと5日です。',
        ['現在のパスワード', '新しいパスワード', '新しいパスワード(確認)'],
        '保存',
        '後で変更する',
      ],
      [
        'de',
        'Ihr Passwort gilt noch 5 Tage.',
        ['Altes Passwort', 'Neues Passwort', 'Neues Passwort wiederholen'],
        'Speichern',
        'Erst später ändern',
      ],
      [
        'it',
        'La password scade tra 5 giorni.',
        ['Password attuale', 'Nuova password', 'Conferma la nuova password'],
        'Salva',
        'Cambia più tardi',
      ],
    ] as const),
  )('is one beside a new password, also where it says what for (%s)', async (_, words, labels, save, later) => {
    const form = `<form method="post" action="/c">${labels.map((label) => `<label>${label} <input type="password"></label>`).join('')}<button>${save}</button> <a href="/l">${later}</a></form>`;
    expect(await kinds(`<div>${words}</div>${form}`)).toEqual([later]);
  });

  const enrolment = (more: string): string =>
    `<h1>Увімкніть двофакторну автентифікацію</h1><p>Додайте ключ <code>KRSX G5CT MVRX EZLU</code>.</p><form method="post" action="/e"><label>Код із застосунку <input maxlength="6"></label><button>Увімкнути</button></form>${more}`;

  it('is one beside the key of a second factor', async () => {
    expect(await kinds(enrolment('<button>Не зараз (залишилося 3 рази)</button>'))).toEqual([
      'Не зараз (залишилося 3 рази)',
    ]);
  });

  it('is none beside a code of the login', async () => {
    expect(
      await kinds(
        '<h1>Check</h1><form><label>Code from your app <input maxlength="6"></label><button>Verify</button></form><button>Skip</button>',
      ),
    ).toEqual([]);
  });
});

describe('a way to the login', () => {
  it('is a picture that the pointer shows to be pressed', async () => {
    const { buttons } = await view(
      '<h1>扫码登录</h1><div style="cursor:pointer"><img alt="密码登录" width="48" height="48" src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"></div>',
    );
    expect(buttons.map(({ label }) => label)).toContain('密码登录');
  });

  it.each(variants(1, ['Sign in | Sign up', 'ورود | ثبت‌نام', 'Anmelden / Registrieren'] as const))(
    'is a link that leads to a sign-up as well (%s)',
    async (label) => {
      const { evidence } = await view(`<header><a href="/x">${label}</a></header><h1>?</h1>`);
      expect(evidence.loginLink).toBe(true);
    },
  );

  it.each(variants(1, ['Sign up', 'Forgot your login?'] as const))(
    'is none that leads elsewhere (%s)',
    async (label) => {
      const { evidence } = await view(`<header><a href="/x">${label}</a></header><h1>?</h1>`);
      expect(evidence.loginLink).toBe(false);
    },
  );
});

describe('a letter with a link', () => {
  it.each(
    variants(1, [
      ['Hungarian', 'Küldtünk egy hivatkozást a b***@example.hu címre. Kattints rá 15 percen belül.'],
      ['Czech', 'Na adresu b***@example.cz jsme poslali odkaz. Klikněte na odkaz v e-mailu.'],
      ['Turkish', 'E-posta adresinize bir bağlantı gönderdik. Devam etmek için bağlantıya tıklayın.'],
      ['Arabic', 'أرسلنا رابطًا إلى بريدك. اضغط على الرابط للمتابعة.'],
      ['Vietnamese', 'Chúng tôi đã gửi một liên kết đến email của bạn. Nhấp vào liên kết để tiếp tục.'],
    ] as const),
  )('is waited for (%s)', async (_, said) => {
    expect((await view(`<h1>?</h1><p>${said}</p>`)).externalAction?.kind).toBe('link');
  });
});

describe('a box about cookies', () => {
  const banner = '<p>Fem servir galetes (cookies).</p><button>Accept all</button><a href="/cookies">Configura</a>';
  const framed = async (html: string): Promise<string[]> =>
    (await view(html)).buttons.filter((one) => one.framed).map(({ label }) => label);

  it('asks nothing but that, whatever else stands in it', async () => {
    const page = `<h1>Bon dia</h1><section id="cookie-bar" style="position:fixed;bottom:0">${banner}</section><button>Continua</button>`;
    expect(await framed(page)).toEqual(['Accept all', 'Configura']);
  });

  it('is not the whole page, which may be called so', async () => {
    const page = `<div class="cookies-on"><h1>Bon dia</h1><label>Empresa <input></label><button>Continua</button>${banner}</div>`;
    expect(await framed(page)).toEqual([]);
  });
});

describe('a form of one line', () => {
  const asking = (how: string, said = 'Before you go on, tell us which team you belong to.'): string =>
    `<h1>Acme</h1><form ${how}><p>${said}</p><label>Team <input name="team"></label><button>Continue</button></form>`;
  const classOf = async (html: string): Promise<string | undefined> => (await view(html)).forms[0]?.class;

  it.each(
    variants(3, [
      ['for a script', asking('action="#" onsubmit="return false"', '')],
      ['for a script by its address', asking('action="javascript:void(0)"', '')],
      ['with an empty address', asking('action=""', '')],
      ['that says why it asks', asking('action="/on"')],
      ['under a sentence that says why', `<p>Наш друк потребує номер. Введіть його.</p>${asking('method="get"', '')}`],
    ] as const),
  )('looks nothing up: %s', async (_, html) => expect(await classOf(html)).toBe('other'));

  it('is a step beside a way out', async () =>
    expect(leftStepOf(await view(`${asking('action="#"')}<a href="/logout">Log out</a>`))).toBe('question'));

  it.each(variants(1, ['action="/find"', 'method="get"'] as const))(
    'looks something up where the browser sends it (%s)',
    async (how) => expect(await classOf(asking(how, ''))).toBe('search'),
  );
});

describe('what is called after cookies', () => {
  const QUESTION =
    '<p>Your employer asks you to confirm the new rules.</p><button>I confirm</button><button>I do not</button>';
  const labels = async (html: string): Promise<string[]> => answersOf(await view(html)).map(({ label }) => label);

  it.each([
    ['speaks of cookies', '<div><p>We use cookies.</p><button>Accept all</button><button>Settings</button></div>', []],
    ['does not', '<div><p>Mmm.</p><button>Accept all</button></div>', []],
  ])('hides no question around a bar that %s', async (_, bar, more) =>
    expect(await labels(`<div class="has-cookie-banner">${QUESTION}${bar}</div>`)).toEqual([
      'I confirm',
      'I do not',
      ...more,
    ]),
  );

  it('holds what else stands in it', async () =>
    expect(
      await labels(
        `${QUESTION}<div class="cookie-bar"><div><h2>Privacy</h2>We use cookies.</div><div><button>Accept all</button></div><button>Settings</button></div>`,
      ),
    ).toEqual(['I confirm', 'I do not']));
});

describe('what a page says', () => {
  it('is no row of links', async () => {
    const row = (names: readonly string[]): string =>
      `<p>${names.map((name, at) => `<a href="/r${at}">${name}</a>`).join(' | ')}</p>`;
    const { standing } = await view(
      `<h1>Acme</h1>${row(['Open tickets', 'Unpaid invoices', 'My team members'])}<p>Read the <a href="/h">help</a> today.</p>`,
    );
    expect(standing.texts).toEqual(['Acme', 'Read the help today.']);
  });

  it.each(
    variants(1, [
      ['Hello, Ada Lovelace.', 'You have two new letters.'],
      ['Szia, Kovács Anna!', 'Két új levél érkezett.'],
      ['Willkommen, Frau Dr. Berg', 'Heute gibt es nichts Neues.'],
    ] as const),
  )('is more than a greeting (%s)', async (greeting, said) => {
    const { standing } = await view(
      `<main><p>${greeting}</p><p>${said}</p><p><a href="/logout">Log out</a></p></main>`,
    );
    expect(standing.texts).toEqual([said]);
  });

  it('stands behind a greeting in the same line, too', async () => {
    const said = 'Hello Ada, we have sent you a link to confirm that it is you.';
    expect((await view(`<main><p>${said}</p></main>`)).standing.texts).toEqual([said]);
  });

  it.each(
    variants(3, [
      ['You are signed in. You may close this window.', true],
      ['Signed in as ada. Please wait until they agree.', false],
      ['Signed in as <b>ada</b>', false],
      ['You are signed in only after they agree.', false],
      ['Sie sind angemeldet, sobald Ihre Leitung zugestimmt hat.', false],
    ] as const),
  )('lets know of a session only in a sentence of its own (%s)', async (said, knows) =>
    expect((await view(`<h1>Acme</h1><p>${said}</p>`)).standing.letsKnow).toBe(knows),
  );
});
