import { expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests, rolesIn } from './harness.js';

const { view } = browserForTests();

const news = (words: string, button: string): string =>
  `<form><p>${words}</p><input type="email" name="mail" placeholder="E-mail"><button>${button}</button></form>`;

it.each(
  variants(1, [
    ['Eén keer per maand een bericht.', 'Aanmelden'],
    ['Einmal im Monat Neues.', 'Jetzt anmelden'],
    ['Una volta al mese.', 'Accedi alle novità'],
  ] as const),
)('an address alone in the foot of a site is for its news, whatever its button says: %s', async (words, button) => {
  const { best, forms, evidence } = await view(
    `<main><h1>Overzicht</h1></main><footer>${news(words, button)}</footer>`,
  );
  expect([best, forms[0]?.class, evidence.loginLink]).toEqual([null, 'newsletter', false]);
});

it('and so is one elsewhere that says so', async () => {
  const { best } = await view(`<h1>Nordlys</h1>${news('Meld je aan.', 'Aanmelden voor nieuws')}`);
  expect(best).toBeNull();
});

it('but not the first step of a login, nor a password there', async () => {
  const step = (more: string) =>
    `<h1>Inloggen</h1><form method="post"><label>E-mailadres <input type="email" name="m"></label>${more}<button>Aanmelden</button></form>`;
  expect(rolesIn((await view(step(''))).best)).toEqual(['identifier:email']);
  const { best } = await view(`<footer>${step('<input type="password" placeholder="Wachtwoord">')}</footer>`);
  expect(rolesIn(best)).toEqual(['identifier:email', 'password:password']);
});
