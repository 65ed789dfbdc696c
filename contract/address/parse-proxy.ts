import { AgentAuthError } from '../errors/errors.js';
import type { AgentProxy } from './proxy.js';

const SERVER = /^(?:(http|https|socks5|socks5h):\/\/)?([^/?#@\\\s]+):(\d{1,5})\/?$/i;
/** RFC 1929 section 2: one byte holds the length. */
const MAX_SOCKS_BYTES = 255;
/** They would end the header, and RFC 7617 section 2 has none in Basic. */
const CONTROLS = /\p{Cc}/u;

const refuse = (field: keyof AgentProxy): AgentAuthError => new AgentAuthError('invalid_proxy', { fields: [field] });

/** A scheme, a host in ASCII, a port. */
function readServer(text: string): string {
  const [, scheme = 'http', host = '', port = ''] = SERVER.exec(text.trim()) ?? [];
  const number = Number(port);
  // Read as a web address, whatever the scheme: those have hosts in ASCII (IDNA).
  const address = `http://${host}:${port}/`;
  if (host === '' || number < 1 || number > 65_535 || !URL.canParse(address)) throw refuse('server');
  return `${scheme.toLowerCase().replace('socks5h', 'socks5')}://${new URL(address).hostname}:${number}`;
}

function checkForSocks({ username, password }: AgentProxy): void {
  const fits = (text: string): boolean => text !== '' && new TextEncoder().encode(text).length <= MAX_SOCKS_BYTES;
  if (username === undefined) return;
  if (!fits(username)) throw refuse('username');
  if (password === undefined || !fits(password)) throw refuse('password');
}

function checkForBasic({ username }: AgentProxy): void {
  // The first colon is where the password begins.
  if (username === '' || username?.includes(':')) throw refuse('username');
}

/**
 * Checks a proxy, and brings its server into one spelling.
 * @throws AgentAuthError `invalid_proxy`, details {fields}: no server, credentials in its address, or some that its protocol can't carry
 */
export function parseProxy({ server: text, username, password }: AgentProxy): AgentProxy {
  const server = readServer(text);
  if (username === undefined && password !== undefined) throw refuse('username');
  for (const [field, value] of Object.entries({ username, password }))
    if (value !== undefined && CONTROLS.test(value)) throw refuse(field as 'username' | 'password');
  (server.startsWith('socks5:') ? checkForSocks : checkForBasic)({ server, username, password });
  return { server, username, password };
}
