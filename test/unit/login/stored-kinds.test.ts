import { describe, expect, it } from 'vitest';
import type { ViewField } from '../../../activities/login/page-world/view.js';
import { storedByKind } from '../../../activities/login/read/stored-kinds.js';
import { field as fieldOf } from './forms.js';

const hidden = (label: string, more: Partial<ViewField> = {}): ViewField => ({
  ...fieldOf('custom'),
  name: 'f',
  label,
  inputType: 'password',
  type: 'password',
  ...more,
});
const open = (label: string): ViewField => hidden(label, { inputType: 'text', type: 'text' });

const found = (field: ViewField, stored: string[], ...others: ViewField[]): string[] =>
  storedByKind(field, [field, ...others], stored);

describe('a stored value answers a field whose label names its kind', () => {
  it.each([
    ['PIN dispositivo', 'pin'],
    ['PIN do tokena', 'pin'],
    ['Telefon-PIN', 'online_pin'],
    ['ПИН-код', 'pin'],
    ['暗証番号', 'pin'],
    ['Your PIN number', 'card_pin'],
  ])('%s takes %s', (label, key) => {
    expect(found(hidden(label), ['username', 'password', key])).toEqual([key]);
  });

  it.each([
    ['Fødselsdato', 'birth_date'],
    ['Dátum narodenia', 'date_of_birth'],
    ['Date of birth', 'geburtsdatum'],
    ['生年月日', 'dob'],
  ])('%s takes %s', (label, key) => {
    expect(found(open(label), ['username', 'password', key])).toEqual([key]);
  });
});

describe('a company is known by whatever it is called', () => {
  it.each([
    ['Your workspace’s address', 'workspace'],
    ['Kürzel Ihrer Firma oder Ihr Mandant', 'mandant'],
    ['Nom de votre entreprise', 'company'],
    ['所属する会社名を入力', 'company'],
    ['Organization subdomain', 'tenant'],
    ['Nazwa firmy (firma)', 'firma'],
  ])('%s takes %s', (label, key) => {
    expect(found(open(label), ['email', 'password', key])).toEqual([key]);
  });
});

describe('a person is asked', () => {
  it('where two values may be meant', () => {
    expect(found(hidden('PIN dispositivo'), ['pin', 'card_pin'])).toEqual([]);
  });

  it('where two fields ask for the kind', () => {
    expect(found(hidden('Phone PIN'), ['pin'], hidden('Card PIN'))).toEqual([]);
  });

  it.each([
    ['what is stored is something else', hidden('PIN'), ['password', 'security_answer']],
    ['the field may be for a password', hidden('Password or PIN'), ['pin']],
    ['the stored value may be a password', hidden('PIN'), ['pin_or_password']],
    ['a PIN would be seen', open('PIN code'), ['pin']],
    ['a part of a date is asked for', open('Year of birth'), ['birth_date']],
    ['a company is named beside an address', open('Company e-mail'), ['company']],
    ['a company is named beside a name', open('Benutzername der Firma'), ['firma']],
    ['a company is asked for its number', open('Numéro de l’entreprise'), ['company']],
    ['a company is named over a secret', hidden('Workspace key'), ['workspace']],
    ['some characters are asked for', hidden('PIN', { positions: [1, 3] }), ['pin']],
  ])('where %s', (_, field, stored) => {
    expect(found(field, stored)).toEqual([]);
  });
});

describe('a hidden field that says nothing of a PIN', () => {
  const shaped = (label: string, more: Partial<ViewField> = {}): ViewField =>
    hidden(label, { mayBePin: 'shaped', ...more });

  it.each([
    [
      'by its shape, where the PIN is all that is stored besides',
      'رمز الموظف',
      'shaped',
      ['username', 'password', 'pin'],
    ],
    [
      'by its shape, whatever identifiers are stored',
      'Kassierer',
      'shaped',
      ['email', 'company', 'password', 'till_pin'],
    ],
    ['by its author, whatever is stored', 'Personel', 'called', ['username', 'password', 'pin', 'answer']],
  ] as const)('takes the one PIN %s', (_, label, mayBePin, stored) => {
    expect(found(hidden(label, { mayBePin }), [...stored])).toEqual([stored.find((key) => key.endsWith('pin'))]);
  });

  it.each([
    ['another secret is stored', shaped('Κωδικός'), ['password', 'pin', 'memorable_word']],
    ['two PINs are stored', shaped('Kassierer'), ['password', 'pin', 'card_pin']],
    ['no PIN is stored', shaped('Kassierer'), ['username', 'password']],
    ['it is a password', shaped('Kassierer', { role: 'password' }), ['password', 'pin']],
    ['it asks for characters', shaped('Kassierer', { positions: [1, 3] }), ['password', 'pin']],
    ['nothing of it is a PIN', shaped('B4', { mayBePin: null }), ['password', 'pin']],
  ])('is asked for where %s', (_, field, stored) => {
    expect(found(field, stored)).toEqual([]);
  });

  it('is asked for where two of them may be meant', () => {
    expect(found(shaped('A'), ['password', 'pin'], shaped('B'))).toEqual([]);
  });
});
