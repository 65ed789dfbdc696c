import { describe, expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests, rolesIn } from './harness.js';

const { view } = browserForTests();

/** A shop: its head, things to buy, and a newsletter in its foot. */
const shop = (head: string): string =>
  `<header>${head}<button aria-label="Cart">0</button></header><main><h2>Lamps</h2>${Array.from(
    { length: 6 },
    (_, n) => `<article><a href="/p${n}">Lamp ${n}</a> 12.90 <button>Buy</button></article>`,
  ).join('')}</main><footer><form><label>News <input type="email"></label><button>Subscribe</button></form></footer>`;

describe('"Log in" in the head of a site opens the login, whatever is searched for beside it', () => {
  it.each(
    variants(4, [
      [
        'Entrar',
        '<form role="search"><input name="busca" placeholder="O que você está procurando?"></form><button>Entrar</button>',
      ],
      ['Accedi', '<input placeholder="Cosa ti serve oggi?"><button class="btn">Accedi</button>'],
      [
        'Inloggen',
        '<form action="/zoek"><input name="q" placeholder="Waar ben je naar op zoek?"></form><button>Inloggen</button>',
      ],
      [
        'Anmelden',
        '<input type="search" placeholder="Suchen"><button><svg width="9" height="9"></svg> Anmelden</button>',
      ],
      ['로그인', '<form action="/s"><input name="q" placeholder="검색"></form><button>로그인</button>'],
      [
        'Giriş Yap',
        '<div class="search-box"><input placeholder="Ürün ara"></div><div class="btn" onclick="x()">Giriş Yap</div>',
      ],
      [
        'Sign in or register',
        '<form action="/s"><input name="q" placeholder="Search"></form><button>Sign in or register</button>',
      ],
      [
        'Olá, faça seu login ou cadastre-se',
        '<form action="/s"><input name="q" placeholder="Busca"></form><button>Olá, faça seu login ou cadastre-se</button>',
      ],
    ]),
  )('%s', async (label, head) => {
    const { best, buttons } = await view(shop(head));
    expect(best).toBeNull();
    expect(buttons.find((button) => button.label === label)?.kind).toBe('login_link');
  });

  it('but it sends the login that stands there', async () => {
    const fields = '<input name="user" placeholder="Login"><input type="password" name="pw" placeholder="Hasło">';
    const { best } = await view(shop(`<input type="search" placeholder="Szukaj">${fields}<button>Zaloguj</button>`));
    expect(rolesIn(best)).toEqual(['identifier:username', 'password:password']);
    expect(best?.submit).not.toBeNull();
  });
});
