import type { IncomingMessage, ServerResponse } from 'node:http';
import { hashicorpVault } from '../../../../activities/providers/hashicorp-vault/index.js';
import type { Bench, WorldItem } from '../world.js';
import { SERVER_FAULTS, sendJson, serve } from './serve.js';

const SECRET_ID = 'canary-token-vault-11';

/** A KV engine that logins are stored in by their titles, with one that they are in folders of. */
export interface VaultBench extends Bench {
  /** Ends all tokens that were given out. */
  endLeases(): void;
  readonly address: string;
  readonly logins: () => number;
}

/** Addresses of an item as metadata holds them: in values of at most 512 bytes. */
export function addressKeys(urls: readonly string[]): Record<string, string> {
  const values: string[] = [''];
  for (const url of urls) {
    if (`${values.at(-1)},${url}`.length > 512) values.push('');
    const last = values.at(-1);
    values[values.length - 1] = last === '' ? url : `${last},${url}`;
  }
  return Object.fromEntries(values.map((value, index) => [index === 0 ? 'urls' : `urls_${index + 1}`, value]));
}

/** Answers as OpenBao 2.7 does. */
export async function hashicorpVaultBench(): Promise<VaultBench> {
  let items: readonly WorldItem[] = [];
  let logins = 0;
  let good = '';
  const nothing = (response: ServerResponse) => sendJson(response, 404, { errors: [] });
  const denied = (response: ServerResponse) => sendJson(response, 403, { errors: ['permission denied'] });
  // As it does with slashes that name nothing.
  const pathOf = ({ vault, title }: WorldItem) => `logins/${vault}/${title}`.replaceAll(/\/+/g, '/');
  const answer = (request: IncomingMessage, response: ServerResponse, body: string): unknown => {
    const url = new URL(request.url ?? '/', 'http://x');
    const path = decodeURIComponent(url.pathname.replace('/v1/', ''));
    if (served.fault === 'locked') return sendJson(response, 503, { errors: ['Vault is sealed'] });
    if (path === 'auth/approle/login') {
      const { role_id, secret_id } = JSON.parse(body);
      if (served.fault === 'token' || role_id !== 'role' || secret_id !== SECRET_ID)
        return sendJson(response, 400, { errors: ['invalid role or secret ID'] });
      logins += 1;
      good = `s.${logins}`;
      return sendJson(response, 200, { auth: { client_token: good, lease_duration: 300, renewable: true } });
    }
    if (request.headers['x-vault-token'] !== good || served.fault === 'token') return denied(response);
    if (path === 'auth/token/lookup-self') return sendJson(response, 200, { data: { ttl: 300 } });
    if (served.fault === 'forbidden')
      return sendJson(response, 403, { errors: ['1 error occurred:\n\t* permission denied\n\n'] });
    if (url.searchParams.get('list') === 'true') {
      const folder = path.replace('secret/metadata/', '');
      const below = items
        .map(pathOf)
        .filter((one) => one.startsWith(folder))
        .map((one) => one.slice(folder.length));
      // A title with a slash lies in a folder of its own.
      const keys = [...new Set(below.map((one) => one.replace(/\/.*/s, '/')))];
      return keys.length === 0 ? nothing(response) : sendJson(response, 200, { data: { keys } });
    }
    const [, kind, name] = /^secret\/(metadata|data)\/(.*)$/s.exec(path) ?? [];
    const item = items.find((one) => pathOf(one) === name);
    if (item === undefined) return nothing(response);
    const deletion_time = item.state === 'archived' ? '2026-01-01T00:00:00Z' : '';
    const metadata = { version: item.version, deletion_time, destroyed: false };
    if (kind === 'metadata') {
      const custom_metadata = { title: item.title, username: item.username, ...addressKeys(item.urls) };
      const versions = { [item.version]: { deletion_time, destroyed: false } };
      return sendJson(response, 200, { data: { current_version: item.version, custom_metadata, versions } });
    }
    if (item.state === 'archived') return sendJson(response, 404, { data: { data: null, metadata } });
    const { username, password, totp, urls, extra } = item;
    return sendJson(response, 200, { data: { data: { username, password, totp, url: urls[0], ...extra }, metadata } });
  };
  const served = await serve(answer, () => JSON.stringify(items));
  return {
    token: SECRET_ID,
    address: served.address,
    logins: () => logins,
    endLeases() {
      good = 'ended';
    },
    open: (timeoutMs = 10_000) => {
      const auth = { method: 'approle', role_id: 'role' };
      const settings = { url: served.address, prefix: 'logins', auth };
      return hashicorpVault.open({ token: SECRET_ID, settings }, { folder: '', timeoutMs });
    },
    async fill(given) {
      items = given;
    },
    async fail(fault) {
      served.fault = fault;
    },
    vaults: ['secret'],
    faults: {
      ...SERVER_FAULTS,
      token: 'provider_token_invalid',
      locked: 'provider_locked',
    },
    close: served.close,
  };
}
