import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { imageSize } from 'image-size';
import { AgentAuthError } from '../../contract/errors/errors.js';

/** Enough for any phone's camera; a larger picture is not one of a QR code. */
const MAX_BYTES = 20 * 1024 * 1024;
/** A few bytes can unpack to a picture that takes all memory. */
const MAX_PIXELS = 50_000_000;
const KINDS = ['png', 'jpg', 'gif', 'bmp'];
const PICTURE = 'a sharp picture (PNG or JPEG) of a QR code';

async function readPicture(file: string): Promise<Buffer> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch {
    throw new AgentAuthError('invalid_input', { file, expected: 'a picture that can be read' });
  }
  if (bytes.length > MAX_BYTES) throw new AgentAuthError('invalid_input', { file, expected: 'at most 20 MB' });
  return bytes;
}

/** Looks at the size that a picture says it has, before anything of it is unpacked. */
function checkSize(file: string, picture: Buffer): void {
  const { width, height, type = '' } = sizeOf(picture);
  if (!KINDS.includes(type)) throw new AgentAuthError('invalid_input', { file, expected: PICTURE });
  if (width * height > MAX_PIXELS)
    throw new AgentAuthError('invalid_input', { file, expected: 'at most 50 megapixels; cut out the QR code' });
}

function sizeOf(picture: Buffer): ReturnType<typeof imageSize> {
  try {
    return imageSize(picture);
  } catch {
    return { width: 0, height: 0 };
  }
}

/**
 * The text of the one QR code in a PNG, JPEG, GIF or BMP picture. It stays in this process.
 * @throws AgentAuthError `invalid_input`; the text is not repeated
 */
export async function readQr(file: string): Promise<string> {
  const picture = await readPicture(file);
  checkSize(file, picture);
  const { prepareZXingModule, readBarcodes } = await import('zxing-wasm/reader');
  const path = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const wasmBinary = await readFile(path);
  // Otherwise it downloads its program from a public server.
  const overrides = { wasmBinary: Uint8Array.from(wasmBinary).buffer };
  await prepareZXingModule({ overrides, fireImmediately: true });
  const found = await readBarcodes(picture, { formats: ['QRCode'], tryHarder: true }).catch(() => []);
  const texts = new Set(found.filter(({ isValid }) => isValid).map(({ text }) => text));
  const [text] = texts;
  if (text === undefined) throw new AgentAuthError('invalid_input', { file, expected: PICTURE });
  if (texts.size > 1)
    throw new AgentAuthError('invalid_input', { file, expected: 'one QR code; cut out the one that is meant' });
  return text;
}
