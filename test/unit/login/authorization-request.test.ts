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
    [
      'in a request object, which counts before the rest',
      query({ ...OPENID, scope: 'openid', request: jwt(OPENID) }),
      null,
    ],
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
