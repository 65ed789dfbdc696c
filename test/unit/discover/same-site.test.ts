import { describe, expect, it } from 'vitest';
import { isSameSite } from '../../../activities/login/read/discover.js';

describe('frames of the same site', () => {
  it.each([
    ['https://login.shop.test/x', 'https://www.shop.test/', true],
    ['https://shop.test:8443/', 'https://shop.test/', true],
    ['http://localhost:3000/', 'http://localhost:4000/', true],
    ['http://127.0.0.1:1/', 'http://127.0.0.1:2/', true],
    ['http://127.0.0.1/', 'http://127.0.0.2/', false],
    ['about:srcdoc', 'https://shop.test/', true],
    ['http://shop.test/', 'https://shop.test/', false],
    ['https://shop.test.evil.test/', 'https://shop.test/', false],
    ['https://one.github.io/', 'https://two.github.io/', false],
    ['https://one.co.uk/', 'https://two.co.uk/', false],
    ['data:text/html,x', 'data:text/html,x', false],
    ['blob:https://shop.test/1', 'https://shop.test/', false],
    ['', 'https://shop.test/', false],
  ])('%s in %s: %s', (frame, top, expected) => {
    expect(isSameSite(frame, top)).toBe(expected);
  });
});
