import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { answerOf, ask, type HttpAnswer } from '../shared/ask.js';
import { readAnswer } from '../shared/read-answer.js';
import { pathName } from '../shared/settings.js';
import { unavailable } from '../shared/trouble.js';

/** How the worker proves who it is. The provider's token is the Vault token, or the secret id; Kubernetes needs none. */
export const AUTH = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('token') }),
  z.strictObject({
    method: z.literal('approle'),
    role_id: z.string().min(1).max(200),
    mount: pathName.default('approle'),
  }),
  z.strictObject({
    method: z.literal('kubernetes'),
    role: z.string().min(1).max(200),
    mount: pathName.default('kubernetes'),
  }),
]);

/** Where Kubernetes puts the token of the pod's account. */
const ACCOUNT_TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** What is known of a token. Another server answers there, too, but not so. */
const TOKEN = z.object({ data: z.record(z.string(), z.unknown()) });
const LOGIN = z.object({ auth: z.object({ client_token: z.string().min(1), lease_duration: z.number() }) });
const ERRORS = z.object({ errors: z.array(z.string()) });

/** Share of a lease after which a new one is taken. */
const RENEW_AFTER = 2 / 3;

interface SessionOptions {
  readonly url: string;
  readonly namespace: string | undefined;
  readonly auth: z.output<typeof AUTH>;
  readonly token: string;
  readonly timeoutMs: number;
}

/** Requests with a token of Vault, which is fetched when it is needed and exchanged before its lease ends. */
export class VaultSession {
  #lease: { readonly token: Promise<string>; until: number } | null = null;

  constructor(private readonly options: SessionOptions) {}

  /** @throws AgentAuthError as `Provider` does */
  async get<T>(schema: z.ZodType<T>, at: string): Promise<T> {
    const answer = await this.#ask(at, await this.#token());
    if (answer.status !== 403) return this.#answerOf(schema, answer);
    // Vault answers alike for a token that has ended and for a path that a good one may not read.
    const isGood = await this.#isGood();
    if (isGood) throw new AgentAuthError('provider_forbidden');
    if (this.options.auth.method === 'token') throw new AgentAuthError('provider_token_invalid');
    this.#lease = null;
    return this.#answerOf(schema, await this.#ask(at, await this.#token()));
  }

  async checkToken(): Promise<void> {
    await this.get(TOKEN, 'auth/token/lookup-self');
  }

  async #isGood(): Promise<boolean> {
    const answer = await this.#ask('auth/token/lookup-self', await this.#token());
    if (answer.status === 403) return false;
    // Whatever else is wrong says nothing of the token.
    this.#answerOf(TOKEN, answer);
    return true;
  }

  #answerOf<T>(schema: z.ZodType<T>, answer: HttpAnswer): T {
    if (answer.status === 503 && isSealed(answer.text)) throw new AgentAuthError('provider_locked');
    return answerOf(schema, answer);
  }

  #ask(at: string, token: string | null, body?: unknown): Promise<HttpAnswer> {
    const { url, namespace, timeoutMs } = this.options;
    const headers = {
      ...(token === null ? {} : { 'x-vault-token': token }),
      ...(namespace === undefined ? {} : { 'x-vault-namespace': namespace }),
    };
    const post = body === undefined ? {} : { method: 'POST' as const, body: JSON.stringify(body) };
    return ask(new URL(`v1/${at}`, url), { headers, timeoutMs, ...post });
  }

  #token(): Promise<string> {
    if (this.options.auth.method === 'token') return Promise.resolve(this.options.token);
    if (this.#lease === null || this.#lease.until < Date.now()) {
      const lease = {
        token: this.#logIn().then(({ client_token, lease_duration }) => {
          lease.until = Date.now() + lease_duration * 1000 * RENEW_AFTER;
          return client_token;
        }),
        until: Number.POSITIVE_INFINITY,
      };
      this.#lease = lease;
      // What failed is tried anew by the next request.
      lease.token.catch(() => {
        if (this.#lease === lease) this.#lease = null;
      });
    }
    return this.#lease.token;
  }

  async #logIn(): Promise<z.output<typeof LOGIN>['auth']> {
    const { auth, token } = this.options;
    if (auth.method === 'token') throw new AgentAuthError('provider_token_invalid');
    const proof =
      auth.method === 'approle'
        ? { role_id: auth.role_id, secret_id: token }
        : { role: auth.role, jwt: await accountToken() };
    const answer = await this.#ask(`auth/${auth.mount}/login`, null, proof);
    if (answer.status === 400 || answer.status === 403) throw new AgentAuthError('provider_token_invalid');
    return this.#answerOf(LOGIN, answer).auth;
  }
}

function isSealed(text: string): boolean {
  try {
    return readAnswer(ERRORS, text).errors.some((error) => /sealed/i.test(error));
  } catch {
    return false;
  }
}

async function accountToken(): Promise<string> {
  try {
    return (await readFile(ACCOUNT_TOKEN, 'utf8')).trim();
  } catch {
    throw unavailable('unreachable');
  }
}
