import { afterAll, beforeAll, expect, it } from 'vitest';
import { serveFlow } from '../sites/flows/serve.js';
import { startReceiver } from '../support/receiver.js';
import { joinTestStack, type TestStack } from '../support/stack.js';
import { stolenBytes } from '../vault/support/store.js';
import { begin, closing, codeOf, grant, openTestVault } from '../vault/support/vault.js';
import { found } from './needles.js';

let stack: TestStack;
beforeAll(async () => {
  stack = await joinTestStack();
});
afterAll(() => stack.stop());

const CANARIES = {
  email: 'quillfern@post.example',
  password: 'Zq7!wintermoon/Kp',
  label: 'Zirkonianummer',
  message: 'Zirkonia sagt Nein',
} as const;

/** Its labels, its names and what it says are its own, and it repeats what it got in the address too. */
const FORM = `<h1>${CANARIES.message}</h1><form method="post" action="/${CANARIES.label}">
  <label>E-mail <input name="email" type="email"></label><label>Password <input name="password" type="password"></label>
  <label>${CANARIES.label} <input name="${CANARIES.label}" required></label><button>Sign in</button></form>`;

it('no value, no link and no text of a site is in an event, in a list or on its way', async () => {
  const { auth } = stack;
  const site = await serveFlow(({ form }) =>
    form === null
      ? FORM
      : { body: `<p role="alert">${CANARIES.message}: wrong password ${form.get('password')}</p>${FORM}`, status: 403 },
  );
  const { url, received, until } = await startReceiver();
  const path = 'quartzgrove-of-the-receiver';
  const { id, secret } = await auth.webhooks.create({ url: `${url}/${path}` });
  const { email, password } = CANARIES;
  await auth.credentials.create({ name: 'canary', domain: site.host, values: { email } });
  const agent = await auth.agents.auth.create({ domain: site.host, profile_name: 'canary', credential_name: 'canary' });
  const started = await auth.agents.auth.invocations.create({ auth_agent_id: agent.id });
  const handoff = await auth.agents.auth.invocations.handoff(started.invocation_id);
  // Logins of other tests may be told of, too.
  const isOwn = ({ data }: { readonly data: Readonly<Record<string, unknown>> }): boolean =>
    data.auth_agent_id === agent.id;
  const asked = (count: number) =>
    until((all) => all.filter((one) => isOwn(one) && one.type.endsWith('needs_human')).length === count);
  await asked(1);
  const { pending_fields } = await auth.agents.auth.invocations.retrieve(started.invocation_id);
  const other = pending_fields.find(({ name }) => name !== 'password' && name !== 'email');
  expect(other).toBeDefined();
  await auth.agents.auth.invocations.submit(started.invocation_id, { field_values: { password, [other!.name]: 'x' } });
  await asked(2);
  await auth.agents.auth.invocations.cancel(started.invocation_id);
  await until((all) => all.some((one) => isOwn(one) && one.type === 'invocation.canceled'));
  const { items } = await auth.events.list({ auth_agent_id: agent.id });
  expect(items.map(({ type }) => type)).toEqual([
    'invocation.started',
    'invocation.needs_human',
    'invocation.needs_human',
    'invocation.canceled',
  ]);
  const told = Buffer.from(JSON.stringify([items, received.map(({ headers, body }) => [headers, body])]));
  const links = { code: started.handoff_code, again: handoff.handoff_code, secret };
  expect(found(told, { ...CANARIES, ...links })).toEqual([]);
  const kept = Buffer.from(JSON.stringify([(await auth.webhooks.deliveries(id)).items]));
  expect(found(kept, { ...CANARIES, ...links, path })).toEqual([]);
  await site.stop();
});

it('what a workflow says in its own words is in none', async () => {
  const t = await openTestVault();
  const { id } = await grant(t.admin, 'example.com');
  const { ref } = await begin(t.vault, id);
  const lie = CANARIES.message as never;
  await t.vault.noteNeedsHuman({ ...ref, question: lie, waits_for: lie, fields: [lie, 'password'] });
  await t.vault.closeInvocation(
    closing(ref, { status: 'FAILED', error_code: lie, stopped: { why: lie, until: lie }, error_details: lie }),
  );
  const { items } = await t.admin('events.list', {});
  expect(items.map(({ data }) => data.error_code ?? data.fields)).toEqual([
    undefined,
    ['password'],
    ['password'],
    'internal_error',
    'internal_error',
  ]);
  expect(found(Buffer.from(JSON.stringify(items)), CANARIES)).toEqual([]);
});

it('events need the scope orchestrate, webhooks an admin key; a secret is shown once, and no thief of the store has it', async () => {
  const t = await openTestVault();
  const url = 'https://hooks.example.com/quartzgrove';
  const { id, secret } = await t.admin('webhooks.create', { url });
  const [orchestrator, answerer] = [await t.callerWith(['orchestrate']), await t.callerWith(['answer'])];
  expect((await orchestrator('events.list', {})).items).toEqual([]);
  expect(await codeOf(answerer('events.list', {}))).toBe('forbidden');
  for (const op of [
    'webhooks.retrieve',
    'webhooks.rotate',
    'webhooks.test',
    'webhooks.deliveries',
    'webhooks.delete',
  ] as const)
    expect(await codeOf(orchestrator(op, { id }))).toBe('forbidden');
  const shown = [await t.admin('webhooks.retrieve', { id }), await t.admin('webhooks.list', {})];
  expect(found(Buffer.from(JSON.stringify(shown)), { secret: secret.slice('whsec_'.length) })).toEqual([]);
  const bytes = await stolenBytes(t);
  expect(found(bytes, { secret: secret.slice('whsec_'.length), url: 'quartzgrove' })).toEqual([]);
});
