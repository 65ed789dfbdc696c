import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../../activities/vault/calls/operations.js';
import type { VaultOperation } from '../../../contract/index.js';
import { agents } from '../../../contract/schemas/agents.js';
import { credentials } from '../../../contract/schemas/credentials.js';
import { events, webhooks } from '../../../contract/schemas/events.js';
import { invocations } from '../../../contract/schemas/invocations.js';
import { keys } from '../../../contract/schemas/keys.js';
import { leases } from '../../../contract/schemas/leases.js';
import { parse } from '../../../contract/schemas/parse.js';
import { pieces } from '../../../contract/schemas/pieces.js';
import { profiles } from '../../../contract/schemas/profiles.js';
import { providers } from '../../../contract/schemas/providers.js';
import { recipes } from '../../../contract/schemas/recipes.js';

const SCHEMAS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  agents,
  credentials,
  invocations,
  keys,
  leases,
  pieces,
  profiles,
  providers,
  recipes,
  events,
  webhooks,
};
const CREDENTIAL = { name: 'c', domain: 'Example.com.', values: { email: 'a@b.c' } };
const AGENT = { id: 'agent_example.com_p', domain: 'EXAMPLE.com', profile_name: 'p' };

describe('the parameters of an operation', () => {
  it.each(Object.keys(OPERATIONS) as VaultOperation[])('are checked by the vault as by the client: %s', (op) => {
    const [room = '', verb = ''] = op.split('.');
    expect(OPERATIONS[op].params).toBe(SCHEMAS[room]?.[verb]);
  });

  it.each([
    [
      'an identity provider in any case',
      credentials.create,
      { ...CREDENTIAL, sso_provider: 'Google' },
      { sso_provider: 'google' },
    ],
    [
      'an identity provider that goes',
      credentials.update,
      { id_or_name: 'c', sso_provider: '' },
      { sso_provider: null },
    ],
    ['a domain', credentials.create, CREDENTIAL, { domain: 'example.com' }],
    [
      'a login page',
      agents.grant,
      { ...AGENT, login_url: 'https://EXAMPLE.com' },
      { login_url: 'https://example.com/' },
    ],
    ['other sites', agents.grant, { ...AGENT, allowed_domains: ['A.example.'] }, { allowed_domains: ['a.example'] }],
  ])('are written in one way, and read again they are the same: %s', (_, schema, given, read) => {
    const once = parse(schema, given);
    expect(once).toMatchObject(read);
    expect(parse(schema, once)).toEqual(once);
  });

  it('keep what browsers add to a session', () => {
    const cookie = { name: 'a', value: 'b', domain: 'x.y', path: '/', expires: -1, httpOnly: true, secure: true };
    const storage_state = {
      cookies: [{ ...cookie, sameSite: 'Lax', priority: 'High' }],
      origins: [{ origin: 'https://x.y', localStorage: [{ name: 'a', value: 'b', more: 1 }], sessionStorage: [] }],
    };
    expect(parse(profiles.import, { name: 'p', storage_state })).toEqual({ name: 'p', storage_state });
  });

  it.each([
    ['an identity provider that is a sentence', { ...CREDENTIAL, sso_provider: 'Sign in with Okta' }, 'sso_provider'],
    ['nothing to log in with', { ...CREDENTIAL, values: {} }, 'values'],
    [
      'too many values',
      { ...CREDENTIAL, values: Object.fromEntries(Array.from({ length: 51 }, (__, at) => [`v${at}`, 'x'])) },
      'values',
    ],
    ['an empty TOTP secret', { ...CREDENTIAL, totp_secret: '' }, 'totp_secret'],
  ])('are refused with %s', (_, given, field) => {
    expect(() => parse(credentials.create, given)).toThrow(
      expect.objectContaining({ code: 'invalid_input', details: expect.objectContaining({ fields: [field] }) }),
    );
  });

  it.each([['a\0b'], ['a\nb'], ['\ud800']])('name no id that a store can not look for: %j', (id) => {
    expect(() => parse(agents.retrieve, { id })).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });
});
