import { describe, expect, it } from 'vitest';
import { browserForTests, rolesIn } from './harness.js';

const { view } = browserForTests();

const page = (heading: string, lines: string, more = ''): string =>
  `<h4>${heading}</h4><div>${lines}${more}<button type="button">Weiter</button></div>`;
const line = (more: string): string =>
  `<div role="textbox" contenteditable="true" style="width:300px;border:1px solid" ${more}></div>`;

describe('a line that is no field', () => {
  it('takes the name of a login', async () => {
    const { best } = await view(page('Anmelden', line('aria-label="E-Mail"')));
    expect(rolesIn(best)).toEqual(['identifier:email']);
    expect(best).toMatchObject({ class: 'identifier', submit: { frame: '' } });
  });

  it.each([
    ['is for a password', page('Anmelden', line('aria-label="Passwort"'))],
    ['is for a code', page('Anmelden', line('aria-label="Code aus der SMS"'))],
    ['has no label', page('Anmelden', line(''))],
    ['takes a text', page('Anmelden', line('aria-label="E-Mail" aria-multiline="true"'))],
    [
      'is as high as a text',
      page('Anmelden', line('aria-label="E-Mail"').replace('1px solid', '1px solid;height:120px')),
    ],
    ['stands on a page about something else', page('Nachricht', line('aria-label="E-Mail"'))],
    ['is one of two', page('Anmelden', line('aria-label="E-Mail"') + line('aria-label="Firma"'))],
    [
      'stands beside a field',
      page('Anmelden', line('aria-label="E-Mail"'), '<input type="password" aria-label="Passwort">'),
    ],
  ])('is none where it %s', async (_, html) => {
    const { best } = await view(html);
    expect(rolesIn(best)).not.toContain('identifier:email');
    expect(rolesIn(best)).not.toContain('identifier:username');
  });
});
