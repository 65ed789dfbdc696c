import { test } from 'vitest';
import { measureCalls } from '../../bench/vault/calls.js';

test('the bench of the vault measures every call that the vault has', () => measureCalls(null, 0));
