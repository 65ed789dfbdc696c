import { describe, expect, it } from 'vitest';
import { isPublicAddress, reachOf } from '../../../activities/browser/address.js';

describe('addresses', () => {
  it.each(['93.184.216.34', '8.8.8.8', '172.32.0.1', '2606:2800:220:1::1'])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '127.0.0.1',
    '127.8.8.8',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '168.63.129.16',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fec0::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::7f00:1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('what the pages of a login may reach', () => {
  it.each([
    ['example.com', 'public'],
    ['alice.github.io', 'public'],
    ['8.8.8.8', 'public'],
    ['localhost:4000', 'loopback'],
    ['app.localhost', 'loopback'],
    ['127.0.0.1:8080', 'loopback'],
    ['10.0.0.5', 'private'],
    ['nas.local', 'private'],
    ['intranet.corp', 'private'],
  ])('%s: %s', (domain, reach) => {
    expect(reachOf(domain)).toBe(reach);
  });
});
