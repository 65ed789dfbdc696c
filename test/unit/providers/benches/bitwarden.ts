import type { IncomingMessage, ServerResponse } from 'node:http';
import { bitwarden } from '../../../../activities/providers/bitwarden/index.js';
import type { Bench, WorldItem } from '../world.js';
import { SERVER_FAULTS, sendJson, serve } from './serve.js';

const MASTER = 'canary-token-bitwarden-99';

const itemOf = (item: WorldItem) => ({
  object: 'item',
  id: item.id,
  organizationId: item.vault === 'work' ? 'org-work' : 'org-other',
  folderId: null,
  type: 1,
  reprompt: 0,
  name: item.title,
  notes: null,
  fields: Object.entries(item.extra).map(([name, value]) => ({ name, value, type: 1, linkedId: null })),
  login: {
    uris: item.urls.map((uri) => ({ match: null, uri })),
    username: item.username || null,
    password: item.password || null,
    totp: item.totp || null,
    passwordRevisionDate: null,
    fido2Credentials: [],
  },
  revisionDate: new Date(Date.UTC(2026, 0, item.version)).toISOString(),
  deletedDate: null,
  archivedDate: item.state === 'archived' ? '2026-01-01T00:00:00Z' : null,
});

/** `bw serve` as its own source says. It starts locked. */
export async function bitwardenBench(): Promise<Bench & { readonly address: string }> {
  let items: readonly WorldItem[] = [];
  let locked = true;
  const refuse = (response: ServerResponse, message: string) => sendJson(response, 400, { success: false, message });
  const answer = (request: IncomingMessage, response: ServerResponse, body: string): unknown => {
    const good = (data: unknown) => sendJson(response, 200, { success: true, data });
    const list = (data: unknown) => good({ object: 'list', data });
    const path = request.url ?? '';
    if (request.headers.origin !== undefined) return response.writeHead(403).end();
    if (path === '/status') {
      const status = served.fault === 'token' ? 'unauthenticated' : locked ? 'locked' : 'unlocked';
      return good({ object: 'template', template: { serverUrl: null, status } });
    }
    if (served.fault === 'token') return refuse(response, 'You are not logged in.');
    if (served.fault === 'forbidden') return sendJson(response, 403, { message: JSON.stringify(items) });
    if (path === '/unlock') {
      if (served.fault === 'locked' || JSON.parse(body).password !== MASTER)
        return refuse(response, 'Vault is locked.');
      locked = false;
      return good({
        noColor: false,
        object: 'message',
        title: 'Your vault is now unlocked!',
        message: 'session',
        raw: 'session',
      });
    }
    if (locked || served.fault === 'locked') return refuse(response, 'Vault is locked.');
    if (path === '/list/object/organizations')
      return list(['work', 'other'].map((name) => ({ object: 'organization', id: `org-${name}`, name })));
    if (path === '/list/object/items') return list(items.map(itemOf));
    const item = items.find(({ id }) => path === `/object/item/${id}`);
    return item === undefined ? refuse(response, 'Not found.') : good(itemOf(item));
  };
  const served = await serve(answer, () => JSON.stringify(items));
  return {
    token: MASTER,
    address: served.address,
    open: (timeoutMs = 10_000) =>
      bitwarden.open({ token: MASTER, settings: { url: served.address } }, { folder: '', timeoutMs }),
    async fill(given) {
      items = given;
    },
    async fail(fault) {
      served.fault = fault;
    },
    vaults: ['work', 'other'],
    faults: {
      ...SERVER_FAULTS,
      token: 'provider_token_invalid',
      forbidden: 'provider_forbidden',
      locked: 'provider_locked',
    },
    close: served.close,
  };
}
