/** Types of a TLS record and of a handshake message, and of the extension for application protocols (RFC 8446, RFC 7301). */
const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
const ALPN = 16;
/** A longer first message is not TLS. */
const MAX_LENGTH = 64 * 1024;

/**
 * What the first bytes of a connection say: a browser's requests over https offer HTTP/2, its sockets don't (they need HTTP/1.1), nor does
 * anything that is no TLS at all.
 */
export function firstBytes(bytes: Buffer): 'http2' | 'other' | 'more' {
  if (bytes.length > 0 && bytes[0] !== HANDSHAKE) return 'other';
  const hello = helloOf(bytes);
  if (hello === null) return bytes.length > MAX_LENGTH ? 'other' : 'more';
  return protocolsOf(hello).includes('h2') ? 'http2' : 'other';
}

/** The body of the ClientHello, out of one or several records; null while it is not complete. */
function helloOf(bytes: Buffer): Buffer | null {
  const parts: Buffer[] = [];
  for (let at = 0; at + 5 <= bytes.length && bytes[at] === HANDSHAKE; ) {
    const end = at + 5 + bytes.readUInt16BE(at + 3);
    parts.push(bytes.subarray(at + 5, end));
    at = end;
  }
  const message = Buffer.concat(parts);
  if (message.length < 4 || message[0] !== CLIENT_HELLO) return null;
  const length = message.readUIntBE(1, 3);
  return message.length < 4 + length ? null : message.subarray(4, 4 + length);
}

function protocolsOf(hello: Buffer): string[] {
  try {
    let at = 2 + 32;
    at += 1 + hello.readUInt8(at);
    at += 2 + hello.readUInt16BE(at);
    at += 1 + hello.readUInt8(at);
    const end = at + 2 + hello.readUInt16BE(at);
    for (at += 2; at + 4 <= end; at += 4 + hello.readUInt16BE(at + 2))
      if (hello.readUInt16BE(at) === ALPN) return namesIn(hello.subarray(at + 6, at + 4 + hello.readUInt16BE(at + 2)));
    return [];
  } catch {
    // Not the message that it says to be.
    return [];
  }
}

function namesIn(list: Buffer): string[] {
  const names: string[] = [];
  for (let at = 0; at < list.length; at += 1 + list.readUInt8(at))
    names.push(list.toString('latin1', at + 1, at + 1 + list.readUInt8(at)));
  return names;
}
