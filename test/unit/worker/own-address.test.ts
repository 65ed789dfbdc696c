import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../../worker/own-address.js';

const LOOPBACK = { host: '127.0.0.1', publicUrl: null };
const BEHIND_PROXY = { host: '127.0.0.1', publicUrl: 'https://auth.example.com' };
const OPEN = { host: '0.0.0.0', publicUrl: null };

describe('a request', () => {
  it.each([
    ['by address', '127.0.0.1:7400', undefined, LOOPBACK],
    ['by name', 'localhost:7400', undefined, LOOPBACK],
    ['over IPv6', '[::1]:7400', undefined, LOOPBACK],
    ['through a tunnel to another port', 'localhost:9000', undefined, LOOPBACK],
    ['from the own page', 'localhost:7400', 'http://localhost:7400', LOOPBACK],
    ['by its public name', 'auth.example.com', undefined, BEHIND_PROXY],
    ['from its public page', 'auth.example.com', 'https://auth.example.com', BEHIND_PROXY],
    [
      'from its public page, by a proxy that names the machine',
      '127.0.0.1:7400',
      'https://auth.example.com',
      BEHIND_PROXY,
    ],
    ['to a server that others reach', 'agent-auth:7400', undefined, OPEN],
  ])('%s is let in', (_, host, origin, config) => {
    expect(refusalOf({ host, origin }, config)).toBeNull();
  });

  it.each([
    ['to a name that was made to resolve to loopback', 'evil.example:7400', undefined, LOOPBACK],
    ['to a name that only looks like loopback', 'localhost.evil.example', undefined, LOOPBACK],
    ['to an address that is not loopback', '192.168.0.2:7400', undefined, LOOPBACK],
    ['to another name than the public one', 'evil.example', undefined, BEHIND_PROXY],
    ['to all addresses, which browsers take for this machine', '0.0.0.0:7400', undefined, LOOPBACK],
    ['to all addresses of IPv6', '[::]:7400', undefined, LOOPBACK],
    ['to an address of IPv4 in IPv6', '[::ffff:192.168.0.2]:7400', undefined, LOOPBACK],
    ['to a name that begins like loopback', '127.0.0.1.evil.example:7400', undefined, LOOPBACK],
    ['to a name behind a user', 'localhost@evil.example:7400', undefined, LOOPBACK],
    ['to the public name with a port', 'auth.example.com:8443', undefined, BEHIND_PROXY],
    ['to the public name with a dot', 'auth.example.com.', undefined, BEHIND_PROXY],
    ['to an empty name', '', undefined, OPEN],
    ['without a name', undefined, undefined, LOOPBACK],
    ['to what is no name', 'a b', undefined, OPEN],
  ])('%s is refused', (_, host, origin, config) => {
    expect(refusalOf({ host, origin }, config)).toBe('host_not_allowed');
  });

  it.each([
    ['a page of another site', 'https://evil.example', LOOPBACK],
    ['a page without an origin', 'null', LOOPBACK],
    ['a page that names this server as its user', 'http://localhost:7400@evil.example', LOOPBACK],
    ['a page of a name below', 'http://evil.localhost:7400', LOOPBACK],
    ['two pages', 'http://localhost:7400 https://evil.example', LOOPBACK],
    ['a page of a program with a scheme of its own', 'tauri://localhost:7400', LOOPBACK],
    ['a file', 'file://', LOOPBACK],
    ['an empty origin', '', LOOPBACK],
    ['a page of another local program', 'http://localhost:3000', LOOPBACK],
    ['a page of another name of this machine', 'http://127.0.0.1:7400', LOOPBACK],
    ['the public page by another scheme', 'http://auth.example.com', BEHIND_PROXY],
    ['a page of another site, to a server that others reach', 'https://evil.example', OPEN],
  ])('from %s is refused', (_, origin, config) => {
    expect(refusalOf({ host: 'localhost:7400', origin }, config)).toBe('origin_not_allowed');
  });
});
