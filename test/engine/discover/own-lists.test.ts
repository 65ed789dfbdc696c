import { describe, expect, it } from 'vitest';
import { formOf } from '../../../activities/login/fill/plan.js';
import type { ViewField } from '../../../activities/login/page-world/view.js';
import { variants } from '../../support/variants.js';
import { browserForTests, rolesIn } from './harness.js';

const { view } = browserForTests();

const beside = (list: string, field = '<label>User name <input name="u"></label>'): string =>
  `<h1>Sign in</h1><form method="post" action="/login">${list}${field}<label>Password <input type="password" name="p"></label><button>Sign in</button></form>`;
const listOf = async (html: string): Promise<ViewField | undefined> =>
  (await view(html)).best?.fields.find(({ inputType }) => inputType === 'list');

describe('a list that a button opens', () => {
  const list = (shown: string, chosen = ''): string =>
    `<span id="l">Company</span><button type="button" aria-haspopup="listbox" aria-labelledby="l" aria-controls="c">${shown}</button><ul id="c" role="listbox" hidden><li role="option" ${chosen}>Acme GmbH</li><li role="option">Acme</li></ul>`;

  it.each(
    variants(1, [
      ['with a mark of what it is', 'Acme GmbH ▾', ''],
      ['behind its name', 'Company: Acme', ''],
      ['by a picture', '<svg width="20" height="20"></svg>', 'aria-selected="true"'],
    ] as const),
  )('has a choice that it shows %s', async (_, shown, chosen) =>
    expect(await listOf(beside(list(shown, chosen)))).toMatchObject({ required: false, filled: true }),
  );

  it.each(
    variants(2, [
      ['nothing', '<svg width="20" height="20"></svg>', ''],
      ['that something is to be chosen', 'Select…', 'aria-selected="true"'],
      ['a part of a name', 'Acmeland', ''],
    ] as const),
  )('has none where it shows %s', async (_, shown, chosen) =>
    expect(await listOf(beside(list(shown, chosen)))).toMatchObject({ required: true, filled: false }),
  );

  it.each(
    variants(1, [
      ['aria-haspopup="dialog" role="combobox" aria-label="Selected country"', ''],
      ['role="combobox" title="United States: +1"', '+1'],
    ] as const),
  )('is no question beside the number of a phone (%s)', async (how, shown) => {
    const flag = `<div><button type="button" ${how} style="width:40px;height:20px">${shown}</button><input type="tel" name="phone" aria-label="Phone"></div>`;
    expect(await listOf(beside('', flag))).toBeUndefined();
  });

  it('gives its name to no field', async () => {
    const html = beside(
      '<button type="button" aria-haspopup="listbox" aria-label="Branch">Select…</button>',
      '<label>Branch <input name="b"></label><label>User name <input name="u"></label>',
    );
    const seen = await view(html);
    expect(rolesIn(seen.best)).toEqual([
      'custom:branch',
      'custom:branch_2',
      'identifier:username',
      'password:password',
    ]);
    const values = Object.fromEntries((seen.best?.fields ?? []).map(({ name }) => [name, {}]));
    expect(formOf(seen, { signature: seen.best?.signature ?? '', values } as never)).not.toBeNull();
  });
});

describe('a keypad', () => {
  const keys = [3, 1, 0, 7, 9, 2, 4, 8, 6, 5];
  const pad = (count: string, name = (_digit: number, _at: number): string => ''): string =>
    `<form method="post" action="/pin"><h1>Enter your PIN</h1><div>${count}${keys.map((digit, at) => `<button type="button" ${name(digit, at)}>${digit}</button>`).join('')}</div><button>Log in</button></form>`;

  it.each(
    variants(2, [
      ['what was pressed', pad('<span>0/4</span>')],
      ['what was pressed, spaced', pad('<p>1 / 4</p>')],
      ['its step', pad('<p>Step 1 of 2</p>')],
      ['where its keys stand', pad('', (digit, at) => `aria-label="${digit}, key ${(at % 9) + 1}"`)],
    ] as const),
  )('is one that tells %s as well', async (_, html) =>
    expect(rolesIn((await view(html)).best)).toEqual(['password:password']),
  );
});
