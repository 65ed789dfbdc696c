import { describe, expect, it } from 'vitest';
import { variants } from '../../support/variants.js';
import { browserForTests, LOGIN, rolesIn } from './harness.js';

const { view } = browserForTests();

const withDecoy = (wrapper: string, inner = '<input name="decoy" type="text">') =>
  LOGIN.replace('<button>', `${wrapper.replace('…', inner)}<button>`);

describe('fields that a person can not see are not there', () => {
  it.each(
    variants(7, [
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
    ] as const),
  )('%s', async (_, wrapper) => {
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
