/** The Kubernetes login of OpenBao, which is that of HashiCorp's Vault: against a server that reviews tokens as Kubernetes' API does. */

import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { hashicorpVault } from '../../../activities/providers/hashicorp-vault/index.js';
import { WORLD } from '../../unit/providers/world.js';
import { type OpenBaoBench, openBaoBench } from './bench.js';

/** The token that Kubernetes has put into the pod. */
const account = vi.hoisted(() => ({ token: '' }));
vi.mock('node:fs/promises', async (original) => {
  const files = await original<typeof import('node:fs/promises')>();
  const isAccount = (path: unknown): boolean => path === '/var/run/secrets/kubernetes.io/serviceaccount/token';
  return {
    ...files,
    readFile: (...[path, ...rest]: Parameters<typeof files.readFile>) =>
      isAccount(path) ? Promise.resolve(account.token) : files.readFile(path, ...rest),
  };
});

const PLACE = { folder: '', timeoutMs: 10_000 };
const TLS = join(import.meta.dirname, '..', '..', 'support', 'postgres', 'tls');
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const UID = '7a1b2c3d-0000-4000-8000-000000000001';
/** As a pod gets it; who reviews it knows which are good. */
const tokenOf = (name: string): string => {
  const pod = { namespace: 'agents', serviceaccount: { name, uid: UID } };
  const claims = {
    sub: `system:serviceaccount:agents:${name}`,
    nbf: 1_700_000_000,
    exp: 4_102_444_800,
    'kubernetes.io': pod,
  };
  return [part({ alg: 'RS256' }), part(claims), 'c2lnbmVk'].join('.');
};
const GOOD = tokenOf('worker');

let bench: OpenBaoBench;
let kubernetes: Server;
let reviews = 0;
let isAway = false;

/** `POST /apis/authentication.k8s.io/v1/tokenreviews` (Kubernetes API, TokenReview v1). */
async function startKubernetes(): Promise<string> {
  const [key, cert] = await Promise.all(['key.pem', 'certificate.pem'].map((name) => readFile(join(TLS, name))));
  kubernetes = createServer({ key: key!, cert: cert! }, (request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    request.on('end', () => {
      reviews += 1;
      if (isAway) return response.writeHead(503).end('{}');
      const { token } = JSON.parse(text).spec;
      const user = { username: 'system:serviceaccount:agents:worker', uid: UID, groups: ['system:serviceaccounts'] };
      const status = token === GOOD ? { authenticated: true, user } : { authenticated: false, error: 'invalid token' };
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', status }));
    });
  });
  await new Promise<void>((resolve) => kubernetes.listen(0, '127.0.0.1', resolve));
  return `https://127.0.0.1:${(kubernetes.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  bench = await openBaoBench();
  await bench.fill(WORLD);
  const { call } = bench.server;
  await call('POST', 'sys/auth/kubernetes', { type: 'kubernetes' });
  await call('POST', 'auth/kubernetes/config', {
    kubernetes_host: await startKubernetes(),
    kubernetes_ca_cert: await readFile(join(TLS, 'certificate.pem'), 'utf8'),
    token_reviewer_jwt: tokenOf('reviewer'),
    disable_local_ca_jwt: true,
  });
  const bound = { bound_service_account_namespaces: ['agents'], token_policies: ['logins'], token_ttl: '1h' };
  await call('POST', 'auth/kubernetes/role/worker', { ...bound, bound_service_account_names: ['worker'] });
  await call('POST', 'auth/kubernetes/role/other', { ...bound, bound_service_account_names: ['other'] });
});
afterAll(async () => {
  await bench?.close();
  kubernetes?.close();
});

const open = (role: string) => {
  const settings = { url: bench.server.address, prefix: 'logins', auth: { method: 'kubernetes', role } };
  return hashicorpVault.open({ token: '', settings }, PLACE);
};

it('logs in with the account of the pod, once for many requests, and reads what others read', async () => {
  account.token = `${GOOD}\n`;
  const provider = open('worker');
  reviews = 0;
  const items = await provider.list();
  expect(items).toEqual(await bench.open().list());
  expect(items.length).toBeGreaterThan(0);
  await provider.read(items[0]!);
  expect(reviews).toBe(1);
});

it.each([
  ['an account that the role is not for', 'other', GOOD],
  ['a token that Kubernetes does not know', 'worker', tokenOf('nobody')],
  ['a text that is no token', 'worker', 'canary-no-token'],
])('says so of %s', async (_what, role, token) => {
  account.token = token;
  const error = await open(role)
    .list()
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'provider_token_invalid' });
  expect(JSON.stringify(error)).not.toContain(token);
});

it('logs in once Kubernetes answers again', async () => {
  account.token = GOOD;
  const provider = open('worker');
  isAway = true;
  await expect(provider.list()).rejects.toMatchObject({ code: expect.stringMatching(/^provider_/) });
  isAway = false;
  expect(await provider.list()).not.toEqual([]);
});
