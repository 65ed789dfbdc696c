import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FLOW_ERRORS } from '../../../contract/errors/errors.js';
import type { FieldType } from '../../../contract/invocation/invocation.js';
import { pageWordId } from '../../../contract/invocation/page-word.js';
import { sendToIds } from '../../../contract/invocation/send-to.js';
import { kindOf, labelOf, tidy } from '../../../server/hosted/field-kind.js';
import { optionWords, questionHeading, refusals } from '../../../server/hosted/question.js';
import { screenOf } from '../../../server/hosted/screen.js';
import { readLink, withoutCode } from '../../../server/hosted/session/link.js';
import { returnUrl, withOutcome } from '../../../server/hosted/session/return-url.js';
import { type HostedState, readState } from '../../../server/hosted/session/state.js';
import { troubleOf } from '../../../server/hosted/session/trouble.js';
import { splitSite } from '../../../server/hosted/site-name.js';
import { de } from '../../../server/hosted/strings/de.js';
import { en } from '../../../server/hosted/strings/en.js';
import { stringsFor } from '../../../server/hosted/strings/index.js';
import { field, makeKey, password, started } from './states.js';

const state = async (change: Partial<HostedState> = {}): Promise<HostedState> => ({
  ...started(await makeKey()),
  ...change,
});

describe('the site stands out by what a lookalike can not have', () => {
  test.each([
    ['example.com', '', 'example.com', ''],
    ['login.example.co.uk', 'login.', 'example.co.uk', ''],
    ['example.com.evil.net', 'example.com.', 'evil.net', ''],
    ['someone.github.io', '', 'someone.github.io', ''],
    ['xn--80ak6aa92e.com', '', 'xn--80ak6aa92e.com', ''],
    ['localhost:8080', '', 'localhost', ':8080'],
    ['127.0.0.1:3000', '', '127.0.0.1', ':3000'],
  ])('%s', (domain, before, site, after) => {
    expect(splitSite(domain)).toEqual({ before, site, after });
  });

  test('letters of other scripts are shown in ASCII', () => {
    expect(splitSite('аpple.com').site).toBe('xn--pple-43d.com');
  });
});

describe('the link', () => {
  test('is read whole, and keeps everything but the code', () => {
    const address = new URL(
      'https://auth.test/agents/auth/invocations/inv_1?code=c&lang=de&success_url=https%3A%2F%2Fa.test',
    );
    expect(readLink(address)).toEqual({
      invocationId: 'inv_1',
      code: 'c',
      lasts: false,
      lang: 'de',
      successUrl: 'https://a.test',
      errorUrl: null,
    });
    expect(new URL(withoutCode(address)).search).toBe('?lang=de&success_url=https%3A%2F%2Fa.test');
  });
});

describe('the question where a password goes', () => {
  const HOST = 'cognito-idp.eu-central-1.amazonaws.com';

  test.each([
    [en, 'sends the password to', 'Yes, that is right'],
    [de, 'sendet das Passwort an', 'Ja, das ist richtig'],
  ] as const)('is asked in the language of the page', async (strings, asks, yes) => {
    const { allow, deny } = sendToIds(HOST);
    const options = [allow, deny].map((id) => ({ id, label: 'of the worker', description: 'of the worker' }));
    const asking = await state({ step: 'awaiting_input', sign_in_options: options });
    const heading = questionHeading(asking, strings);
    expect(heading).toContain(`${asking.domain} ${asks} ${HOST}`);
    expect(optionWords(options[0]!, asking, strings)).toEqual({ label: yes, detail: null });
    // Words of a site stay what they are.
    const other = { id: 'send-to:evil.example', label: 'Anna', description: 'anna@example.com' };
    expect(optionWords(other, asking, strings)).toEqual({ label: 'Anna', detail: 'anna@example.com' });
    expect(questionHeading({ ...asking, sign_in_options: [other] }, strings)).toBe(strings.question.option);
  });
});

describe('what may be said of a page that nobody knows', () => {
  test.each([
    [en, 'I have done', 'Nothing is left to do'],
    [de, 'ist erledigt', 'Es ist nichts mehr zu tun'],
  ] as const)('is asked in the language of the page, with the words of the site', async (strings, done, inside) => {
    const options = (['done', 'inside'] as const).map((word) => ({
      id: pageWordId(word, 'inside:4711'),
      label: 'of the worker',
      description: word === 'done' ? 'of the site' : null,
    }));
    const asking = await state({ step: 'awaiting_input', sign_in_options: options });
    const [first, second] = options.map((option) => optionWords(option, asking, strings));
    expect(first).toEqual({ label: expect.stringContaining(done), detail: 'of the site' });
    expect(second).toEqual({ label: expect.stringContaining(inside), detail: null });
  });
});

describe('addresses to go back to', () => {
  const allowed = ['https://app.example.com', 'http://localhost:3000/path'];

  test('the origin decides', () => {
    expect(returnUrl('https://app.example.com/done?x=1', allowed)?.href).toBe('https://app.example.com/done?x=1');
    expect(returnUrl('http://localhost:3000/', allowed)?.href).toBe('http://localhost:3000/');
  });

  test.each([
    'http://app.example.com/',
    'https://app.example.com:8443/',
    'https://app.example.com.evil.net/',
    'https://app.example.com@evil.net/',
    'https://evil.net/#https://app.example.com/',
    'javascript:location="https://app.example.com"',
    ' javascript:alert(1)',
    'data:text/html,x',
    'blob:https://app.example.com/1',
    'myapp://app.example.com/',
    'app.example.com',
    '',
  ])('not %j', (wanted) => {
    expect(returnUrl(wanted, allowed)).toBeNull();
  });

  test('nothing is allowed by default, and an entry that is no web address allows nothing', () => {
    expect(returnUrl('https://app.example.com/', [])).toBeNull();
    expect(returnUrl('data:text/html,x', ['data:text/html,x', 'null', '*', ''])).toBeNull();
  });

  test('whatever is wanted, nobody is sent to another origin', () => {
    const address = fc.oneof(
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.string(),
      fc.webAuthority(),
    );
    fc.assert(
      fc.property(address, address, (wanted, entry) => {
        const url = returnUrl(wanted, [entry]);
        if (url !== null) expect(url.origin).toBe(new URL(entry).origin);
      }),
    );
  });

  test('the outcome is added, and can not break out of its parameter', () => {
    const full = withOutcome(new URL('https://a.test/?domain=x&keep=1#top'), { domain: 'b.test&admin=1\r\nX: y' });
    expect(Object.fromEntries(new URL(full).searchParams)).toEqual({ domain: 'b.test&admin=1\r\nX: y', keep: '1' });
    expect(full).not.toMatch(/[\r\n]/);
  });
});

describe('fields', () => {
  test.each<[FieldType, string, string, string]>([
    ['email', 'email', 'email', 'username'],
    ['password', 'password', 'text', 'current-password'],
    ['tel', 'tel', 'tel', 'tel'],
    ['number', 'text', 'numeric', 'off'],
    ['url', 'url', 'url', 'url'],
    ['code', 'text', 'text', 'one-time-code'],
    ['totp', 'text', 'numeric', 'one-time-code'],
    ['text', 'text', 'text', 'off'],
  ])('%s', (type, shown, inputMode, autocomplete) => {
    expect(kindOf(field('x', type))).toEqual({ type: shown, inputMode, autocomplete });
  });

  test('a user name is one for password managers too; a code of digits gets the number pad', () => {
    expect(kindOf(field('username', 'text')).autocomplete).toBe('username');
    expect(kindOf(field('code', 'code', { hint: 'the 6-digit code' })).inputMode).toBe('numeric');
    expect(kindOf(field('code', 'code', { label: 'Sechsstelliger Code' })).inputMode).toBe('numeric');
  });

  test("the site's label first, ours where it has none", () => {
    expect(labelOf(password({ label: 'Kennwort' }), en)).toBe('Kennwort');
    expect(labelOf(password({ label: ' ' }), de)).toBe('Passwort');
    expect(labelOf(field('company_id', 'text'), en)).toBe('Value');
  });

  test('a password is never tidied', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (value) => tidy(password(), value) === value));
  });
});

describe('a refusal', () => {
  test("the site's words stand at the first field that it refused, and nowhere twice", async () => {
    const asked = [
      field('email', 'email', { reason: 'rejected' }),
      password({ reason: 'rejected' }),
      field('pin', 'text', { reason: 'empty' }),
    ];
    const errors = refusals(await state({ domain: 'a.test', website_error: 'No.', pending_fields: asked }), en);
    expect(errors).toEqual({
      email: 'a.test says: “No.”',
      password: 'a.test did not accept this. Enter something else.',
      pin: 'The site received nothing here. Please enter it again.',
    });
    expect(refusals(await state({ pending_fields: [password()] }), en)).toEqual({});
  });
});

describe('which screen', () => {
  test('a step of which nothing is asked is waiting, and what was answered is not asked again', async () => {
    const open = {
      kind: 'open',
      session: { invocationId: 'i', jwt: 'j', code: 'c', lasts: false },
      consented: true,
      trouble: null,
      connected: true,
    } as const;
    const asking = await state({ step: 'awaiting_input', version: 4, pending_fields: [password()] });
    expect(screenOf({ ...open, state: asking, answered: null })).toBe('question');
    expect(screenOf({ ...open, state: asking, answered: 4 })).toBe('submitting');
    expect(screenOf({ ...open, state: { ...asking, version: 5 }, answered: 4 })).toBe('question');
    expect(screenOf({ ...open, state: { ...asking, pending_fields: [] }, answered: null })).toBe('submitting');
    expect(screenOf({ ...open, state: asking, answered: null, consented: false })).toBe('consent');
    expect(screenOf({ ...open, state: { ...asking, status: 'EXPIRED' }, answered: null, consented: false })).toBe(
      'ended',
    );
  });
});

describe('what the server answers', () => {
  test('lists and words that it leaves out are none', () => {
    const bare = { name: 'password', label: 'Password', type: 'password', required: true, reason: 'missing' };
    const read = readState(JSON.stringify({ status: 'IN_PROGRESS', pending_fields: [bare], mfa_options: null }));
    expect(read.pending_fields[0]).toEqual({ ...bare, placeholder: null, hint: null, options: null });
    expect(read.mfa_options).toEqual([]);
    expect(read.timeline).toEqual([]);
  });

  test.each([
    [401, 'unauthorized', 'gone'],
    [404, 'invocation_not_found', 'gone'],
    [410, 'handoff_expired', 'gone'],
    [409, 'stale_step', 'moved_on'],
    [400, 'submit_in_progress', 'moved_on'],
    [429, 'too_many_requests', 'busy'],
    [422, 'unknown_field', 'refused'],
    [502, undefined, 'failed'],
  ])('%i %s is %s', (status, code, trouble) => {
    expect(troubleOf(status, code)).toBe(trouble);
  });
});

describe('languages', () => {
  test.each([
    [['de-CH', 'en'], 'de'],
    [['fr', 'de'], 'de'],
    [['EN-us'], 'en'],
    [['fr', 'ja'], 'en'],
    [[], 'en'],
  ])('%j', (wanted, locale) => {
    expect(stringsFor(wanted).locale).toBe(locale);
  });

  test('each says every error in its own words', () => {
    for (const code of Object.keys(FLOW_ERRORS) as (keyof typeof FLOW_ERRORS)[]) {
      expect(de.errors[code].happened, code).not.toBe(en.errors[code].happened);
      expect(de.errors[code].next, code).not.toBe(en.errors[code].next);
    }
  });
});
