import { describe, expect, it } from 'vitest';
import { browserForTests } from './harness.js';

const { view } = browserForTests();

/** Where the field is that is taken for the login name; one that nothing is known of stands right before the password. */
async function nameAmong(field: string): Promise<string | undefined> {
  const { best } = await view(`<form action="/session" method="post"><h1>Log in</h1>
    ${field}<label>Other <input name="x"></label>
    <label>Password <input type="password" name="password"></label><button>Log in</button></form>`);
  return best?.fields.find(({ role }) => role === 'identifier')?.ref.css;
}

const FIRST_NAME = 'data-testid="firstname" aria-label="Yours" placeholder="First name"';

describe('what a field asks for', () => {
  it.each([
    ['its label', '<label>E-mail <input name="a"></label>', true],
    ['its placeholder', '<input name="a" placeholder="Your user name">', true],
    ['what it declares', '<input name="a" autocomplete="username">', true],
    ['its type', '<input name="a" type="tel">', true],
    ['nothing', '<input name="a">', false],
    ['words that name something else', '<label>Postal code <input name="a"></label>', false],
    ['words that are as strong as what it declares', `<input name="a" autocomplete="email" ${FIRST_NAME}>`, false],
    ['words in a list that is picked from', '<label>E-mail <select name="a"><option>x</select></label>', false],
  ])('is told by %s', async (_, field, isName) => {
    expect(await nameAmong(field)).toBe(`input[name="${isName ? 'a' : 'x'}"]`);
  });
});
