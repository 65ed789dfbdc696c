import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AgentAuthInvocation } from '../../client/index.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { MAIL, serveConsentProvider } from '../sites/flows/consent-provider.js';
import { codePage, letIn, members, PASSWORD_PAGE } from '../sites/flows/members.js';
import { type Answer, type FlowSite, serveFlow, type Visit } from '../sites/flows/serve.js';
import { codeAt } from '../sites/sample/totp.js';
import { joinTestStack, type TestStack } from '../support/stack.js';

let stack: TestStack;
beforeAll(async () => {
  stack = await joinTestStack();
});
afterAll(() => stack.stop());

const VALUES = { email: 'me@example.com', password: 'a good passphrase' };

async function onSite(
  answer: (visit: Visit) => Answer | undefined,
  credential: { readonly totp_secret?: string; readonly sso_provider?: string },
  run: (
    site: FlowSite,
    agent: { readonly domain: string; readonly profile_name: string; readonly credential_name: string },
  ) => Promise<void>,
): Promise<void> {
  const site = await serveFlow(answer);
  try {
    const name = `for-${site.host.replace(':', '-')}`;
    await stack.auth.credentials.create({ name, domain: site.host, values: VALUES, ...credential });
    await run(site, { domain: site.host, profile_name: name, credential_name: name });
  } finally {
    await site.stop();
  }
}

async function endOf(invocationId: string): Promise<AgentAuthInvocation> {
  let latest: AgentAuthInvocation | undefined;
  for await (const state of stack.auth.agents.auth.invocations.follow(invocationId)) latest = state;
  if (latest === undefined) throw new Error('nothing to follow');
  return latest;
}

/** The error that `ensure` ends in. */
const refusalOf = async (wanted: Parameters<typeof stack.auth.agents.auth.ensure>[0]): Promise<AgentAuthError> => {
  const error = await stack.auth.agents.auth.ensure(wanted).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof AgentAuthError) return error;
  throw error ?? new Error('it is logged in');
};

it('a refused code is tried once more, with the code of the next step, and then no more', async () => {
  const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
  const asks = codePage('Two-step verification', 'Enter the code from your authenticator app.');
  const answer = (visit: Visit): Answer | undefined => {
    if (visit.path === '/') return PASSWORD_PAGE;
    if (visit.path === '/password') return asks;
    return visit.path === '/code' ? `<p role="alert">That code is not right.</p>${asks}` : undefined;
  };
  // Steps of nine seconds, so that the next one is not far.
  const period = 9;
  const totp_secret = `otpauth://totp/Example?secret=${secret}&period=${period}`;
  const first = Math.floor(Date.now() / 1000 / period);
  await onSite(answer, { totp_secret }, async (site, agent) => {
    const error = await refusalOf(agent);
    expect(error.code).toBe('totp_rejected');
    const typed = site.posts.filter(({ path }) => path === '/code').map(({ fields }) => fields.code ?? '');
    expect(typed).toHaveLength(2);
    const last = Math.floor(Date.now() / 1000 / period);
    const steps = Array.from({ length: last - first + 1 }, (_, n) => first + n);
    const [one = 0, other = 0] = typed.map((code) => steps.find((step) => codeAt(secret, step) === code) ?? 0);
    expect(one).toBeGreaterThan(0);
    expect(other).toBeGreaterThan(one);
    expect(site.posts.filter(({ path }) => path === '/password')).toHaveLength(1);
    const end = await endOf(String(error.details.invocation_id));
    expect(end).toMatchObject({ status: 'FAILED', website_error: 'That code is not right.' });
  });
});

it('of two logins on one page none is guessed: a person chooses, and what is stored is filled', async () => {
  const form = (name: string): string => `<section><h2>${name}</h2><form method="post" action="/${name}">
    <label>E-mail <input name="email" type="email"></label><label>Password <input name="password" type="password"></label>
    <button>Sign in</button></form></section>`;
  const answer = (visit: Visit): Answer | undefined => {
    if (visit.path === '/') return form('Customers') + form('Partners');
    return visit.path === '/Partners' && visit.form?.get('password') === VALUES.password ? letIn : members(visit);
  };
  await onSite(answer, {}, async (site, agent) => {
    const error = await refusalOf(agent);
    expect(error).toMatchObject({
      code: 'needs_human',
      details: { pending_fields: [], sign_in_options: [{ label: 'Customers' }, { label: 'Partners' }] },
    });
    expect(site.posts).toEqual([]);
    const invocationId = String(error.details.invocation_id);
    const [, partners] = error.details.sign_in_options as { id: string }[];
    await stack.auth.agents.auth.invocations.submit(invocationId, { sign_in_option_id: partners?.id ?? '' });
    expect(await endOf(invocationId)).toMatchObject({ status: 'SUCCESS', question: 1 });
    expect(site.posts).toEqual([{ path: '/Partners', fields: VALUES }]);
  });
});

it("the button of the credential's identity provider is pressed by itself, and its values are typed there", async () => {
  let home = '';
  const provider = await serveFlow(
    (visit) => {
      if (visit.path === '/authorize') return PASSWORD_PAGE;
      return visit.path === '/password' ? { to: `${home}/callback?ticket=good` } : undefined;
    },
    { hostname: 'idp.localhost' },
  );
  const answer = (visit: Visit): Answer | undefined => {
    if (visit.path === '/')
      return `${PASSWORD_PAGE}<button onclick="location.href='${provider.origin}/authorize'">Continue with Okta</button>`;
    return visit.path === '/callback' && visit.query.get('ticket') === 'good' ? letIn : members(visit);
  };
  try {
    await onSite(answer, { sso_provider: 'okta' }, async (site, agent) => {
      home = site.origin;
      await stack.auth.agents.auth.create({ ...agent, allowed_domains: [provider.host] });
      await expect(stack.auth.agents.auth.ensure(agent)).resolves.toMatchObject({
        post_login_url: `${site.origin}/members`,
      });
      expect(site.posts).toEqual([]);
      expect(provider.posts).toEqual([{ path: '/password', fields: VALUES }]);
    });
  } finally {
    await provider.stop();
  }
});

it('an agent that is not to stay signed in says so to the site', async () => {
  const answer = (visit: Visit): Answer | undefined => {
    if (visit.path === '/')
      return PASSWORD_PAGE.replace(
        '<button>',
        '<label><input type="checkbox" name="keep" checked> Keep me signed in</label><button>',
      );
    return visit.path === '/password' ? letIn : members(visit);
  };
  await onSite(answer, {}, async (site, agent) => {
    await expect(stack.auth.agents.auth.create({ ...agent, stay_signed_in: false })).resolves.toMatchObject({
      stay_signed_in: false,
    });
    await stack.auth.agents.auth.ensure(agent);
    expect(site.posts).toEqual([{ path: '/password', fields: VALUES }]);
  });
});

it('what a person gives and allows at an identity provider is kept for it: the next login needs nobody', async () => {
  let home = '';
  const provider = await serveConsentProvider(() => MAIL);
  const shop = await serveFlow((visit) => {
    const query = { client_id: 'shop', scope: 'openid mail.read', redirect_uri: `${home}/callback` };
    if (visit.path === '/')
      return `${PASSWORD_PAGE}<button onclick="location.href='${provider.origin}/authorize?${new URLSearchParams(query)}'">Continue with Okta</button>`;
    return visit.query.get('ticket') === 'good' ? letIn : members(visit);
  });
  home = shop.origin;
  const { auth } = stack.auth.agents;
  const name = `kept-${shop.host.replace(':', '-')}`;
  const agent = { domain: shop.host, profile_name: name };
  try {
    const { id } = await auth.create({ ...agent, allowed_domains: [provider.host] });
    const { invocation_id } = await auth.invocations.create({ auth_agent_id: id, save_credential_as: name });
    const answer = async (
      give: (state: AgentAuthInvocation) => Parameters<typeof auth.invocations.submit>[1],
    ): Promise<void> => {
      for await (const state of auth.invocations.follow(invocation_id)) {
        if (state.step !== 'awaiting_input') continue;
        await auth.invocations.submit(invocation_id, give(state));
        return;
      }
    };
    await answer(({ asked_by }) => {
      expect(asked_by).toBe(shop.host);
      return { sso_button: 'okta' };
    });
    await answer(({ asked_by, question }) => {
      expect([asked_by, question]).toEqual([provider.host, 2]);
      return { field_values: VALUES };
    });
    await answer(({ sign_in_options }) => ({ sign_in_option_id: sign_in_options[0]!.id }));
    await expect(endOf(invocation_id)).resolves.toMatchObject({ status: 'SUCCESS' });
    expect(await stack.auth.credentials.retrieve(name)).toMatchObject({
      sso_provider: 'okta',
      value_keys: ['email', 'password'],
    });

    await stack.auth.profiles.delete(name);
    await auth.reportExpired(id);
    await expect(auth.ensure(agent)).resolves.toMatchObject({ post_login_url: `${shop.origin}/members` });
    expect(shop.posts).toEqual([]);
    expect(provider.posts.map(({ path }) => path)).toEqual(['/password', '/consent', '/password', '/consent']);
  } finally {
    await Promise.all([shop.stop(), provider.stop()]);
  }
});

it('what a person gives a field of another script, and corrects, is kept for it: the next login needs nobody', async () => {
  // What was refused is still in its field.
  const asks = (words = '', kept = ''): string => `${words}<h1>ログイン</h1><form method="post" action="/login">
    <label>店舗コード <input name="x" value="${kept}"></label><label>メールアドレス <input name="email" type="email"></label>
    <label>パスワード <input name="password" type="password"></label><button>ログイン</button></form>`;
  const answer = (visit: Visit): Answer | undefined => {
    if (visit.path === '/') return asks();
    if (visit.path !== '/login') return members(visit);
    if (visit.form?.get('x') !== '４７１１') return asks('<p role="alert">店舗コードが正しくありません。</p>', '0000');
    return visit.form.get('password') === VALUES.password ? letIn : asks('<p role="alert">パスワードが違います。</p>');
  };
  await onSite(answer, {}, async (site, agent) => {
    const { auth } = stack.auth.agents;
    const { id } = await auth.create(agent);
    const save = { auth_agent_id: id, save_credential_as: agent.credential_name };
    const { invocation_id } = await auth.invocations.create(save);
    const given = ['0000', '４７１１'];
    for await (const state of auth.invocations.follow(invocation_id)) {
      if (state.step !== 'awaiting_input') continue;
      expect(state.pending_fields.map(({ name }) => name)).toEqual(['店舗コード']);
      await auth.invocations.submit(invocation_id, { field_values: { 店舗コード: given.shift()! } });
    }
    await expect(endOf(invocation_id)).resolves.toMatchObject({ status: 'SUCCESS', question: 2 });
    expect(await stack.auth.credentials.retrieve(agent.credential_name)).toMatchObject({
      value_keys: ['email', 'password', '店舗コード'],
    });
    await stack.auth.profiles.delete(agent.profile_name);
    await auth.reportExpired(id);
    await auth.ensure(agent);
    expect(site.posts.map(({ fields }) => fields.x)).toEqual(['0000', '４７１１', '４７１１']);
  });
});
