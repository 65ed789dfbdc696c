/**
 * A person's link. The code is in the query, as in Kernel's links; the page takes it out of the address at once. By its name the page tells a code that
 * works once from one that is opened by a click.
 * @param base where the hosted page is served, without a trailing slash
 */
export const hostedUrl = (base: string, invocation_id: string, code: string, lasting: boolean): string =>
  `${base}/agents/auth/invocations/${invocation_id}?${lasting ? 'link' : 'code'}=${code}`;
