/** Why a browser, or the way to a site, has failed: a closed list, because the texts of browsers quote addresses and what was typed. */
export const TROUBLE_CAUSES = {
  name_not_resolved: 'the name of the site is not known',
  connection_refused: 'the connection was refused',
  connection_closed: 'the connection was closed before an answer came',
  no_route: 'there is no way to that address',
  certificate: 'the certificate of the site is not valid',
  redirects_in_circle: 'the site redirects in a circle',
  not_http: 'what answered does not speak HTTP as it should',
  timed_out: 'no answer came in time',
  blocked: 'the browser was not allowed to ask there',
  program_missing: 'the program of the browser is not there',
  not_permitted: 'the program of the browser may not be started',
  no_sandbox: 'the system does not let the browser use its sandbox',
  library_missing: 'a library that the browser needs is missing',
  no_display: 'there is no display for a browser with a window',
  no_space: 'the disk is full',
  no_memory: 'there is not enough memory',
  no_free_page: 'no page became free in time',
  nobody_listens: 'nothing listens at the address of the browser',
  other: 'it did not say why',
} as const;

export type TroubleCause = keyof typeof TROUBLE_CAUSES;
