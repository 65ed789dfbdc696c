import { describe, expect, it } from 'vitest';
import type { ViewField } from '../../../activities/login/page-world/view.js';
import { domainOf, restBeside, splitAddressIn } from '../../../activities/login/read/mail-domains.js';
import { field } from './forms.js';

const list = (...labels: string[]): ViewField => ({
  ...field('custom'),
  name: 'domain',
  inputType: 'select',
  options: labels.map((label, at) => ({ value: `v${at}`, label })),
});
const address: ViewField = { ...field('identifier'), name: 'email', inputType: 'text' };
const username: ViewField = { ...address, name: 'username' };
const DOMAINS = list('mail.example', 'posta.example', 'Other');

describe('an address whose domain stands in a list', () => {
  it('is the option that it ends with, and what stands before', () => {
    expect(domainOf(DOMAINS, 'ada.k@Posta.example')?.value).toBe('v1');
    expect(domainOf(list('@mail.example', '@posta.example'), 'ada.k@posta.example')?.value).toBe('v1');
    expect(restBeside('ada.k@posta.example', { value: 'v1', label: 'posta.example' })).toBe('ada.k');
  });

  it.each(['ada.k', 'ada@office.example', '@posta.example', 'ada@example'])('%s has none', (value) =>
    expect(domainOf(DOMAINS, value)).toBeUndefined(),
  );

  it.each([
    ['ada.k', 'v1', 'posta.example'],
    ['ada@office.example', 'v2', 'Other'],
    ['ada@office.example', 'v1', 'posta.example'],
    ['ada@mail.example', 'v1', 'posta.example'],
  ])('%s is typed as a whole beside another option (%s, %s)', (whole, value, label) =>
    expect(restBeside(whole, { value, label })).toBe(whole),
  );
});

describe('the two parts', () => {
  it('are a list of domains and a field for an address, or for a name where the list has the @', () => {
    expect(splitAddressIn([address, DOMAINS, field('password')])).toEqual({ list: DOMAINS, rest: address });
    const marked = list('@mail.example', '@posta.example');
    expect(splitAddressIn([username, marked, field('password')])).toEqual({ list: marked, rest: username });
  });

  it.each([
    ['a list of servers beside a user name', [username, list('north.example', 'south.example')]],
    ['a list of something else', [address, list('North', 'South')]],
    ['a field that a browser takes a whole address in', [{ ...address, inputType: 'email' }, DOMAINS]],
    ['two lists', [address, DOMAINS, { ...DOMAINS, name: 'other' }]],
  ])('are not %s', (_, fields) => expect(splitAddressIn(fields)).toBeNull());
});
