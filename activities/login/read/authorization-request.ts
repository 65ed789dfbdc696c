/** What an application asked an identity provider for, as the document requests of a login show it. */
import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import type { BrowserContext, Request } from 'playwright-core';
import { siteAt } from '../../../contract/address/site.js';
import type { AuthorizationRequest } from '../../vault/types.js';
import { isMainDocument } from './network-watch.js';

/** A scope of a request that only the provider can read: pushed ahead (RFC 9126), encrypted, or left to what the client was registered for. */
export const UNREADABLE = '(unreadable)';
/** Attributes of a user, by SAML. */
const ATTRIBUTES = '(attributes)';

const MAX_LENGTH = 500;
const MAX_XML_BYTES = 256 * 1024;

/** Names of parameters that widen what an application gets: all kinds of scopes, and whose data it is for (RFC 8707, RFC 9396). */
const WIDENS = /scope|permission|^(?:resource|audience|claims|authorization_details)$/;
/** What was granted before stays granted. */
const KEEPS = 'include_granted_scopes';
/** Consent for everybody of an organization, as one of its admins. */
const FOR_ALL = '(organization)';
const OF_ADMIN = /admin_?consent/i;

/**
 * Reads an OAuth or OpenID request (RFC 6749 section 4.1.1, OpenID Connect Core 1.0 section 3.1.2.1) or a SAML request (Bindings 2.0, sections 3.4 and 3.5).
 * What it says twice counts twice: providers differ in which place they look at.
 * @param body of a form that was posted; null for every other request
 * @returns null for a request that asks for neither
 */
export function authorizationRequestOf(address: string, body: string | null): AuthorizationRequest | null {
  if (!URL.canParse(address)) return null;
  const { searchParams, pathname } = new URL(address);
  const sent = [...searchParams, ...new URLSearchParams(body ?? '')].map(lowerName);
  const site = siteAt(address);
  const saml = sent.find(([name]) => name === 'samlrequest')?.[1];
  if (saml !== undefined) return samlRequestOf(site, saml);
  const objects = sent.filter(([name]) => name === 'request').map(([, request]) => claimsOf(request));
  const said = [...sent, ...objects.flatMap((claims) => claims ?? [])];
  const clients = valuesOf(said, 'client_id');
  if (clients.length === 0) return null;
  const isReadable = isForm(body) && !objects.includes(null) && valuesOf(said, 'request_uri').length === 0;
  const isOfAdmin = OF_ADMIN.test(pathname) || valuesOf(said, 'prompt').some((prompt) => OF_ADMIN.test(prompt));
  return {
    site,
    client: cut(onlyOne(clients) ?? ''),
    scopes: scopesOf(said, [...(isReadable ? [] : [UNREADABLE]), ...(isOfAdmin ? [FOR_ALL] : [])]),
    redirect: onlyOne(valuesOf(said, 'redirect_uri')),
  };
}

type Parameter = readonly [name: string, value: string];

/** Some servers take names in any case. */
const lowerName = ([name, value]: Parameter): Parameter => [name.toLowerCase(), value];

const valuesOf = (said: readonly Parameter[], wanted: string): string[] => [
  ...new Set(said.flatMap(([name, value]) => (name === wanted && value !== '' ? [value] : []))),
];

const onlyOne = ([one, ...others]: readonly string[]): string | null => (others.length === 0 ? (one ?? null) : null);

/** Whether a body is written as forms are; a server may read more than that. */
const isForm = (body: string | null): boolean => body === null || !/[\r\n{<]/.test(body);

function scopesOf(said: readonly Parameter[], more: readonly string[]): string[] {
  const named = valuesOf(said, 'scope').flatMap((scope) => scope.split(/[\s,+]+/).filter((one) => one !== ''));
  const others = said.filter(
    ([name, value]) => name !== 'scope' && name !== KEEPS && WIDENS.test(name) && value !== '',
  );
  const wider = others.map(([name, value]) => `${cut(name)}:${digest(value)}`);
  const rest = named.length > 0 ? [] : [UNREADABLE];
  return [...new Set([...named.map(cut), ...wider, ...more, ...rest])].sort();
}

/** What a request object says (RFC 9101); null where it can't be read. */
function claimsOf(request: string): Parameter[] | null {
  try {
    const [, payload = ''] = request.split('.');
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    if (typeof claims !== 'object' || claims === null) return null;
    return Object.entries(claims).map(([name, value]) =>
      lowerName([name, typeof value === 'string' ? value : JSON.stringify(value)]),
    );
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

/** What is no form can't be read from here. */
const NO_FORM = '{}';
const bodyOf = (request: Request): string | null =>
  request.postData() ?? (request.method() === 'POST' ? NO_FORM : null);

/** Requests that are kept: a login asks for a few. */
const MAX_REQUESTS = 50;

/** All that was asked for in one login, by the documents of its pages and pop-ups. Which of it a page is about can't be told, so that all counts. */
export class AuthorizationRequests {
  readonly #requests: AuthorizationRequest[];

  /** @param before what was asked for before the page was lost */
  constructor(context: BrowserContext, before: readonly AuthorizationRequest[]) {
    this.#requests = [...before];
    context.on('request', (request) => {
      if (isMainDocument(request)) this.#note(authorizationRequestOf(request.url(), bodyOf(request)));
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
