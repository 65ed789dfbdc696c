import { describe, expect, it } from 'vitest';
import type { ViewField } from '../../../activities/login/page-world/view.js';
import { countryOf, restOf, splitNumberIn } from '../../../activities/login/read/dial-codes.js';
import { field } from './forms.js';

const list = (...labels: string[]): ViewField => ({
  ...field('custom'),
  name: 'country',
  inputType: 'select',
  options: labels.map((label, at) => ({ value: `v${at}`, label })),
});
const number: ViewField = { ...field('identifier'), name: 'phone', inputType: 'tel' };
const COUNTRIES = list('Österreich (+43)', '+49 Deutschland', 'CH +41', 'USA +1', 'Canada +1', 'Bahamas +1 242');

describe('a number whose country stands in a list', () => {
  it.each([
    ['+49 151 234567', 'v1', '151 234567'],
    ['0049151234567', 'v1', '151234567'],
    ['+43 (0) 660 / 1234', 'v0', '660 / 1234'],
    ['+1-242-555-0100', 'v5', '555-0100'],
  ])('%s', (value, option, rest) => {
    const found = countryOf(COUNTRIES, value);
    expect(found?.value).toBe(option);
    expect(found && restOf(value, found)).toBe(rest);
  });

  it.each(['0151 234567', '+358 40 1234567', '+1 202 555 0143', '49151234567', ''])('%s tells no country', (value) =>
    expect(countryOf(COUNTRIES, value)).toBeUndefined(),
  );

  it('stays as it is where the list says another one', () => {
    expect(restOf('+49 151 1', { value: '43', label: '+43' })).toBe('+49 151 1');
    expect(restOf('0151 1', { value: '49', label: '+49' })).toBe('0151 1');
  });
});

describe('the two parts', () => {
  it('are a list of countries by their codes and a field for a telephone number', () =>
    expect(splitNumberIn([COUNTRIES, number, field('password')])).toEqual({ list: COUNTRIES, rest: number }));

  it.each([
    ['a list of something else', [list('Nord', 'Süd'), number]],
    ['an address', [COUNTRIES, field('identifier')]],
    ['two lists', [COUNTRIES, { ...COUNTRIES, name: 'other' }, number]],
  ])('are not %s', (_, fields) => expect(splitNumberIn(fields)).toBeNull());
});
