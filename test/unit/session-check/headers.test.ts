/** A request looks as the browser's own, for some sites end a session that comes in another shape. What is expected here is what Chromium sent. */
import { expect, it } from 'vitest';
import { headersOf } from '../../../activities/session-check/ask.js';

const brands = [
  { brand: 'HeadlessChrome', version: '153' },
  { brand: 'Not_A Brand', version: '8' },
  { brand: 'Chromium', version: '153' },
];
const identity = {
  user_agent: 'Mozilla/5.0 (X11; Linux x86_64)',
  languages: ['de-DE', 'de'],
  client_hints: { brands, mobile: false, platform: 'Linux' },
};
const HINTS = {
  'sec-ch-ua': '"HeadlessChrome";v="153", "Not_A Brand";v="8", "Chromium";v="153"',
  'sec-ch-ua-mobile': '?0',
  'sec-ch-ua-platform': '"Linux"',
};
const ofPage = (url: string) => headersOf(identity as never, { type: 'document' }, new URL(url));

it.each(['https://example.com/', 'http://localhost:8080/', 'http://app.localhost/'])(
  'says all to an address that can be trusted: %s',
  (url) => {
    expect(ofPage(url)).toMatchObject({
      ...HINTS,
      'accept-encoding': 'gzip, deflate, br, zstd',
      'accept-language': 'de-DE,de;q=0.9',
      'sec-fetch-dest': 'document',
      'upgrade-insecure-requests': '1',
    });
  },
);

it('says less to one that anybody on the way could read', () => {
  const names = Object.keys(ofPage('http://example.com/'));
  expect(names.filter((name) => name.startsWith('sec-'))).toEqual([]);
  expect(ofPage('http://example.com/')['accept-encoding']).toBe('gzip, deflate');
});

it('asks for what the script asked for, in the name of its page', () => {
  const url = new URL('https://example.com/api/me');
  const asked = headersOf(identity as never, { type: 'api', accept: 'application/vnd.api+json' }, url);
  expect(asked).toMatchObject({
    accept: 'application/vnd.api+json',
    referer: 'https://example.com/',
    'sec-fetch-mode': 'cors',
  });
  expect(headersOf(identity as never, { type: 'api' }, url).accept).toBe('application/json, text/plain, */*');
});
