/** An address that is typed in two parts: its name, and a list of what may stand behind the @. */

import type { ViewField } from '../page-world/view.js';

type Option = NonNullable<ViewField['options']>[number];

/** "posta.example", and the same with an @ before it. */
const DOMAIN = /^\s*@?\s*(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,}\s*$/u;
const WITH_AT = /^\s*@/;

const textsOf = ({ label, value }: Option): string[] => [label, value];

const domainIn = (text: string): string => text.replace(WITH_AT, '').trim().toLowerCase();

/** Whether most of what a list offers is a domain; without an @, it may be one of servers as well. */
function isDomainList({ role, options }: ViewField, isOfAddress: boolean): boolean {
  if (role !== 'custom' || options === null || options.length < 2) return false;
  const isDomain = (text: string): boolean => DOMAIN.test(text) && (isOfAddress || WITH_AT.test(text));
  return options.filter((option) => textsOf(option).some(isDomain)).length * 2 > options.length;
}

/** What a browser takes for an address as a whole takes no part of one (HTML standard, 4.10.5.1.5). */
const takesName = ({ role, inputType }: ViewField): boolean => role === 'identifier' && inputType !== 'email';

export interface SplitAddress {
  readonly list: ViewField;
  readonly rest: ViewField;
}

/** The list and the field of an address that is typed in two parts; null where a form has no such two. */
export function splitAddressIn(fields: readonly ViewField[]): SplitAddress | null {
  const [rest, ...others] = fields.filter(takesName);
  if (rest === undefined || others.length > 0) return null;
  const [list, ...lists] = fields.filter((field) => isDomainList(field, rest.name === 'email'));
  return list === undefined || lists.length > 0 ? null : { list, rest };
}

/** What stands behind the @; null for what is no address. */
const domainBehind = (address: string): string | null =>
  address.lastIndexOf('@') < 1 ? null : domainIn(address.slice(address.lastIndexOf('@')));

const isOption = (option: Option, domain: string): boolean => textsOf(option).some((text) => domainIn(text) === domain);

/** The option that an address ends with; undefined where the list has none, and for what is no address. */
export function domainOf({ options }: ViewField, address: string): Option | undefined {
  const domain = domainBehind(address);
  return domain === null ? undefined : options?.find((option) => isOption(option, domain));
}

/** What of an address is typed beside an option: its name where that is its domain. With another domain its name may be somebody else's, and beside "Other" it is typed as a whole. */
export function restBeside(address: string, option: Option): string {
  const domain = domainBehind(address);
  return domain !== null && isOption(option, domain) ? address.slice(0, address.lastIndexOf('@')) : address;
}
