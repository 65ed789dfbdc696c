import { describe, expect, it } from 'vitest';
import { makeHandoff } from '../../client/random.js';
import type { ChosenAnswer, Proof } from '../../contract/index.js';
import { hashOfLinkCode } from '../../contract/invocation/link-code.js';
import type { ChooseStep } from '../../contract/steps.js';
import { begin, codeOf, grant, openTestVault, type TestVault } from '../vault/support/vault.js';

/**
 * Whoever has Temporal access can answer questions: the key to seal to is public, and messages are taken from anybody. The vault types, presses
 * and saves nothing unless the answer says inside its seal who gives it, and that somebody may answer.
 */
const STRANGER: Proof = { access_key: `aak.ak_stranger1.${'x'.repeat(43)}.${'y'.repeat(43)}` };
const SUCCESS = { status: 'SUCCESS', error_code: null } as const;

async function atShop() {
  const t = await openTestVault();
  await t.admin('credentials.create', { name: 'shop', domain: 'shop.example', values: { password: 'right' } });
  const agent = await grant(t.admin, 'shop.example', { credential_name: 'shop' });
  return { ...t, agent, login: await begin(t.vault, agent.id) };
}
type Login = Awaited<ReturnType<typeof atShop>>['login'];

const keyOf = async (t: Pick<TestVault, 'vault'>, scopes: Parameters<TestVault['callerWith']>[0]): Promise<Proof> => ({
  access_key: await t.vault.createAccessKey({ name: 'x', scopes }),
});

/** A value by Temporal access alone: sealed to the public key, with what an attacker can put beside it. */
const OWN_VALUES: [string, (login: Login) => Promise<Awaited<ReturnType<Login['give']>>>][] = [
  [
    'without an entitlement',
    async ({ give }) => {
      const { entitlement: _, ...bare } = await give('password', 'evil');
      return bare as Awaited<ReturnType<Login['give']>>;
    },
  ],
  ['with an access key that is none', ({ give }) => give('password', 'evil', 1, STRANGER)],
  [
    'with the code of a link that nobody made',
    ({ give }) => give('password', 'evil', 1, { link_code: 'x'.repeat(44) }),
  ],
  [
    'with the entitlement of another answer',
    async ({ give }) => ({
      ...(await give('password', 'evil')),
      entitlement: (await give('password', 'a person gave this')).entitlement,
    }),
  ],
  [
    'with the entitlement of another field',
    async ({ give, entitle }) => {
      const evil = await give('password', 'evil');
      return { ...evil, ...(await entitle({ field_values: { email: evil.sealed } })) };
    },
  ],
  [
    'with the entitlement of another question',
    async ({ give, entitle }) => {
      const evil = await give('password', 'evil', 2);
      return { ...evil, entitlement: (await entitle({ field_values: { password: evil.sealed } }, 1)).entitlement };
    },
  ],
  [
    'with the entitlement of a choice',
    async ({ give, entitle }) => ({
      ...(await give('password', 'evil')),
      ...(await entitle({ sso_button: 'google' })),
    }),
  ],
  [
    'with what is no entitlement',
    async ({ give }) => ({ ...(await give('password', 'evil')), entitlement: 'a.b.c.d.e' }),
  ],
];

describe('a value by Temporal access alone', () => {
  it.each(OWN_VALUES)('%s is never typed, and overwrites no credential', async (_, make) => {
    const { vault, agent, login } = await atShop();
    const evil = await make(login);
    expect(await codeOf(vault.openGiven({ ...login.ref, ...evil }))).toBe('not_entitled');
    const given = { password: evil };
    const closed = await vault.closeInvocation({ ...login.ref, ...SUCCESS, save_credential_as: 'shop', given });
    expect(closed).toEqual({ credential_name: null, session_lost: true });
    expect(await vault.openStored(agent.id, 'password')).toBe('right');
  });

  it('that a person gave is saved under the name that it was given for, and under no other', async () => {
    const { vault, agent, login } = await atShop();
    const password = await login.give('password', 'of a person');
    const given = { username: password, email: { ...password, field: 'email' } };
    const closed = await vault.closeInvocation({ ...login.ref, ...SUCCESS, save_credential_as: 'shop', given });
    expect(closed).toEqual({ credential_name: null, session_lost: true });
    expect((await vault.grantOf(agent.id)).credential?.value_keys).toEqual(['password']);
  });

  it('is not typed with the entitlement of the same question of another login', async () => {
    const { vault, agent, login } = await atShop();
    const other = await begin(vault, agent.id);
    const evil = await login.give('password', 'evil');
    const { entitlement } = await other.entitle({ field_values: { password: evil.sealed } });
    expect(await codeOf(vault.openGiven({ ...login.ref, ...evil, entitlement }))).toBe('not_entitled');
  });
});

describe('an access key', () => {
  it('that was revoked meanwhile entitles to nothing more, neither to type nor to save', async () => {
    const t = await atShop();
    const access_key = await t.vault.createAccessKey({ name: 'revoked', scopes: ['answer'] });
    const given = await t.login.give('password', 'new', 1, { access_key });
    expect(await t.vault.openGiven({ ...t.login.ref, ...given })).toBe('new');
    await t.admin('keys.revoke', { id: access_key.split('.')[1]! });
    expect(await codeOf(t.vault.openGiven({ ...t.login.ref, ...given }))).toBe('not_entitled');
    const closing = { ...t.login.ref, ...SUCCESS, save_credential_as: 'shop', given: { password: given } };
    expect(await t.vault.closeInvocation(closing)).toEqual({ credential_name: null, session_lost: true });
  });

  it.each([
    [['answer'], 'opened'],
    [['admin'], 'opened'],
    [['orchestrate'], 'not_entitled'],
    [[], 'not_entitled'],
  ] as const)('with the scopes %j: %s', async (scopes, expected) => {
    const t = await atShop();
    const given = await t.login.give('password', 'new', 1, await keyOf(t, scopes));
    const opening = t.vault.openGiven({ ...t.login.ref, ...given });
    expect(expected === 'opened' ? await opening : await codeOf(opening)).toBe(
      expected === 'opened' ? 'new' : expected,
    );
  });
});

describe('a link', () => {
  it('counts by a hash that a holder of an access key had recorded, until its login ends', async () => {
    const t = await atShop();
    const { code, hash } = makeHandoff();
    const given = await t.login.give('password', 'new', 1, { link_code: code });
    const { invocation_id } = t.login.ref;
    const link = { invocation_id, link_hash: hash };
    // A Signal with the hash changes nothing in the vault.
    expect(await codeOf(t.vault.openGiven({ ...t.login.ref, ...given }))).toBe('not_entitled');
    expect(await t.admin('invocations.checkLink', link)).toMatchObject({ entitled: false });
    await (await t.callerWith(['orchestrate']))('invocations.link', link);
    expect(await t.admin('invocations.checkLink', link)).toMatchObject({ entitled: true });
    t.clock.now += 30 * 24 * 3_600_000;
    expect(await t.vault.openGiven({ ...t.login.ref, ...given })).toBe('new');
    await t.vault.closeInvocation({ ...t.login.ref, ...SUCCESS, save_credential_as: null, given: {} });
    expect(await t.admin('invocations.checkLink', link)).toMatchObject({ entitled: false });
    expect(await codeOf(t.admin('invocations.link', link))).toBe('invocation_ended');
  });

  it('to a login that is joined is made for the agent that was asked, whatever login a workflow names', async () => {
    const t = await atShop();
    const bank = await begin(t.vault, (await grant(t.admin, 'bank.example')).id);
    const link = { invocation_id: bank.ref.invocation_id, link_hash: makeHandoff().hash };
    const joining = t.admin('invocations.link', { ...link, auth_agent_id: t.agent.id });
    expect(await codeOf(joining)).toBe('invocation_not_found');
    expect(await t.admin('invocations.checkLink', link)).toMatchObject({ entitled: false });
    await t.admin('invocations.link', { ...link, auth_agent_id: bank.ref.auth_agent_id });
    expect(await t.admin('invocations.checkLink', link)).toMatchObject({ entitled: true });
  });

  it('of one login entitles to nothing in another', async () => {
    const t = await atShop();
    const other = await begin(t.vault, t.agent.id);
    const { code, hash } = makeHandoff();
    await t.admin('invocations.link', { invocation_id: other.ref.invocation_id, link_hash: hash });
    const given = await t.login.give('password', 'evil', 1, { link_code: code });
    expect(await codeOf(t.vault.openGiven({ ...t.login.ref, ...given }))).toBe('not_entitled');
  });

  it('is not made without an access key that may, and its hash is no code', async () => {
    const t = await atShop();
    const { hash } = makeHandoff();
    const link = { invocation_id: t.login.ref.invocation_id, link_hash: hash };
    expect(await codeOf((await t.callerWith([]))('invocations.link', link))).toBe('forbidden');
    await (await t.callerWith(['answer']))('invocations.link', link);
    const given = await t.login.give('password', 'evil', 1, { link_code: hash });
    expect(await codeOf(t.vault.openGiven({ ...t.login.ref, ...given }))).toBe('not_entitled');
    expect(hashOfLinkCode(hash)).not.toBe(hash);
  });
});

describe('a choice', () => {
  const CHOICES: [ChooseStep['choice'], ChosenAnswer][] = [
    [{ sso_button: 'google' }, { sso_button: 'google' }],
    [{ mfa_type: 'sms' }, { selected_mfa_type: 'sms' }],
    [{ sign_in_option: 'a1' }, { sign_in_option_id: 'a1' }],
  ];

  it.each(CHOICES)('%j is made by who may answer, in its place only', async (choice, answer) => {
    const { vault, login } = await atShop();
    const mayChoose = (given: Awaited<ReturnType<Login['entitle']>>) =>
      vault.mayChoose({ ...login.ref, ...given, choice });
    const entitled = await login.entitle(answer);
    expect(await mayChoose(entitled)).toBe(true);
    expect(await mayChoose({ ...entitled, question: 2 })).toBe(false);
    expect(await mayChoose({ ...entitled, kid: 'ik_other' })).toBe(false);
    expect(await mayChoose(await login.entitle(answer, 1, STRANGER))).toBe(false);
    const [kind] = Object.keys(answer);
    expect(await mayChoose(await login.entitle({ [kind!]: 'another' }))).toBe(false);
    for (const [, other] of CHOICES.filter(([one]) => one !== choice)) {
      expect(await mayChoose(await login.entitle(other))).toBe(false);
    }
    expect(await vault.mayChoose({ ...login.ref, question: 1, kid: entitled.kid, choice })).toBe(false);
  });
});
