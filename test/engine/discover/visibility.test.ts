import { describe, expect, it } from 'vitest';
import { inPage } from '../../../activities/login/discover/in-page-bundle.js';
import { browserForTests, LOGIN, rolesIn } from './harness.js';

const { view, page } = browserForTests();

const withDecoy = (wrapper: string, inner = '<input name="decoy" type="text">') =>
  LOGIN.replace('<button>', `${wrapper.replace('…', inner)}<button>`);

describe('fields that a person can not see are not there', () => {
  it.each([
    ['display', '<div style="display:none">…</div>'],
    ['visibility', '<div style="visibility:hidden">…</div>'],
    ['opacity of an ancestor', '<div style="opacity:0"><div>…</div></div>'],
    ['nearly no opacity', '<div style="opacity:0.01">…</div>'],
    ['hidden attribute', '<div hidden>…</div>'],
    ['off the left edge', '<div style="position:absolute;left:-9999px">…</div>'],
    ['above the page', '<div style="position:absolute;top:-9999px">…</div>'],
    ['clip', '<div style="position:absolute;clip:rect(0 0 0 0)">…</div>'],
    ['clip-path', '<div style="clip-path:inset(50%)">…</div>'],
    ['cut off by a box without height', '<div style="overflow:hidden;height:0">…</div>'],
    ['screen readers are told to skip it', '<div aria-hidden="true">…</div>'],
    ['inert', '<div inert>…</div>'],
    ['closed details', '<details><summary>More</summary>…</details>'],
  ])('%s', async (_, wrapper) => {
    const { best } = await view(withDecoy(wrapper));
    expect(rolesIn(best)).toEqual(['identifier:email', 'password:password']);
  });

  it('no size', async () => {
    const { best } = await view(
      withDecoy('<div>…</div>', '<input name="decoy" style="width:0;height:0;padding:0;border:0">'),
    );
    expect(rolesIn(best)).toEqual(['identifier:email', 'password:password']);
  });

  it('a hidden second password makes no sign-up of a login', async () => {
    const { best } = await view(
      withDecoy('<div style="display:none">…</div>', '<input type="password" name="confirm">'),
    );
    expect(best?.class).toBe('login');
  });
});

describe('fields that a person can see are there', () => {
  it.each([
    ['below the fold', `<div style="height:3000px"></div>${LOGIN}`],
    ['in a box that scrolls', `<div style="overflow:auto;height:60px">${LOGIN}</div>`],
    [
      'with a caption floating over it',
      LOGIN.replace('E-mail <input', '<span style="position:absolute;pointer-events:none">E-mail</span> <input'),
    ],
    [
      'in a body that does not scroll',
      `<style>body{overflow:hidden;height:0;margin:0} form{position:absolute;top:10px}</style>${LOGIN}`,
    ],
  ])('%s', async (_, html) => {
    const { best } = await view(html);
    expect(rolesIn(best)).toEqual(['identifier:email', 'password:password']);
  });
});

describe('a look at one element again', () => {
  const inspect = async (css: string) =>
    page()
      .locator(css)
      .evaluate(await inPage());

  it('knows it by its signature', async () => {
    const { best } = await view(LOGIN);
    const password = best!.fields[1]!.ref;
    expect(await inspect(password.css)).toMatchObject({
      signature: password.signature,
      visible: true,
      covered: false,
      editable: true,
      type: 'password',
      origin: 'https://shop.test',
      filled: false,
    });
  });

  it.each([
    ['its type', (input: HTMLInputElement) => input.setAttribute('type', 'text')],
    ['its name', (input: HTMLInputElement) => input.setAttribute('id', 'other')],
    ['its label', (input: HTMLInputElement) => input.parentElement?.prepend('Card number ')],
  ])('notices another one by %s', async (_, swap) => {
    const { best } = await view(LOGIN);
    const password = best!.fields[1]!.ref;
    await page()
      .locator(password.css)
      .evaluate(swap as (element: Element) => void);
    expect((await inspect('form input >> nth=1')).signature).not.toBe(password.signature);
  });

  it('sees what lies over it', async () => {
    const { best } = await view(`${LOGIN}<div style="position:fixed;inset:0;background:white">Cookies?</div>`);
    expect(await inspect(best!.fields[1]!.ref.css)).toMatchObject({ visible: true, covered: true });
  });
});
