import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { onepassword } from '../../../../activities/providers/onepassword/index.js';
import { serviceAccountToken } from '../benches/onepassword/token.js';
import { failure, saidOf } from './support.js';

describe('the core of the SDK itself', () => {
  const place = { folder: '', timeoutMs: 10_000 };
  const asked = (token: string) => failure(onepassword.open({ token, settings: {} }, place).check());

  it.each(['canary', 'ops_canary', `ops_${Buffer.from('{}').toString('base64url')}`])(
    'takes %j for no token',
    async (token) => {
      expect((await asked(token)).code).toBe('provider_token_invalid');
    },
  );

  it('is not asked without a token, nor with settings that it has not', () => {
    for (const options of [
      { token: '', settings: {} },
      { token: 'ops_x', settings: { host: 'https://x.example' } },
    ])
      expect(() => onepassword.open(options, place)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });

  it('says what a server answered to a sign-in, and is understood', async () => {
    let status = 200;
    const server = createServer((_, response) => response.writeHead(status).end('<html>canary</html>'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const token = serviceAccountToken(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const provider = onepassword.open({ token, settings: {} }, place);
    for (const [answered, code] of [
      [200, 'provider_answer_invalid'],
      [401, 'provider_token_invalid'],
      [403, 'provider_token_invalid'],
      [404, 'provider_token_invalid'],
      [429, 'provider_rate_limited'],
      [500, 'provider_unavailable'],
      [503, 'provider_unavailable'],
    ] as const) {
      status = answered;
      const error = await failure(provider.check());
      expect(error.code, String(answered)).toBe(code);
      expect(saidOf(error)).not.toContain('canary');
    }
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
    expect(await failure(provider.check())).toMatchObject({
      code: 'provider_unavailable',
      details: { reason: 'unreachable' },
    });
  });
});
