import { expect, it } from 'vitest';
import { inFront } from '../../../activities/login/read/in-front.js';
import { emptyView, nowhere } from '../discover/empty-view.js';
import { button, form } from './forms.js';

const REF = { frame: '', css: 'button', signature: 's', pin: 'p' };
const named = (label: string, ref: Partial<typeof REF>) => button({ label, ref: { ...REF, ...ref } });

it('what lies over a form is read without anything that it covers', () => {
  const login = form('login', ['identifier', 'password']);
  const covered = {
    radios: [[{ ref: REF, label: 'Private' }]],
    boxes: [{ ref: REF, label: 'I have read it', required: true }],
    accounts: ['ada@example.com'],
    headline: 'enrollment',
    speaksOf: 'identity_check',
    refresh: 5,
  } as const;
  const view = emptyView({
    forms: [login],
    best: login,
    gate: { text: 'Take it over?', pins: ['yes'] },
    buttons: [named('Yes', { pin: 'yes' }), named('Log in', { pin: 'in' }), named('Play', { pin: 'yes', frame: 'f' })],
    standing: nowhere({
      ...covered,
      radios: [[...covered.radios[0]]],
      boxes: [...covered.boxes],
      accounts: [...covered.accounts],
    }),
  });
  const shown = inFront(view, 'Take it over?');
  expect(shown.buttons.map(({ label }) => label)).toEqual(['Yes']);
  expect(shown.forms).toEqual([]);
  expect(shown.standing).toMatchObject({
    radios: [],
    boxes: [],
    accounts: [],
    headline: null,
    speaksOf: null,
    refresh: null,
    words: 'Take it over?',
  });
});
