import { expect, it } from 'vitest';
import { generateCode, stepAt } from '../../../activities/vault/totp/generate.js';
import { parseTotp } from '../../../activities/vault/totp/parse.js';

// KeePassXC's own tests (TestTotp.cpp, "Steam Totp"), of the secret 63BEDWCQZKTQWPESARIERL5DTTQFCJTK.
it.each([
  [1511200518, 'FR8RV'],
  [1511200714, '9P3VP'],
])("writes Steam's codes as Steam does, at %i", (seconds, code) => {
  const secret = parseTotp('steam://63BEDWCQZKTQWPESARIERL5DTTQFCJTK');
  expect(generateCode(secret, stepAt(secret, seconds * 1000))).toBe(code);
});
