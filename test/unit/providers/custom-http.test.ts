import { expect, it } from 'vitest';
import { customHttp } from '../../../activities/providers/custom-http/index.js';
import { sendJson, serve } from './benches/serve.js';

it('signs each request, and never sends the token', async () => {
  const seen: string[] = [];
  const server = await serve(
    ({ url, headers }, response) => {
      seen.push(JSON.stringify({ url, headers }));
      sendJson(response, 200, { vaults: [] });
    },
    () => '',
  );
  await customHttp
    .open({ token: 'shared-secret-91', settings: { url: server.address } }, { folder: '', timeoutMs: 10_000 })
    .check();
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatch(/"x-agent-auth-signature":"[0-9a-f]{64}"/);
  expect(seen[0]).not.toContain('shared-secret-91');
  await server.close();
});
