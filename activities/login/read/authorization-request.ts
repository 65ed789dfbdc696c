/** What an application asked an identity provider for, as the document requests of a login show it. */
import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import type { BrowserContext } from 'playwright-core';
import { siteAt } from '../../../contract/address/site.js';
import { isMainDocument } from './network-watch.js';

export interface AuthorizationRequest {
  /** Site of the provider that was asked. */
  readonly site: string;
  /** `client_id` (RFC 6749 section 2.2), or the issuer of a SAML request. */
  readonly client: string;
  /** Sorted. What can't be read from here is `UNREADABLE`. */
  readonly scopes: readonly string[];
  /** Where the answer is sent; null where the request does not say. */
  readonly redirect: string | null;
}

/** A scope of a request that only the provider can read: pushed ahead (RFC 9126), encrypted, or left to what the client was registered for. */
export const UNREADABLE = '(unreadable)';
/** Attributes of a user, by SAML. */
const ATTRIBUTES = '(attributes)';

const MAX_LENGTH = 500;
const MAX_XML_BYTES = 256 * 1024;

/**
 * Reads an OAuth or OpenID request (RFC 6749 section 4.1.1, OpenID Connect Core 1.0 section 3.1.2.1) or a SAML request (Bindings 2.0, sections 3.4 and 3.5).
 * @param body of a form that was posted; null for every other request
 * @returns null for a request that asks for neither
 */
export function authorizationRequestOf(address: string, body: string | null): AuthorizationRequest | null {
  if (!URL.canParse(address)) return null;
  const params = new URL(address).searchParams;
  for (const [name, value] of new URLSearchParams(body ?? '')) params.set(name, value);
  const site = siteAt(address);
  const saml = params.get('SAMLRequest');
  if (saml !== null) return samlRequestOf(site, saml);
  const claims = { ...Object.fromEntries(params), ...claimsOf(params.get('request')) };
  const { client_id: client } = claims;
  if (client === undefined || client === '') return null;
  return { site, client: cut(client), scopes: scopesOf(claims), redirect: claims.redirect_uri ?? null };
}

type Claims = Readonly<Record<string, string | undefined>>;

function scopesOf({ scope, request, request_uri, claims, authorization_details }: Claims): string[] {
  const named = (scope ?? '').split(/[\s,+]+/).filter((one) => one !== '');
  const isReadable = request_uri === undefined && (request === undefined || claimsOf(request) !== null);
  const details = Object.entries({ claims, authorization_details }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}:${digest(value)}`],
  );
  const rest = isReadable && named.length > 0 ? [] : [UNREADABLE];
  return [...new Set([...named.map(cut), ...details, ...rest])].sort();
}

/** What a request object says (RFC 9101); null where there is none that can be read. */
function claimsOf(request: string | null | undefined): Record<string, string> | null {
  if (request == null) return null;
  try {
    const [, payload = ''] = request.split('.');
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    if (typeof claims !== 'object' || claims === null) return null;
    const texts = Object.entries(claims).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
    return Object.fromEntries(texts);
  } catch {
    return null;
  }
}

function samlRequestOf(site: string, encoded: string): AuthorizationRequest {
  const xml = xmlOf(Buffer.from(encoded, 'base64'));
  const client = /<(?:\w+:)?Issuer\b[^>]*>\s*([^<]+?)\s*</.exec(xml)?.[1] ?? '';
  const redirect = /\bAssertionConsumerServiceURL="([^"]+)"/.exec(xml)?.[1] ?? null;
  return { site, client: cut(client), scopes: [ATTRIBUTES], redirect };
}

function xmlOf(bytes: Buffer): string {
  if (bytes.subarray(0, 1).toString() === '<') return bytes.toString('utf8');
  try {
    return inflateRawSync(bytes, { maxOutputLength: MAX_XML_BYTES }).toString('utf8');
  } catch {
    return '';
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 16);
const cut = (text: string): string => text.slice(0, MAX_LENGTH);

/** Requests that are kept: a login asks for a few. */
const MAX_REQUESTS = 50;

/** All that was asked for in one login, by the documents of its pages and pop-ups. Which of it a page is about can't be told, so that all counts. */
export class AuthorizationRequests {
  readonly #requests: AuthorizationRequest[];

  /** @param before what was asked for before the page was lost */
  constructor(context: BrowserContext, before: readonly AuthorizationRequest[]) {
    this.#requests = [...before];
    context.on('request', (request) => {
      if (isMainDocument(request)) this.#note(authorizationRequestOf(request.url(), request.postData()));
    });
  }

  get all(): readonly AuthorizationRequest[] {
    return this.#requests;
  }

  #note(request: AuthorizationRequest | null): void {
    const known = (one: AuthorizationRequest): boolean => JSON.stringify(one) === JSON.stringify(request);
    if (request === null || this.#requests.some(known)) return;
    if (this.#requests.length < MAX_REQUESTS) this.#requests.push(request);
    else this.#requests[MAX_REQUESTS - 1] = { ...request, client: '', scopes: [UNREADABLE] };
  }
}
