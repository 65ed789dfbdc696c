import { describe, expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests } from './harness.js';

const { view } = browserForTests();

describe('digits that are typed as a phone’s are one only where nothing else is said', () => {
  const asked = (label: string, more = ''): string =>
    `<h1>Log in</h1><form><label>${label} <input type="tel" ${more}></label><label>PIN <input type="password"></label><button>Log in</button></form>`;
  it.each(
    variants(3, [
      ['Üyelik numarası', 'maxlength="9"', 'username'],
      ['Vertragsnummer', 'name="vnr"', 'username'],
      ['Numer polisy', 'maxlength="11"', 'username'],
      ['契約者番号', '', 'username'],
      ['Telefonnummer', '', 'phone'],
      ['Numer telefonu', '', 'phone'],
      ['Your number', 'name="mobile"', 'phone'],
      ['', 'autocomplete="tel"', 'phone'],
    ]),
  )('%s %s', async (label, more, name) => {
    expect((await view(asked(label, more))).best?.fields[0]?.name).toBe(name);
  });
});
