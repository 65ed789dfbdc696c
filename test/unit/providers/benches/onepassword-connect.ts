import type { IncomingMessage, ServerResponse } from 'node:http';
import { onepasswordConnect } from '../../../../activities/providers/onepassword-connect/index.js';
import { type Bench, idOf, type WorldItem } from '../world.js';
import { SERVER_FAULTS, sendJson, serve } from './serve.js';

const ID = /^[\da-z]{26}$/;
/** The vault that is there, and not for this token. */
const NOT_IN_SCOPE = idOf('secret');

const summary = (item: WorldItem) => ({
  id: item.id,
  title: item.title,
  vault: { id: idOf(item.vault) },
  category: 'LOGIN',
  urls: item.urls.map((href, index) => ({ label: 'website', primary: index === 0, href })),
  version: item.version,
  ...(item.state === 'archived' ? { state: 'ARCHIVED' } : {}),
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-02T00:00:00Z',
  lastEditedBy: idOf('editor'),
});

const full = (item: WorldItem) => ({
  ...summary(item),
  sections: [{ id: 'linked' }, { id: 'more', label: 'More' }],
  fields: [
    {
      id: idOf('user'),
      section: { id: 'more' },
      type: 'STRING',
      purpose: 'USERNAME',
      label: 'username',
      value: item.username,
    },
    { id: 'password', type: 'CONCEALED', purpose: 'PASSWORD', label: 'password', value: item.password, entropy: 99 },
    { id: 'notesPlain', type: 'STRING', purpose: 'NOTES', label: 'notesPlain', value: 'a note' },
    ...Object.entries(item.extra).map(([label, value], index) => ({
      id: idOf(`extra${index}`),
      section: { id: 'more' },
      type: 'STRING',
      label,
      value,
    })),
    ...(item.totp === ''
      ? []
      : [
          {
            id: 'TOTP_1',
            section: { id: 'more' },
            type: 'OTP',
            label: 'one-time password',
            value: item.totp,
            totp: '134253',
          },
        ]),
  ],
});

/** A Connect server as its contract and its recorded answers describe it. */
export async function connectBench(): Promise<
  Bench & { restart(): void; readonly requests: string[]; readonly address: string }
> {
  const token = 'canary.jwt-token.connect66';
  let items: readonly WorldItem[] = [];
  let isFresh = true;
  let contentVersion = 3;
  const requests: string[] = [];
  const refuse = (response: ServerResponse, status: number, message: string) =>
    sendJson(response, status, { status, message });
  const answer = (request: IncomingMessage, response: ServerResponse): unknown => {
    const path = new URL(request.url ?? '/', 'http://x').pathname.replace(/\/$/, '');
    requests.push(path);
    if (isFresh) {
      isFresh = false;
      return refuse(response, 401, 'Invalid token signature');
    }
    if (request.headers.authorization !== `Bearer ${token}` || served.fault === 'token')
      return refuse(response, 401, 'Invalid token signature');
    if (served.fault === 'forbidden') return refuse(response, 403, 'vault is not in scope');
    const [, version, vaults, vault, kind, id] = path.split('/');
    if (version !== 'v1' || vaults !== 'vaults') return refuse(response, 404, 'not found');
    const known = [...new Set(items.map((item) => item.vault))];
    if (vault === undefined) {
      const overview = (name: string) => ({
        id: idOf(name),
        name,
        attributeVersion: 1,
        contentVersion,
        items: 9,
        type: 'USER_CREATED',
      });
      return sendJson(response, 200, known.map(overview));
    }
    if (vault === NOT_IN_SCOPE) return refuse(response, 403, `vault ${vault} is not in scope`);
    const name = known.find((one) => idOf(one) === vault);
    if (!ID.test(vault) || name === undefined || kind !== 'items')
      return refuse(response, 404, `vault ${vault} not found`);
    const own = items.filter((item) => item.vault === name);
    if (id === undefined) return sendJson(response, 200, own.map(summary));
    const item = own.find((one) => one.id === id);
    if (item === undefined) return refuse(response, 404, `item ${id} not found`);
    return sendJson(response, 200, full(item));
  };
  const served = await serve(answer, () => JSON.stringify(items));
  return {
    token,
    requests,
    address: served.address,
    open: (timeoutMs = 10_000) =>
      onepasswordConnect.open({ token, settings: { host: served.address } }, { folder: '/nowhere', timeoutMs }),
    async fill(given) {
      items = given;
      contentVersion += 1;
    },
    async fail(fault) {
      served.fault = fault;
    },
    restart() {
      isFresh = true;
    },
    vaults: ['work', 'other'],
    faults: {
      ...SERVER_FAULTS,
      token: 'provider_token_invalid',
      forbidden: 'provider_forbidden',
    },
    close: served.close,
  };
}
