/** What the core of 1Password's SDK answers, by its documented contract (0.5.0) and by what it was seen to say. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { idOf, type WorldItem } from '../../world.js';

const website = (url: string) => ({ url, label: 'website', autofillBehavior: 'AnywhereOnWebsite' });

const overview = (item: WorldItem) => ({
  id: item.id,
  title: item.title,
  category: 'Login',
  vaultId: idOf(item.vault),
  websites: item.urls.map(website),
  tags: [],
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: `2026-01-02T00:00:0${item.version}Z`,
  state: item.state,
});

const field = (id: string, title: string, fieldType: string, value: string, sectionId?: string) => ({
  id,
  title,
  fieldType,
  value,
  ...(sectionId === undefined ? {} : { sectionId }),
});

function full(item: WorldItem) {
  const { state: _, ...rest } = overview(item);
  const extra = Object.entries(item.extra).map(([label, value], index) =>
    field(idOf(`extra${index}`), label, 'Text', value, 'more'),
  );
  const details = { type: 'Otp', content: { code: '134253' } };
  const totp = { ...field('TOTP_1', 'one-time password', 'Totp', item.totp, 'more'), details };
  return {
    ...rest,
    version: item.version,
    notes: 'a note',
    files: [],
    sections: [{ id: 'more', title: 'More' }],
    fields: [
      field('username', 'username', 'Text', item.username),
      field('password', 'password', 'Concealed', item.password),
      ...extra,
      ...(item.totp === '' ? [] : [totp]),
    ],
  };
}

/** What the core throws. */
export class Thrown extends Error {}

/** What is asked of it: `init_client`, or the name of a call. */
export interface CoreCall {
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface Core {
  readonly port: number;
  readonly calls: CoreCall[];
  items: readonly WorldItem[];
  /** What it says before it answers as it should; text is its answer. */
  instead: ((call: CoreCall) => string | null) | null;
  /** Never answers; `hard`: and computes meanwhile. */
  hangs: false | 'soft' | 'hard';
  close(): Promise<void>;
}

function answerTo({ name, parameters }: CoreCall, items: readonly WorldItem[]): unknown {
  const { vault_id, item_id } = parameters;
  const vaults = [...new Set(items.map(({ vault }) => vault))];
  const own = items.filter(({ vault }) => idOf(vault) === vault_id);
  switch (name) {
    case 'init_client':
      return 7;
    case 'VaultsList':
      return vaults.map((vault) => {
        const of = items.filter((item) => item.vault === vault);
        const contentVersion = of.reduce((sum, { version, state }) => sum + version + (state === 'active' ? 1 : 2), 0);
        return { id: idOf(vault), title: vault, vaultType: 'userCreated', contentVersion, activeItemCount: of.length };
      });
    case 'ItemsList':
      if (own.length === 0) throw new Thrown('resource not found');
      return own.filter(({ state }) => state === 'active').map(overview);
    case 'ItemsGet': {
      const item = own.find(({ id }) => id === item_id);
      if (item === undefined) throw new Thrown('resource not found');
      if (item.state !== 'active') throw new Thrown('item is not in an active state');
      return full(item);
    }
    default:
      throw new Thrown(`unknown call: ${name}`);
  }
}

function callOf(path: string | undefined, body: string): CoreCall {
  const json = JSON.parse(body);
  return path === '/invoke' ? json.invocation.parameters : { name: 'init_client', parameters: json };
}

/** A core that answers at a port of loopback. */
export async function startCore(): Promise<Core> {
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const call = callOf(request.url, body);
    core.calls.push(call);
    if (core.hangs === 'soft') return;
    if (core.hangs === 'hard') response.setHeader('x-hang', '1');
    try {
      response.end(core.instead?.(call) ?? JSON.stringify(answerTo(call, core.items)));
    } catch (error) {
      if (!(error instanceof Thrown)) throw error;
      response.writeHead(500).end(error.message);
    }
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const core: Core = {
    port: (server.address() as AddressInfo).port,
    calls: [],
    items: [],
    instead: null,
    hangs: false,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return core;
}
