import type { TroubleCause } from '../../contract/errors/trouble-causes.js';

/** What browsers and systems say, by beginnings and words that are the same for all sites. The first that is found counts. */
const SIGNS: readonly (readonly [RegExp, TroubleCause])[] = [
  [/net::ERR_(?:NAME_|DNS_)/, 'name_not_resolved'],
  [/net::ERR_TOO_MANY_REDIRECTS/, 'redirects_in_circle'],
  [/net::ERR_CONNECTION_REFUSED/, 'connection_refused'],
  [/net::ERR_(?:CONNECTION_|EMPTY_RESPONSE|SOCKET_|INCOMPLETE_|CONTENT_LENGTH_|HTTP2_|QUIC_)/, 'connection_closed'],
  [/net::ERR_(?:CERT_|SSL_|BAD_SSL_)/, 'certificate'],
  [/net::ERR_(?:ADDRESS_|INTERNET_DISCONNECTED|NETWORK_)/, 'no_route'],
  [/net::ERR_(?:INVALID_|RESPONSE_|UNSAFE_|UNKNOWN_URL)/, 'not_http'],
  [/net::ERR_(?:BLOCKED_|ACCESS_DENIED)/, 'blocked'],
  [/net::ERR_TIMED_OUT/, 'timed_out'],
  [/^\w+\.\w+: Executable doesn't exist|\bENOENT\b/, 'program_missing'],
  [/\b(?:EACCES|EPERM)\b/, 'not_permitted'],
  [/No usable sandbox|setuid_sandbox|zygote_host_impl/, 'no_sandbox'],
  [/error while loading shared libraries/, 'library_missing'],
  [/Missing X server|cannot open display|ozone_platform_x11/i, 'no_display'],
  [/\b(?:ENOSPC|EDQUOT)\b|No space left on device/, 'no_space'],
  [/\b(?:ENOMEM|EAGAIN|EMFILE|ENFILE)\b|Cannot allocate memory/, 'no_memory'],
  [/\bECONNREFUSED\b/, 'nobody_listens'],
];

/**
 * Why a call of the browser failed. Reads its text, and keeps none of it.
 * @param error what the call threw
 */
export function causeOf(error: unknown): TroubleCause {
  if (!(error instanceof Error)) return 'other';
  if (error.name === 'TimeoutError') return 'timed_out';
  return SIGNS.find(([sign]) => sign.test(error.message))?.[1] ?? 'other';
}
