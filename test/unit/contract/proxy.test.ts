import { describe, expect, it } from 'vitest';
import { agents } from '../../../contract/schemas/agents.js';
import { parse } from '../../../contract/schemas/parse.js';

const AGENT = { id: 'agent_example.com_p', domain: 'example.com', profile_name: 'p' };
const read = (proxy: unknown) => parse(agents.grant, { ...AGENT, proxy }).proxy;
const refusal = (proxy: unknown): unknown => {
  try {
    return read(proxy);
  } catch (error) {
    return error;
  }
};
const SECRET = 'hunter2';

describe('a proxy as it is given', () => {
  it.each([
    ['http://proxy.example:3128', 'http://proxy.example:3128'],
    ['proxy.example:3128', 'http://proxy.example:3128'],
    [' HTTP://Proxy.Example:80/ ', 'http://proxy.example:80'],
    ['https://proxy.example:443', 'https://proxy.example:443'],
    ['socks5://10.0.0.7:1080', 'socks5://10.0.0.7:1080'],
    ['socks5h://127.0.0.1:1080', 'socks5://127.0.0.1:1080'],
    ['socks5://[::1]:1080', 'socks5://[::1]:1080'],
    ['http://bücher.example:8080', 'http://xn--bcher-kva.example:8080'],
    ['socks5://bücher.example:8080', 'socks5://xn--bcher-kva.example:8080'],
  ])('%s', (server, expected) => {
    expect(read({ server })).toMatchObject({ server: expected });
  });

  it.each([
    ['', 'proxy.server'],
    ['proxy.example', 'proxy.server'],
    ['http://proxy.example', 'proxy.server'],
    ['http://proxy.example:0', 'proxy.server'],
    ['http://proxy.example:65536', 'proxy.server'],
    ['ftp://proxy.example:21', 'proxy.server'],
    ['socks4://proxy.example:1080', 'proxy.server'],
    [`http://ada:${SECRET}@proxy.example:3128`, 'proxy.server'],
    [`ada:${SECRET}@proxy.example:3128`, 'proxy.server'],
    ['http://proxy.example:3128/path', 'proxy.server'],
    ['http://proxy.example:3128?a=b', 'proxy.server'],
    ['http://pro xy:3128', 'proxy.server'],
    ['http://proxy.example:3128\r\nx: y', 'proxy.server'],
  ])('refuses %j', (server, field) => {
    const error = refusal({ server });
    expect(error).toMatchObject({ code: 'invalid_proxy', details: { fields: [field] } });
    expect(JSON.stringify(error) + String(error)).not.toContain(SECRET);
  });

  it.each([
    [{ proxy_id: 'prx_1' }, 'proxy.proxy_id'],
    [{ id: 'prx_1' }, 'proxy.id'],
    [{ name: 'berlin' }, 'proxy.name'],
    [{ server: 'a.example:1', id: 'prx_1' }, 'proxy.id'],
    [{}, 'proxy.server'],
  ])("refuses a vendor's: %j", (proxy, field) => {
    expect(refusal(proxy)).toMatchObject({ code: 'invalid_proxy', details: { fields: [field] } });
  });

  it('refuses a bare id, with what to give instead', () => {
    const bare = () => parse(agents.create, { domain: 'example.com', profile_name: 'p', proxy_id: 'prx_1' });
    expect(bare).toThrow(expect.objectContaining({ code: 'invalid_proxy', next: expect.stringContaining('server') }));
  });

  it.each([
    ['http', { password: SECRET }, 'proxy.username'],
    ['http', { username: '', password: SECRET }, 'proxy.username'],
    ['http', { username: 'a:b', password: SECRET }, 'proxy.username'],
    ['http', { username: 'a', password: `${SECRET}\r\n` }, 'proxy.password'],
    ['socks5', { username: 'a' }, 'proxy.password'],
    ['socks5', { username: 'a', password: '' }, 'proxy.password'],
    ['socks5', { username: 'a', password: 'x'.repeat(256) }, 'proxy.password'],
    ['socks5', { username: 'ä'.repeat(128), password: SECRET }, 'proxy.username'],
  ])('refuses what %s can not carry: %j', (scheme, account, field) => {
    const error = refusal({ server: `${scheme}://proxy.example:1080`, ...account });
    expect(error).toMatchObject({ code: 'invalid_proxy', details: { fields: [field] } });
    expect(JSON.stringify(error) + String(error)).not.toContain(SECRET);
  });

  it('takes as much as it can carry', () => {
    const account = { username: 'a', password: 'x'.repeat(255) };
    expect(read({ server: 'socks5://proxy.example:1080', ...account })).toMatchObject(account);
    const long = { username: 'a', password: 'ä:'.repeat(500) };
    expect(read({ server: 'proxy.example:1080', ...long })).toMatchObject(long);
    expect(read(null)).toBeNull();
  });
});
