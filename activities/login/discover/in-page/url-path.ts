/** Path and fragment of an address; a query often carries the address of another page. */
export function pathOf(address: string): string {
  return address.replace(/\?[^#]*/, '').replace(/^[a-z]+:\/\/[^/]*/i, '');
}
