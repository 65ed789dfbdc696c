import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { authorizationRequestOf, UNREADABLE } from '../../../activities/login/read/authorization-request.js';

const AT = 'https://login.idp.example/authorize';
const query = (params: Record<string, string>): string => `${AT}?${new URLSearchParams(params)}`;
const jwt = (claims: object): string => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.sig`;
const OPENID = { client_id: 'c', scope: 'openid email', redirect_uri: 'https://shop.example/cb' };
const SEEN = {
  site: 'idp.example',
  client: 'c',
  scopes: ['email', 'openid'],
  redirect: 'https://shop.example/cb',
};

describe('a request of an application', () => {
  it.each<[string, string, string | null]>([
    ['in its address', query(OPENID), null],
    ['in the form that is posted', AT, new URLSearchParams(OPENID).toString()],
    ['in a request object, beside the rest', query({ ...OPENID, scope: 'openid', request: jwt(OPENID) }), null],
    ['with names in capitals', `${AT}?CLIENT_ID=c&Scope=openid+email&Redirect_URI=https://shop.example/cb`, null],
    ['with commas', query({ ...OPENID, scope: 'email,openid' }), null],
  ])('is read %s', (_, address, body) => {
    expect(authorizationRequestOf(address, body)).toEqual(SEEN);
  });

  it.each<[string, Record<string, string>]>([
    ['that was pushed ahead', { client_id: 'c', request_uri: 'urn:ietf:params:oauth:request_uri:1' }],
    ['that is encrypted', { ...OPENID, request: 'a.b.c.d.e' }],
    ['without scopes', { client_id: 'c', redirect_uri: 'https://shop.example/cb' }],
  ])('%s has scopes that nobody here knows', (_, params) => {
    expect(authorizationRequestOf(query(params), null)?.scopes).toContain(UNREADABLE);
  });

  const hidden = new URLSearchParams({ scope: 'mail.send' }).toString();
  it.each<[string, string, string | null]>([
    ['behind a first scope', `${query(OPENID)}&${hidden}`, null],
    ['before a last scope', `${AT}?${hidden}&${new URLSearchParams(OPENID)}`, null],
    ['in the address of a form that asks for less', `${AT}?${hidden}`, new URLSearchParams(OPENID).toString()],
    ['in the form of an address that asks for less', query(OPENID), hidden],
    [
      'beside a request object that asks for less',
      query({ ...OPENID, scope: 'mail.send', request: jwt(OPENID) }),
      null,
    ],
    ['in a request object', query({ ...OPENID, request: jwt({ scope: 'mail.send' }) }), null],
    [
      'in a second request object',
      `${query({ ...OPENID, request: jwt(OPENID) })}&request=${jwt({ SCOPE: 'mail.send' })}`,
      null,
    ],
  ])('asks for what is hidden %s', (_, address, body) => {
    expect(authorizationRequestOf(address, body)?.scopes).toEqual(['email', 'mail.send', 'openid']);
  });

  it.each<[string, string, string | null]>([
    ['scopes of another kind', query({ ...OPENID, user_scope: 'files:read' }), null],
    ['optional scopes', query({ ...OPENID, optional_scope: 'crm' }), null],
    ['permissions', query({ ...OPENID, permissions: '8' }), null],
    ['the API of somebody', query({ ...OPENID, resource: 'https://graph.example' }), null],
    ['an audience', query({ ...OPENID, audience: 'https://api.example' }), null],
    [
      'a form of several parts',
      query(OPENID),
      '--x\r\ncontent-disposition: form-data; name="scope"\r\n\r\nmail.send\r\n--x--',
    ],
    ['a body of JSON', query(OPENID), '{"scope":"mail.send"}'],
    ['consent for an organization', query({ ...OPENID, prompt: 'admin_consent' }), null],
    ['consent for an organization, by its path', query(OPENID).replace('authorize', 'v2.0/adminconsent'), null],
  ])('asks for more than its scopes by %s', (_, address, body) => {
    expect(authorizationRequestOf(address, body)?.scopes).toHaveLength(3);
  });

  it('that names two clients or places to go is for none that anybody knows', () => {
    const twice = (name: string) => `${query(OPENID)}&${name}=https%3A%2F%2Fother.example`;
    expect(authorizationRequestOf(twice('client_id'), null)).toEqual({ ...SEEN, client: '' });
    expect(authorizationRequestOf(twice('redirect_uri'), null)).toEqual({ ...SEEN, redirect: null });
    const inside = query({ ...OPENID, request: jwt({ redirect_uri: 'https://other.example' }) });
    expect(authorizationRequestOf(inside, null)).toEqual({ ...SEEN, redirect: null });
  });

  it('that keeps what was granted before asks for no more', () => {
    expect(authorizationRequestOf(query({ ...OPENID, include_granted_scopes: 'true' }), null)).toEqual(SEEN);
  });

  it.each(['claims', 'authorization_details'])('with %s asks for more than its scopes', (name) => {
    const scopes = (value: string) => authorizationRequestOf(query({ ...OPENID, [name]: value }), null)?.scopes;
    expect(scopes('{"a":1}')).toHaveLength(3);
    expect(scopes('{"a":1}')).not.toEqual(scopes('{"a":2}'));
  });

  it.each([
    ['packed', (xml: string) => deflateRawSync(xml)],
    ['as it is', (xml: string) => Buffer.from(xml)],
  ])('is read where SAML brings it %s', (_, pack) => {
    const xml =
      '<q:AuthnRequest AssertionConsumerServiceURL="https://shop.example/acs"><Issuer a="b"> sp </Issuer></q:AuthnRequest>';
    const SAMLRequest = pack(xml).toString('base64');
    expect(authorizationRequestOf(AT, new URLSearchParams({ SAMLRequest }).toString())).toEqual({
      site: 'idp.example',
      client: 'sp',
      scopes: ['(attributes)'],
      redirect: 'https://shop.example/acs',
    });
  });

  it.each([AT, `${AT}?client_id=`, 'about:blank', query({ scope: 'openid' })])('is none: %s', (address) => {
    expect(authorizationRequestOf(address, null)).toBeNull();
  });

  it('that can not be unpacked is one of nobody', () => {
    const SAMLRequest = Buffer.from('no xml').toString('base64');
    expect(authorizationRequestOf(query({ SAMLRequest }), null)).toMatchObject({ client: '', redirect: null });
  });
});
