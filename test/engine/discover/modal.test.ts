import { describe, expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests } from './harness.js';

const { view } = browserForTests();

const NAVIGATION = `<nav>${['Orders', 'Stock', 'People', 'Reports'].map((one) => `<a href="/${one}">${one}</a>`).join(' ')}</nav>`;
const RADIOS =
  '<label><input type="radio" name="m" value="a"> March</label><label><input type="radio" name="m" value="b"> July</label>';
const over = (inside: string, attributes = 'aria-modal="true"'): string =>
  `${NAVIGATION}<h1>Dashboard</h1><p>Loading</p><div role="dialog" ${attributes} style="position:fixed;inset:10%;background:#fff">${inside}</div>`;
const SEND = '<button>Send my answer</button>';

describe('a dialog over a page', () => {
  it('has to be answered where it offers answers and nothing else', async () => {
    const { standing, buttons } = await view(over(`<p>In which month was Ada born?</p>${RADIOS}${SEND}`));
    expect(standing.asksOver).toBe(true);
    expect(standing.words).toMatch(/^In which month/);
    expect(buttons.filter(({ framed }) => !framed).map(({ label }) => label)).toEqual(['Send my answer']);
  });

  it.each([
    ['it can be closed', over(`<button aria-label="Close">×</button><p>How was it?</p>${RADIOS}${SEND}`)],
    [
      'it can be closed by a picture',
      over(`<button><svg width="9" height="9"></svg></button><p>Comment était-ce ?</p>${RADIOS}${SEND}`),
    ],
    ['it can wait', over(`<p>Wie gefällt es Ihnen?</p>${RADIOS}${SEND}<button>Abbrechen</button>`)],
    ['an answer is chosen', over(`<p>Which view?</p>${RADIOS.replace('value="a"', 'value="a" checked')}${SEND}`)],
    ['the page can be used beside it', over(`<p>Which view?</p>${RADIOS}${SEND}`, '')],
    ['it only tells', over('<p>Nous avons mis à jour nos conditions.</p><button>OK</button>')],
  ])('has not where %s', async (_, page) => {
    expect((await view(page)).standing.asksOver).toBe(false);
  });

  it.each([
    ['nothing that the browser keeps from being reached', 'showModal', ['Aceptar']],
    ['all that can be reached beside it', 'show', ['Nuevo pedido', 'Aceptar']],
  ])('leaves %s to be pressed (%s)', async (_, open, labels) => {
    const { buttons } = await view(
      `<main><h1>Pedidos</h1><button>Nuevo pedido</button></main><dialog id="d"><p>Hemos cambiado las condiciones.</p><button>Aceptar</button></dialog><script>d.${open}()</script>`,
    );
    expect(buttons.map(({ label }) => label)).toEqual(labels);
  });

  it('is what the page says, unless it is about cookies', async () => {
    const told = await view(over('<p>Completa la registrazione</p><button>Continua</button>'));
    expect(told.standing.words).toBe('Completa la registrazione · Continua');
    const cookies = await view(over('<p>We use cookies.</p><button>Accept all</button><button>Reject all</button>'));
    expect(cookies.standing.words).toMatch(/Dashboard/);
  });

  it.each(
    variants(1, [
      ['that says so', 'role="dialog" aria-modal="true"', 'position:fixed;inset:10%;background:#fff'],
      ['that lies over all of it', '', 'position:fixed;inset:0;z-index:9;background:#fff'],
    ] as const),
  )('asks for the code before the login behind it is filled again: one %s', async (_, attributes, style) => {
    const login = '<form><input placeholder="Name"><input type="password"><button>Log in</button></form>';
    const code =
      '<h2>Enter the code</h2><label>Code <input autocomplete="one-time-code"></label><button>Verify</button>';
    const { best } = await view(`${login}<div ${attributes} style="${style}">${code}</div>`);
    expect(best?.class).toBe('otp');
  });
});
