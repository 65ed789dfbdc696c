/** What is stored changes while a login runs, on a real stack: the next step works with what is there now. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AgentAuthInvocation } from '../../client/index.js';
import { codePage, letIn, members, PASSWORD_PAGE } from '../sites/flows/members.js';
import { type Answer, type FlowSite, serveFlow, type Visit } from '../sites/flows/serve.js';
import { joinTestStack, type TestStack } from '../support/stack.js';

let t: TestStack;
beforeAll(async () => {
  t = await joinTestStack();
});
afterAll(() => t.stop());

const EMAIL = 'ada@example.com';
const PASSWORD = 'the right one 7!';
const PASSKEY = { email: EMAIL, password: PASSWORD };
const SECRET = 'JBSWY3DPEHPK3PXP';
const REFUSED = `${PASSWORD_PAGE}<p role="alert">Wrong e-mail or password.</p>`;
const CODE = codePage('Two-step verification', 'Enter the code from your authenticator app.');

let next = 0;

/** A site that lets in who has the right pair, and may ask for a code after it. */
const site =
  (more: { readonly code?: true; readonly onPassword?: () => Promise<unknown> } = {}) =>
  async (visit: Visit): Promise<Answer | undefined> => {
    const { path, form } = visit;
    if (path === '/') return PASSWORD_PAGE;
    if (path === '/second') return CODE;
    if (path === '/code') return letIn;
    if (path !== '/password') return members(visit);
    await more.onPassword?.();
    if (form?.get('email') !== EMAIL || form.get('password') !== PASSWORD) return REFUSED;
    return more.code ? { to: '/second' } : letIn;
  };

interface Story {
  readonly served: FlowSite;
  readonly name: string;
  readonly agent: string;
  begin(): Promise<string>;
}

async function on(
  values: Record<string, string>,
  answer: Parameters<typeof serveFlow>[0],
  run: (story: Story) => Promise<void>,
  totp_secret?: string,
): Promise<void> {
  const served = await serveFlow(answer);
  const name = `change-${next++}`;
  const domain = served.host;
  try {
    await t.auth.credentials.create({ name, domain, values, ...(totp_secret ? { totp_secret } : {}) });
    const { id: agent } = await t.auth.agents.auth.create({ domain, profile_name: name, credential_name: name });
    const begin = async () => (await t.auth.agents.auth.invocations.create({ auth_agent_id: agent })).invocation_id;
    await run({ served, name, agent, begin });
  } finally {
    await served.stop();
  }
}

async function until(id: string, wanted: (state: AgentAuthInvocation) => boolean): Promise<AgentAuthInvocation> {
  for (;;) {
    const state = await t.auth.agents.auth.invocations.retrieve(id);
    if (wanted(state)) return state;
    if (state.status !== 'IN_PROGRESS') throw new Error(`ended: ${state.status} ${state.error_code}`);
    await sleep(50);
  }
}
const asks = (id: string, ...fields: string[]) =>
  until(
    id,
    ({ step, pending_fields }) =>
      step === 'awaiting_input' && pending_fields.map(({ name }) => name).join() === fields.join(),
  );
const succeeds = (id: string) => until(id, ({ status }) => status === 'SUCCESS');
const sent = ({ posts }: FlowSite) =>
  posts.filter(({ path }) => path === '/password').map(({ fields }) => `${fields.email} ${fields.password}`);

it('a corrected password answers the question that waits for it, and the wrong one goes out once', () =>
  on({ email: EMAIL, password: 'wrong' }, site(), async ({ served, name, begin }) => {
    const id = await begin();
    await asks(id, 'password');
    await t.auth.credentials.update(name, { values: { password: 'wrong' } });
    await t.auth.credentials.update(name, { values: { password: PASSWORD } });
    const { submitted_fields, question } = await succeeds(id);
    expect({ submitted_fields, question }).toEqual({ submitted_fields: [], question: 1 });
    expect(sent(served)).toEqual([`${EMAIL} wrong`, `${EMAIL} ${PASSWORD}`]);
  }));

it('a corrected user name sends the password again that was refused with the old one, and that pair never again', () =>
  on({ email: 'aad@example.com', password: PASSWORD }, site(), async ({ served, name, begin }) => {
    const id = await begin();
    await asks(id, 'password');
    await t.auth.credentials.update(name, { values: { email: 'eve@example.com' } });
    await until(id, ({ step, question }) => step === 'awaiting_input' && question === 2);
    // Back to the pair that was refused.
    await t.auth.credentials.update(name, { values: { email: 'aad@example.com' } });
    await until(id, ({ step, question }) => step === 'awaiting_input' && question === 3);
    await t.auth.credentials.update(name, { values: { email: EMAIL } });
    await succeeds(id);
    expect(sent(served)).toEqual(['aad@example.com', 'eve@example.com', EMAIL].map((email) => `${email} ${PASSWORD}`));
  }));

it('a credential that is deleted is asked for, and another one that is linked answers', () =>
  on({ email: EMAIL, password: 'wrong' }, site(), async ({ served, name, begin }) => {
    const id = await begin();
    await asks(id, 'password');
    await t.auth.credentials.delete(name);
    await asks(id, 'email', 'password');
    await t.auth.credentials.create({ name: `${name}-b`, domain: served.host, values: PASSKEY });
    await t.auth.agents.auth.create({ domain: served.host, profile_name: name, credential_name: `${name}-b` });
    const { submitted_fields } = await succeeds(id);
    expect(submitted_fields).toEqual([]);
  }));

it('another credential that is linked while a code for the first is waited for needs nobody, and that code no more', () =>
  on(
    PASSKEY,
    (visit) => {
      const isFirst = visit.form?.get('email') === EMAIL;
      return visit.path === '/password' ? (isFirst ? { to: '/second' } : letIn) : site()(visit);
    },
    async ({ served, name, agent, begin }) => {
      const id = await begin();
      await asks(id, 'code');
      const values = { email: 'bob@example.com', password: 'another' };
      await t.auth.credentials.create({ name: `${name}-b`, domain: served.host, values });
      await t.auth.agents.auth.update(agent, { credential_name: `${name}-b` });
      await succeeds(id);
      expect(sent(served)).toEqual([`${EMAIL} ${PASSWORD}`, 'bob@example.com another']);
    },
  ));

it('a credential that is deleted between two steps is asked for, and a person can answer', async () => {
  let name = '';
  const onPassword = async () => {
    if (name !== '') await t.auth.credentials.delete(name);
    name = '';
  };
  await on(
    PASSKEY,
    site({ code: true, onPassword }),
    async (story) => {
      ({ name } = story);
      const id = await story.begin();
      const { pending_fields } = await asks(id, 'code');
      expect(pending_fields).toMatchObject([{ reason: 'missing' }]);
      await t.auth.agents.auth.invocations.submit(id, { field_values: { code: '123456' } });
      await succeeds(id);
      expect(sent(story.served)).toHaveLength(1);
    },
    SECRET,
  );
});

it('a TOTP secret that is removed while its next code is waited for is asked for', () =>
  on(
    PASSKEY,
    site({ code: true }),
    async ({ name, begin }) => {
      await t.auth.credentials.totpCode(name);
      const id = await begin();
      await until(id, ({ timeline }) => timeline.some(({ event }) => event === 'code_waiting'));
      await t.auth.credentials.update(name, { totp_secret: '' });
      await asks(id, 'code');
      await t.auth.agents.auth.invocations.cancel(id);
    },
    `otpauth://totp/x?secret=${SECRET}&period=300`,
  ));

/** Who is logged in is led on. */
const atHome =
  (answer: ReturnType<typeof site>) =>
  (visit: Visit): ReturnType<typeof answer> =>
    visit.path === '/' && visit.cookies.get('sid') === 'member' ? Promise.resolve({ to: '/members' }) : answer(visit);

/** A session as a person brings it. */
const imported = (name: string, { host }: FlowSite) => {
  const domain = host.split(':')[0]!;
  const cookie = { name: 'sid', value: 'member', domain, path: '/', expires: -1 };
  const flags = { httpOnly: true, secure: false, sameSite: 'Lax' } as const;
  return t.auth.profiles.import({
    name,
    domain: host,
    storage_state: { cookies: [{ ...cookie, ...flags }], origins: [] },
  });
};

it.each<[string, string, { readonly code?: true }, readonly string[]]>([
  ['password', 'wrong', {}, ['password']],
  ['code', PASSWORD, { code: true }, ['code']],
])('a session that is imported while a %s is waited for needs no answer', (_, password, more, fields) =>
  on({ email: EMAIL, password }, atHome(site(more)), async ({ served, name, begin }) => {
    const id = await begin();
    await asks(id, ...fields);
    await imported(name, served);
    const { submitted_fields, question } = await succeeds(id);
    expect({ submitted_fields, question }).toEqual({ submitted_fields: [], question: 1 });
    expect(sent(served)).toHaveLength(1);
  }),
);

it('a session that is imported and does not work costs a question, and nothing that was refused goes out', () =>
  on({ email: EMAIL, password: 'wrong' }, site(), async ({ served, name, begin }) => {
    const id = await begin();
    await asks(id, 'password');
    const cookie = { name: 'sid', value: 'dead', domain: served.host.split(':')[0]!, path: '/', expires: -1 };
    const storage_state = {
      cookies: [{ ...cookie, httpOnly: true, secure: false, sameSite: 'Lax' as const }],
      origins: [],
    };
    await t.auth.profiles.import({ name, domain: served.host, storage_state });
    await until(id, ({ step, question }) => step === 'awaiting_input' && question === 2);
    await t.auth.agents.auth.invocations.submit(id, { field_values: { password: PASSWORD } });
    await succeeds(id);
    expect(sent(served)).toEqual([`${EMAIL} wrong`, `${EMAIL} ${PASSWORD}`]);
  }));

it('a user name that is corrected while its code is waited for begins the login again, for the right one', () =>
  on(
    { email: 'aad@example.com', password: PASSWORD },
    (visit) => (visit.path === '/password' ? { to: '/second' } : site()(visit)),
    async ({ served, name, begin }) => {
      const id = await begin();
      await asks(id, 'code');
      await t.auth.credentials.update(name, { values: { email: EMAIL } });
      await until(id, ({ step, question }) => step === 'awaiting_input' && question === 2);
      await t.auth.agents.auth.invocations.submit(id, { field_values: { code: '123456' } });
      await succeeds(id);
      expect(sent(served)).toEqual(['aad@example.com', EMAIL].map((email) => `${email} ${PASSWORD}`));
    },
  ));

const METHODS = `<h1>Verify your identity</h1><p>How would you like to get your code?</p>
  <form method="post" action="/method"><button name="by" value="sms">Text message to •••• 12</button>
  <button name="by" value="email">Email to m•••@example.com</button></form>`;

it('a way that was chosen is chosen again where the site forgets the login once', () => {
  let forgets = true;
  const forgetful = (visit: Visit): Answer | Promise<Answer | undefined> | undefined => {
    if (visit.path === '/password') return METHODS;
    if (visit.path === '/method') return { to: '/second' };
    if (visit.path === '/second') return codePage('Check your phone', 'Enter the code that we have sent you by SMS.');
    if (visit.path !== '/code' || !forgets) return site()(visit);
    forgets = false;
    return { body: '<h1>This login attempt has expired. Please start again.</h1>', status: 400 };
  };
  return on(PASSKEY, forgetful, async ({ served, begin }) => {
    const id = await begin();
    await until(id, ({ mfa_options }) => mfa_options.some(({ type }) => type === 'sms'));
    await t.auth.agents.auth.invocations.submit(id, { selected_mfa_type: 'sms' });
    await until(id, ({ question, step }) => question === 2 && step === 'awaiting_input');
    await t.auth.agents.auth.invocations.submit(id, { field_values: { code: '123456' } });
    const { pending_fields } = await until(id, ({ question, step }) => question === 3 && step === 'awaiting_input');
    expect(pending_fields.map((field) => field.name)).toEqual(['code']);
    await t.auth.agents.auth.invocations.submit(id, { field_values: { code: '123456' } });
    await succeeds(id);
    expect(served.posts.flatMap(({ path, fields }) => (path === '/method' ? [fields.by] : []))).toEqual(['sms', 'sms']);
  });
});

it('a profile that is deleted, or emptied, leaves no agent authenticated', () =>
  on(PASSKEY, site(), async ({ served, name, agent, begin }) => {
    for (const empty of [
      () => t.auth.profiles.delete(name),
      () => t.auth.profiles.import({ name, storage_state: { cookies: [], origins: [] } }),
    ]) {
      await succeeds(await begin());
      expect(await t.auth.agents.auth.retrieve(agent)).toMatchObject({ status: 'AUTHENTICATED' });
      await empty();
      expect(await t.auth.agents.auth.retrieve(agent)).toMatchObject({ status: 'NEEDS_AUTH' });
    }
    const before = sent(served).length;
    await t.auth.agents.auth.ensure({ domain: served.host, profile_name: name });
    expect(sent(served)).toHaveLength(before + 1);
  }));
