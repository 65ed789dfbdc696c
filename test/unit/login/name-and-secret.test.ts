/** A no to a name and a secret at once, in words for both. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../../activities/login/judge/judge.js';
import type { ViewField, ViewForm } from '../../../activities/login/page-world/view.js';
import { form } from './forms.js';
import { page, type Shown, submissionOf } from './observations.js';

const FILLED = form('login', ['identifier', 'password'], ['identifier', 'password']);

const after = (sent: ViewForm, shown: Shown, before: Shown = { form: sent }) =>
  judge(page(before), page(shown), submissionOf(sent));

describe('words for a name and a password together', () => {
  it.each(['Identifiants incorrects.', 'Vos identifiants sont invalides.', 'Invalid credentials.'])(
    '%s blames the password, and no name',
    (words) => {
      expect(after(FILLED, { form: FILLED, alerts: [words] })).toMatchObject({ kind: 'refused', fields: ['password'] });
    },
  );

  it.each(['Identifiant ou code secret incorrect.', 'Falscher Benutzername oder Code.', 'Неверный логин или код.'])(
    '%s does not blame the name alone, where the secret has no label',
    (words) => {
      const [name, secret] = FILLED.fields as [ViewField, ViewField];
      const keys = { ...FILLED, fields: [name, { ...secret, label: '', keypad: true }] };
      expect(after(keys, { form: keys, alerts: [words] })).toMatchObject({ kind: 'refused', fields: ['password'] });
    },
  );

  it('a name that is called a code is a name', () => {
    const [name, secret] = FILLED.fields as [ViewField, ViewField];
    const coded = { ...FILLED, fields: [{ ...name, label: 'Codice utente' }, secret] };
    expect(after(coded, { form: coded, alerts: ['Codice utente errato.'] })).toMatchObject({ fields: ['email'] });
  });

  it('and one name is the name', () => {
    expect(after(FILLED, { form: FILLED, alerts: ['Identifiant inconnu.'] })).toMatchObject({ fields: ['email'] });
  });
});
