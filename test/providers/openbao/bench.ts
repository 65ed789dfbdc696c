import { hashicorpVault } from '../../../activities/providers/hashicorp-vault/index.js';
import { addressKeys } from '../../unit/providers/benches/hashicorp-vault.js';
import type { Bench, Fault, WorldItem } from '../../unit/providers/world.js';
import { type OpenBao, startOpenBao } from './server.js';

/** The policy that docs/providers.md asks for. */
const POLICY = `
path "secret/metadata/logins/*" { capabilities = ["read", "list"] }
path "secret/data/logins/*" { capabilities = ["read"] }
`;

const pathOf = ({ vault, title }: WorldItem): string =>
  `logins/${vault}/${title}`.split('/').map(encodeURIComponent).join('/');

export interface OpenBaoBench extends Bench {
  readonly server: OpenBao;
  /** Settings and token of a role. */
  role(name: string, members: object): Promise<{ readonly token: string; readonly settings: object }>;
}

export async function openBaoBench(): Promise<OpenBaoBench> {
  const server = await startOpenBao();
  const { call, address } = server;
  await call('PUT', 'sys/policies/acl/logins', { policy: POLICY });

  const role: OpenBaoBench['role'] = async (name, members) => {
    await call('POST', `auth/approle/role/${name}`, members);
    const { role_id } = (await call('GET', `auth/approle/role/${name}/role-id`)).body.data;
    const { secret_id } = (await call('POST', `auth/approle/role/${name}/secret-id`, {})).body.data;
    return { token: secret_id, settings: { url: address, prefix: 'logins', auth: { method: 'approle', role_id } } };
  };
  const reader = await role('reader', { token_policies: ['logins'], token_ttl: '1h' });
  const stranger = await role('stranger', { token_policies: ['default'] });

  const put = async (item: WorldItem): Promise<void> => {
    const { username, password, totp, extra } = item;
    const path = pathOf(item);
    for (let version = 1; version <= item.version; version += 1)
      await call('POST', `secret/data/${path}`, { data: { username, password, totp, url: item.urls[0], ...extra } });
    const custom_metadata = { title: item.title, username, ...addressKeys(item.urls) };
    await call('POST', `secret/metadata/${path}`, { custom_metadata });
    if (item.state === 'archived') await call('DELETE', `secret/data/${path}`);
  };
  let filled: readonly WorldItem[] = [];
  let fault: Fault | null = null;
  return {
    server,
    role,
    token: reader.token,
    open(timeoutMs = 10_000) {
      const { settings, token } = fault === 'forbidden' ? stranger : reader;
      const elsewhere = fault === 'down' ? { url: 'http://127.0.0.1:9' } : {};
      const options = { token: fault === 'token' ? 'canary-wrong' : token, settings: { ...settings, ...elsewhere } };
      return hashicorpVault.open(options, { folder: '', timeoutMs });
    },
    async fill(items) {
      for (const item of filled) await call('DELETE', `secret/metadata/${pathOf(item)}`);
      for (const item of items) await put(item);
      filled = items;
    },
    async fail(next) {
      if (fault === 'locked') await server.unseal();
      if (fault === 'limited') await call('DELETE', 'sys/quotas/rate-limit/few');
      fault = next;
      if (next === 'locked') await server.seal();
      if (next === 'limited') {
        await call('POST', 'sys/quotas/rate-limit/few', { path: 'secret/', rate: 1, interval: '1h' });
        const asked = { headers: { 'x-vault-token': 'none' } };
        while ((await fetch(`${address}/v1/secret/config`, asked)).status !== 429);
      }
    },
    vaults: ['secret'],
    faults: {
      token: 'provider_token_invalid',
      limited: 'provider_rate_limited',
      down: 'provider_unavailable',
      forbidden: 'provider_forbidden',
      locked: 'provider_locked',
    },
    close: server.stop,
  };
}
