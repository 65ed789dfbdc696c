import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { AgentAuthError } from '../../../contract/errors/errors.js';
import { agents } from '../../../contract/schemas/agents.js';
import { credentials } from '../../../contract/schemas/credentials.js';
import { webhooks } from '../../../contract/schemas/events.js';
import { invocations } from '../../../contract/schemas/invocations.js';
import { parse } from '../../../contract/schemas/parse.js';
import { profiles } from '../../../contract/schemas/profiles.js';

const CREDENTIAL = { name: 'work', domain: 'example.com', values: { email: 'a@b.c' } };

function refusal(schema: z.ZodType, input: unknown): AgentAuthError {
  try {
    parse(schema, input);
  } catch (error) {
    return error as AgentAuthError;
  }
  throw new Error('it was taken');
}

describe('a request that is not valid says of each member what is wrong with it:', () => {
  it.each<[string, z.ZodType, unknown, string[]]>([
    ['missing', credentials.create, { domain: 'example.com', values: { email: 'x' } }, ['name: is missing']],
    ['all of it', credentials.create, undefined, ['the request is missing']],
    ['another type', credentials.create, { ...CREDENTIAL, values: 'x' }, ['values: must be an object']],
    ['a number as text', agents.check, { id: 'a', max_age_seconds: '5' }, ['max_age_seconds: must be a number']],
    ['a broken number', agents.check, { id: 'a', max_age_seconds: 1.5 }, ['max_age_seconds: must be a whole number']],
    ['too small', agents.check, { id: 'a', max_age_seconds: -1 }, ['max_age_seconds: must be at least 0']],
    ['too large', agents.list, { limit: 101 }, ['limit: must be at most 100']],
    ['not positive', invocations.wait, { timeout: 0 }, ['timeout: must be more than 0']],
    ['empty', credentials.create, { ...CREDENTIAL, values: { email: '' } }, ['values.email: must not be empty']],
    [
      'too long',
      credentials.create,
      { ...CREDENTIAL, values: { email: 'c4nary'.repeat(1000) } },
      ['values.email: must have at most 4096 characters'],
    ],
    ['too many', agents.update, { id: 'a', send_to: Array(51).fill('a.com') }, ['send_to: must have at most 50 items']],
    ['unknown', profiles.retrieve, { id_or_name: 'work', session: 'c4nary' }, ['session: is not known here']],
    ...[credentials.create, credentials.update].map((schema): [string, z.ZodType, unknown, string[]] => [
      'beside `values`',
      schema,
      { ...(schema === credentials.create ? CREDENTIAL : { id_or_name: 'work' }), email: 'c4nary', pin: 'c4nary' },
      ['email', 'pin'].map((name) => `${name}: is not known here; a value to fill in belongs under values`),
    ]),
    [
      'a name of a value',
      credentials.create,
      { ...CREDENTIAL, values: { 'E-Mail': 'x' } },
      [
        'values.E-Mail: is a name that cannot be used: must be 1 to 64 lower-case letters of any script, digits or underscores',
      ],
    ],
    [
      'one of several',
      invocations.list,
      { status: 'c4nary' },
      ['status: must be one of IN_PROGRESS, SUCCESS, EXPIRED, CANCELED, FAILED'],
    ],
    [
      'nothing in it',
      credentials.create,
      { ...CREDENTIAL, values: {} },
      ['values: nothing to log in with: give a value, a totp_secret or an sso_provider'],
    ],
    [
      'a form of its own',
      webhooks.create,
      { url: 'c4nary' },
      ['url: must be a whole address, https or http, without user name, password and #'],
    ],
    [
      'none of several forms',
      invocations.submit,
      { field_values: {}, sso_button: 'c4nary' },
      [
        'the request must have exactly one of field_values, sealed_values, sso_button, selected_mfa_type and sign_in_option_id',
      ],
    ],
    ['several at once', profiles.retrieve, { more: 1 }, ['id_or_name: is missing', 'more: is not known here']],
  ])('%s', (_, schema, input, problems) => {
    const error = refusal(schema, input);
    expect(error).toMatchObject({ code: 'invalid_input', details: { problems } });
    expect(JSON.stringify(error)).not.toContain('c4nary');
  });

  it('what its code tells is not said twice, what it does not is', () => {
    expect(refusal(credentials.create, { ...CREDENTIAL, domain: 'c4 nary' }).toJSON()).toMatchObject({
      code: 'invalid_domain',
      details: { fields: ['domain'] },
    });
    const two = refusal(credentials.create, { ...CREDENTIAL, domain: 'c4 nary', name: '', values: [] });
    expect(two.details).toEqual({
      fields: ['name', 'domain', 'values'],
      problems: ['domain: That is not a domain name.', 'values: must be an object'],
    });
  });
});
