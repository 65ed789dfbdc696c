/** Bodies in the codings that a browser takes. */
import { promisify } from 'node:util';
import { type BrotliOptions, brotliDecompress, gunzip, inflate, inflateRaw, type ZlibOptions } from 'node:zlib';
import { Decompress } from 'fzstd';

type Unpack = (bytes: Buffer, limit: { maxOutputLength: number }) => Promise<Buffer>;

const wrapped: Unpack = promisify<Buffer, ZlibOptions, Buffer>(inflate);
const bare: Unpack = promisify<Buffer, ZlibOptions, Buffer>(inflateRaw);

/** Some servers leave out the zlib header (RFC 9110 section 8.4.1.2), and browsers read that. */
const isWrapped = (bytes: Buffer): boolean =>
  bytes.length > 1 && (bytes[0]! & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0;

const ZSTD_MAGIC = 0xfd2fb528;
/** Of a frame: what it needs is set aside before anything of it is read (RFC 9659). */
const MAX_WINDOW_BYTES = 8 * 1024 * 1024;

/** How much memory a frame asks for (RFC 8878 section 3.1.1.1). */
function windowOf(bytes: Buffer): number {
  const descriptor = bytes[4] ?? 0;
  const isOneSegment = (descriptor & 0x20) !== 0;
  if (!isOneSegment) {
    const window = bytes[5] ?? 0;
    const base = 2 ** (10 + (window >> 3));
    return base + (base / 8) * (window & 7);
  }
  const from = 5 + [0, 1, 2, 4][descriptor & 3]!;
  const size = [1, 2, 4, 8][descriptor >> 6]!;
  if (bytes.length < from + size) return 0;
  if (size === 8) return Number(bytes.readBigUInt64LE(from));
  return bytes.readUIntLE(from, size) + (size === 2 ? 256 : 0);
}

async function zstd(bytes: Buffer, { maxOutputLength }: { maxOutputLength: number }): Promise<Buffer> {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== ZSTD_MAGIC || windowOf(bytes) > MAX_WINDOW_BYTES)
    throw new RangeError('no frame that is taken');
  const chunks: Uint8Array[] = [];
  let length = 0;
  const stream = new Decompress((chunk) => {
    length += chunk.length;
    if (length > maxOutputLength) throw new RangeError('too large');
    chunks.push(chunk);
  });
  stream.push(bytes, true);
  return Buffer.concat(chunks);
}

const UNPACK: Readonly<Record<string, Unpack>> = {
  gzip: promisify<Buffer, ZlibOptions, Buffer>(gunzip),
  'x-gzip': promisify<Buffer, ZlibOptions, Buffer>(gunzip),
  deflate: (bytes, limit) => (isWrapped(bytes) ? wrapped : bare)(bytes, limit),
  br: promisify<Buffer, BrotliOptions, Buffer>(brotliDecompress),
  zstd,
};

/** @throws where it is not what it says, or longer than `most` bytes; what has another coding stays as it is */
export async function unpack(bytes: Buffer, encoding: string | undefined, most: number): Promise<Buffer> {
  const name = encoding?.trim().toLowerCase() ?? '';
  if (bytes.length === 0 || !Object.hasOwn(UNPACK, name)) return bytes;
  return UNPACK[name]!(bytes, { maxOutputLength: most });
}
