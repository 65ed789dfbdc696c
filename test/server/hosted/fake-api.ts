import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { HostedState } from '../../../server/hosted/session/state.js';
import { INVOCATION_ID, makeKey, STATES, type StateName, started, type TestKey } from './states.js';

/** Stricter than the server's: what holds here holds there. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const JSON_TYPE = { 'content-type': 'application/json' };
export const CODE = 'one-time-code-of-forty-four-characters-00000';
const JWT = 'eyJhbGciOiJIUzI1NiJ9.e30.test-token-of-this-invocation';
const BASE = `/agents/auth/invocations/${INVOCATION_ID}`;

/** What the page sent. */
export interface Submission {
  readonly question?: number;
  readonly kid?: string;
  readonly entitlement?: string;
  readonly sealed_values?: Readonly<Record<string, string>>;
  readonly sso_button?: string;
  readonly selected_mfa_type?: string;
  readonly sign_in_option_id?: string;
}

/** How the server behaves from now on. */
export interface Behaviour {
  /** @default true */
  readonly stream?: boolean;
  /** Status and code of every answer to `submit`; null accepts. */
  readonly refuseSubmit?: { readonly status: number; readonly code: string } | null;
  /** Status of `retrieve` and the stream; null answers. */
  readonly refuseRead?: number | null;
  readonly allowedReturnUrls?: readonly string[];
  /** The link lasts, and belongs to the browser that opens it first. */
  readonly lasting?: boolean;
}

/** The server of the page, scripted: it has the routes and the headers, and a test decides what it says. */
export class FakeApi {
  readonly key: TestKey;
  readonly submissions: Submission[] = [];
  /** Paths with their query, oldest first. */
  readonly requests: string[] = [];
  state: HostedState;
  behaviour: Behaviour = {};
  #codeLeft = true;
  /** What the browser keeps that has opened the link that lasts; null: nobody has. */
  #holder: string | null = null;
  /** Tokens run out, until there is another exchange. */
  #isTokenOver = false;
  readonly #streams = new Set<ServerResponse>();
  readonly #server = createServer((request, response) => {
    this.#answer(request, response).catch(() => response.destroy());
  });
  readonly #page: string;

  private constructor(key: TestKey, page: string) {
    this.key = key;
    this.#page = page;
    this.state = started(key);
  }

  /** @param page folder of the built page */
  static async start(page: string): Promise<FakeApi> {
    const api = new FakeApi(await makeKey(), page);
    await new Promise<void>((resolve) => api.#server.listen(0, '127.0.0.1', resolve));
    return api;
  }

  get origin(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The link as a person gets it; it works once. */
  link(query: Readonly<Record<string, string>> = {}): string {
    return `${this.origin}${BASE}?${new URLSearchParams({ code: CODE, ...query })}`;
  }

  /** A link that lives as long as its login waits. */
  lastingLink(query: Readonly<Record<string, string>> = {}): string {
    return `${this.origin}${BASE}?${new URLSearchParams({ link: CODE, ...query })}`;
  }

  /** As after half an hour. */
  endTokens(): void {
    this.#isTokenOver = true;
    this.#closeStreams();
  }

  /** A new login, and a new link to it. */
  reset(name?: StateName): void {
    this.#closeStreams();
    this.submissions.length = 0;
    this.requests.length = 0;
    this.behaviour = {};
    this.#codeLeft = true;
    this.#holder = null;
    this.#isTokenOver = false;
    this.state = { ...started(this.key), ...(name && STATES[name]) };
  }

  /** The login goes on, and the page hears of it. */
  show(change: StateName | Partial<HostedState>): void {
    const more = typeof change === 'string' ? STATES[change] : change;
    const version = this.state.version + 1;
    this.state = { ...this.state, ...started(this.key), ...more, version };
    for (const stream of this.#streams) this.#send(stream);
  }

  /** As when the server is stopped or the network breaks. */
  #closeStreams(): void {
    for (const stream of this.#streams) stream.destroy();
    this.#streams.clear();
  }

  breakStreams(): void {
    this.#closeStreams();
  }

  async stop(): Promise<void> {
    this.#closeStreams();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.origin);
    this.requests.push(`${request.method} ${url.pathname}${url.search}`);
    response.setHeader('content-security-policy', POLICY);
    response.setHeader('cache-control', 'no-store');
    response.setHeader('referrer-policy', 'no-referrer');
    if (url.pathname.startsWith('/hosted/')) return this.#asset(url.pathname, response);
    if (url.pathname === BASE && request.headers.accept?.includes('text/html')) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(await readFile(join(this.#page, 'index.html')));
      return;
    }
    if (url.pathname === `${BASE}/exchange`) {
      if (this.behaviour.lasting) return this.#openLasting(request, response);
      return this.#exchange(await readJson(request), response);
    }
    if (url.pathname === `${BASE}/resend`) {
      response.writeHead(200, JSON_TYPE).end(JSON.stringify({ sent: true }));
      return;
    }
    if (request.headers.authorization !== `Bearer ${JWT}` || this.#isTokenOver)
      return refuse(response, 401, 'unauthorized');
    if (url.pathname === `${BASE}/submit`) return this.#submit((await readJson(request)) as Submission, response);
    const { refuseRead } = this.behaviour;
    if (refuseRead != null) return refuse(response, refuseRead, 'forbidden');
    if (url.pathname === `${BASE}/events`) return this.#stream(response);
    if (url.pathname === BASE) {
      response.writeHead(200, JSON_TYPE).end(JSON.stringify(this.state));
      return;
    }
    refuse(response, 404, 'no_such_address');
  }

  async #asset(path: string, response: ServerResponse): Promise<void> {
    if (path === '/hosted/config.json') {
      const allowed_return_urls = this.behaviour.allowedReturnUrls ?? [];
      response.writeHead(200, JSON_TYPE).end(JSON.stringify({ allowed_return_urls }));
      return;
    }
    const body = await readFile(join(this.#page, path.slice('/hosted'.length)));
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(body);
  }

  #exchange(body: unknown, response: ServerResponse): void {
    const given = (body as { readonly code?: unknown }).code;
    if (given !== CODE || !this.#codeLeft) {
      refuse(response, 410, 'handoff_expired');
      return;
    }
    this.#codeLeft = false;
    response.writeHead(200, JSON_TYPE).end(JSON.stringify({ invocation_id: INVOCATION_ID, jwt: JWT }));
  }

  /** As the server does: by a cookie that no script reads. */
  async #openLasting(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.state.status !== 'IN_PROGRESS') return refuse(response, 409, 'invocation_ended');
    const kept = /agent_auth_link=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? null;
    if (this.#holder !== null && this.#holder !== kept) return refuse(response, 409, 'link_taken');
    this.#holder ??= 'browser1';
    this.#isTokenOver = false;
    response.setHeader('set-cookie', `agent_auth_link=${this.#holder}; Path=${BASE}; HttpOnly; SameSite=Strict`);
    response.writeHead(200, JSON_TYPE).end(JSON.stringify({ invocation_id: INVOCATION_ID, jwt: JWT }));
  }

  #submit(body: Submission, response: ServerResponse): void {
    const { refuseSubmit } = this.behaviour;
    if (refuseSubmit != null) {
      refuse(response, refuseSubmit.status, refuseSubmit.code);
      return;
    }
    this.submissions.push(body);
    response.writeHead(202, JSON_TYPE).end(JSON.stringify({ accepted: true }));
  }

  #stream(response: ServerResponse): void {
    if (this.behaviour.stream === false) {
      refuse(response, 404, 'no_such_address');
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    this.#streams.add(response);
    response.on('close', () => this.#streams.delete(response));
    this.#send(response);
  }

  #send(stream: ServerResponse): void {
    stream.write(`event: state\nid: ${this.state.version}\ndata: ${JSON.stringify(this.state)}\n\n`);
    if (this.state.status !== 'IN_PROGRESS') stream.end();
  }
}

const refuse = (response: ServerResponse, status: number, code: string): void => {
  response.writeHead(status, JSON_TYPE).end(JSON.stringify({ code, message: 'Refused.' }));
};

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
