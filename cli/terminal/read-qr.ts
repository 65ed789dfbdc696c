import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { AgentAuthError } from '../../contract/errors/errors.js';

/** Enough for any phone's camera; a larger picture is not one of a QR code. */
const MAX_BYTES = 20 * 1024 * 1024;

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

/**
 * The text of the one QR code in a PNG, JPEG, GIF or BMP picture. It stays in this process.
 * @throws AgentAuthError `invalid_input`; the text is not repeated
 */
export async function readQr(file: string): Promise<string> {
  const picture = await readPicture(file);
  const { prepareZXingModule, readBarcodes } = await import('zxing-wasm/reader');
  const path = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const wasmBinary = await readFile(path);
  // Otherwise it downloads its program from a public server.
  const overrides = { wasmBinary: Uint8Array.from(wasmBinary).buffer };
  await prepareZXingModule({ overrides, fireImmediately: true });
  const found = await readBarcodes(picture, { formats: ['QRCode'], tryHarder: true }).catch(() => []);
  const texts = new Set(found.filter(({ isValid }) => isValid).map(({ text }) => text));
  const [text] = texts;
  if (text === undefined)
    throw new AgentAuthError('invalid_input', { file, expected: 'a sharp picture (PNG or JPEG) of a QR code' });
  if (texts.size > 1)
    throw new AgentAuthError('invalid_input', { file, expected: 'one QR code; cut out the one that is meant' });
  return text;
}
