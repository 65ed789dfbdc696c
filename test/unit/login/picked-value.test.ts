import { describe, expect, it } from 'vitest';
import { optionFor, pickedValue } from '../../../activities/login/fill/picked-value.js';
import { field } from './forms.js';

const date = (value: string): string | null => pickedValue({ ...field('custom'), inputType: 'date' }, value);

it.each([
  ['1987-06-05', '1987-06-05'],
  ['1987/06/05', '1987-06-05'],
  ['5.6.1987', '1987-06-05'],
  ['25/06/1987', '1987-06-25'],
  ['06/25/1987', '1987-06-25'],
  ['6/6/1987', '1987-06-06'],
])('the date %s is picked', (given, picked) => expect(date(given)).toBe(picked));

it('a date that may be read in two ways is left as it is', () => expect(date('5/6/1987')).toBe('5/6/1987'));

it('text is typed, an option and a time are picked', () => {
  const options = [{ value: '7', label: 'North' }];
  expect(pickedValue(field('custom'), 'North')).toBeNull();
  expect(pickedValue({ ...field('custom'), options }, '7')).toBe('7');
  expect(pickedValue({ ...field('custom'), inputType: 'time' }, ' 09:30 ')).toBe('09:30');
});

describe('the option that a value means', () => {
  const options = [
    { value: 'n', label: 'Region Nord' },
    { value: 'NO', label: 'Nord-Ost' },
    { value: 's', label: 'Süd ' },
  ];
  it.each([
    ['n', 'n'],
    ['region  nord', 'n'],
    ['no', 'NO'],
    ['SÜD', 's'],
    ['ost', 'NO'],
  ])('%s', (value, option) => expect(optionFor(options, value)?.value).toBe(option));

  it.each(['Nord', 'West', ''])('"%s" means none, or more than one', (value) =>
    expect(optionFor(options, value)).toBeUndefined(),
  );
});
