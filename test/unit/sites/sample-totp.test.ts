import { expect, test } from 'vitest';
import { checkCode, codeAt } from '../../sites/sample/totp.js';

// RFC 6238 Appendix B, SHA-1, the last six of its eight digits. The secret is "12345678901234567890".
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test.each([
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
])('at %i s the code is the one of RFC 6238', (seconds, code) => {
  expect(codeAt(RFC_SECRET, Math.floor(seconds / 30))).toBe(code);
});

test('accepts the current step and the one before it, and nothing else', () => {
  const now = 1_700_000_000_000;
  const step = Math.floor(now / 30_000);
  const verdicts = [-2, -1, 0, 1].map((away) => checkCode(RFC_SECRET, codeAt(RFC_SECRET, step + away), now));
  expect(verdicts).toEqual(['wrong', { step: step - 1 }, { step }, 'wrong']);
});

test('a site may have steps of another length', () => {
  const now = 1_700_000_000_000;
  const step = Math.floor(now / 9_000);
  expect(checkCode(RFC_SECRET, codeAt(RFC_SECRET, step), now, 9)).toEqual({ step });
  expect(checkCode(RFC_SECRET, codeAt(RFC_SECRET, Math.floor(now / 30_000)), now, 9)).toBe('wrong');
});
