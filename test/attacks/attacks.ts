/** Each threat as somebody outside of a stack would try it. An attack that finds something says what; one that finds nothing has held. */
import { randomBytes, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { AgentAuthError } from '../../client/index.js';
import { findStack } from '../../client/stack/find-stack.js';
import { isLoopback } from '../../contract/address/host.js';
import { readPublishedKey, sealEntitlement, sealText } from '../../contract/index.js';
import { DEFAULT_LIMITS, type InvocationClosed, type InvocationInput } from '../../contract/invocation/invocation.js';
import { defaultStateDir } from '../../contract/machine/stack-file.js';
import * as messages from '../../contract/messages.js';
import { WORKFLOWS } from '../../contract/names.js';
import { beginFlow } from '../../workflows/invocation/flow/index.js';
import { enterNamespace } from '../security/their-namespace.js';
import { listeningPorts } from '../support/listening.js';
import { BY_SITES } from './sites.js';
import { type Attack, type Found, NotTried, type Target } from './target.js';

/** What a call is refused with; null where it is not. */
const refusal = (call: Promise<unknown>): Promise<string | null> =>
  call.then(
    () => null,
    (error: unknown) => (error instanceof AgentAuthError ? error.code : String(error)),
  );

/** The first of some calls that is not refused as it should be. */
async function firstLet(calls: Readonly<Record<string, [() => PromiseLike<unknown>, string]>>): Promise<Found> {
  for (const [name, [call, code]] of Object.entries(calls)) {
    const said = await refusal(Promise.resolve(call()));
    if (said !== code) return `${name}: ${said ?? 'was carried out'}`;
  }
  return null;
}

const httpOf = ({ httpUrl }: Target): string => {
  if (httpUrl === null) throw new NotTried('no HTTP address: name it in AGENT_AUTH_PUBLIC_URL');
  return httpUrl;
};

const statusOf = async (url: string, init: RequestInit = {}): Promise<number> =>
  (await fetch(url, { redirect: 'manual', ...init })).status;

/** The status of a local address that is asked for by another name, as after DNS rebinding. */
const statusByName = (url: string, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const asked = request(url, { headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('error', reject).end();
  });

const historyOf = async ({ temporal }: Target, id: string): Promise<string> => {
  const { events } = await temporal.workflow.getHandle(id).fetchHistory();
  return JSON.stringify(events, (_, value) => (value instanceof Uint8Array ? Buffer.from(value).toString() : value));
};

/** A text as it may stand there: as it is, escaped in JSON, or in base64. */
const standsIn = (text: string, haystack: string): boolean =>
  [text, encodeURIComponent(text), Buffer.from(text).toString('hex')].some((one) => haystack.includes(one)) ||
  haystack.includes(Buffer.from(text).toString('base64').slice(2, -4));

/** Waits until a login that somebody else started asks for something, or has ended. */
async function asksOrEnds(login: WorkflowHandle): Promise<void> {
  for (;;) {
    if ((await login.describe()).status.name !== 'RUNNING') return;
    const { step } = await login.query(messages.invocation.state);
    if (step === 'awaiting_input') return;
    await sleep(200);
  }
}

const isSent = ({ site }: Target): boolean => site.received.some((line) => line.startsWith('POST /login'));

const success = (invocation_id: string): InvocationClosed => ({
  invocation_id,
  status: 'SUCCESS',
  error_code: null,
  credential_name: null,
  session_expires_at: '2099-01-01T00:00:00.000Z',
  post_login_url: 'https://theirs.example/',
});

export const ATTACKS: readonly Attack[] = [
  {
    threat: 'an access key that was made up, revoked, or is for something else',
    async attack({ auth, undo }) {
      const made = await auth.keys.create({ name: 'attacks', scopes: ['admin'] });
      undo(() => auth.keys.revoke(made.id));
      const parts = made.access_key.split('.');
      const madeUp = [parts[0], parts[1], randomBytes(32).toString('base64url'), parts[3]].join('.');
      const [stranger, revoked] = [auth.withAccessKey(madeUp), auth.withAccessKey(made.access_key)];
      if ((await refusal(Promise.resolve(stranger.credentials.list()))) === null)
        return 'a made up key lists credentials';
      await auth.keys.revoke(made.id);
      const weak = await auth.keys.create({ name: 'attacks-weak', scopes: ['answer'] });
      undo(() => auth.keys.revoke(weak.id));
      const { credentials, profiles, keys } = auth.withAccessKey(weak.access_key);
      return firstLet({
        'a revoked key': [() => revoked.credentials.list(), 'unauthorized'],
        'a key that may answer, for a session': [() => profiles.storageState('attacks'), 'forbidden'],
        'a key that may answer, for a new key': [() => keys.create({ name: 'x', scopes: ['admin'] }), 'forbidden'],
        'a key that may answer, for a code': [() => credentials.totpCode('attacks'), 'forbidden'],
      });
    },
  },
  {
    threat: 'an answer by who has Temporal and no key',
    async attack(target) {
      const { temporal } = target;
      const { invocation_id, sealing_key, question } = await target.login();
      const login = temporal.workflow.getHandle(invocation_id);
      const key = await readPublishedKey(sealing_key!, invocation_id, null);
      const place = { purpose: 'answer', invocation: invocation_id, step: question, field: 'password' } as const;
      const field_values = { password: await sealText('theirs', key, place) };
      const theirs = { access_key: `aak.ak_theirs000001.${'x'.repeat(43)}.${'y'.repeat(43)}` };
      const entitlement = await sealEntitlement(theirs, { field_values }, key, { invocation_id, question });
      await login.signal(messages.invocation.submitSignal, { question, kid: key.kid, field_values } as never);
      await login.signal(messages.invocation.submitSignal, { question, kid: key.kid, field_values, entitlement });
      for await (const state of target.auth.agents.auth.invocations.follow(invocation_id)) {
        if (state.status !== 'IN_PROGRESS') return `the login ended: ${state.error_code}`;
        if (state.step === 'awaiting_input' && state.question > question) break;
      }
      return isSent(target) ? 'it was sent to the site' : null;
    },
  },
  {
    threat: 'a success that no login had: a forged Signal, and a run that goes on from a made up one',
    async attack(target) {
      const { auth, temporal, taskQueue } = target;
      const { auth_agent_id, invocation_id, domain, profile_name } = await target.login();
      const agent = temporal.workflow.getHandle(auth_agent_id);
      await agent.signal(messages.agent.invocationClosed, success(invocation_id));
      const input: InvocationInput = {
        ...{
          invocation_id: `inv_${randomUUID()}`,
          auth_agent_id,
          type: 'login',
          domain,
          profile_name,
          task_queue: taskQueue,
        },
        ...{ save_credential_as: null, limits: DEFAULT_LIMITS, handoff_hashes: [] },
      };
      const flow = { ...beginFlow(input, Date.now()), kid: 'k', end: { status: 'SUCCESS', code: null } };
      const args = [input, { flow, outcome: null, handoffs: {} }];
      const workflowId = input.invocation_id;
      const made = await temporal.workflow.start(WORKFLOWS.authInvocation, { workflowId, taskQueue, args });
      target.undo(() => made.terminate().catch(() => undefined));
      // It may go on as a login that the agent could have begun by itself, until it asks.
      await asksOrEnds(made);
      await agent.signal(messages.agent.invocationClosed, success(workflowId));
      const { status } = await auth.agents.auth.retrieve(auth_agent_id);
      return status === 'AUTHENTICATED' ? 'the agent believes it' : null;
    },
  },
  {
    threat: 'activities that a workflow of somebody else asks for',
    async attack(target) {
      const { temporal, taskQueue } = target;
      const { invocation_id, auth_agent_id } = await target.login();
      const address = process.env.TEMPORAL_ADDRESS ?? (await findStack(defaultStateDir(process.env)))?.temporal_address;
      const theirs = await enterNamespace(address ?? '').catch((error: Error) => {
        throw new NotTried(`a worker of our own, which needs a Temporal without TLS, did not start: ${error.message}`);
      });
      const ref = { invocation_id, auth_agent_id };
      const end = { ...ref, status: 'SUCCESS', error_code: null, save_credential_as: 'theirs', given: {} };
      const wishes: [string, string, object][] = [
        [`${taskQueue}-browsers`, 'openLogin', ref],
        [taskQueue, 'closeInvocation', end],
        [taskQueue, 'recoverAttempt', { ...ref, attempt_id: `${invocation_id}:1:9` }],
      ];
      try {
        for (const [queue, activity, input] of wishes) {
          const { workflow } = theirs.temporal;
          const args = [queue, activity, input];
          const workflowId = `theirs-${randomUUID()}`;
          const said = await workflow.execute(WORKFLOWS.authInvocation, {
            workflowId,
            taskQueue: theirs.taskQueue,
            args,
          });
          if (!(said instanceof Object && 'refused' in said)) return `${activity} answered`;
        }
      } finally {
        await theirs.close();
      }
      const { status } = await temporal.workflow.getHandle(invocation_id).describe();
      return status.name === 'RUNNING' ? null : 'the login ended';
    },
  },
  {
    threat: 'reading what people gave and what sites wrote in histories',
    async attack(target) {
      const { auth, canaries, site } = target;
      const { invocation_id, auth_agent_id } = await target.login();
      await auth.agents.auth.invocations.submit(invocation_id, { field_values: { password: canaries.password } });
      const { status, error_code } = await auth.agents.auth.invocations.wait(invocation_id);
      if (!site.received.some((line) => line.includes(canaries.password)))
        throw new NotTried(`the login did not get that far: ${error_code ?? status}`);
      const histories = (await historyOf(target, invocation_id)) + (await historyOf(target, auth_agent_id));
      const read = Object.entries(canaries).find(([, text]) => standsIn(text, histories));
      return read === undefined ? null : `${read[0]} stands in a history`;
    },
  },
  {
    threat: 'control characters and directions of writing in what a site wrote',
    async attack(target) {
      const { pending_fields } = await target.login();
      const [field] = pending_fields;
      if (!field?.label.includes(target.canaries.label)) throw new NotTried('the label was not read');
      return /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(field.label) ? 'they stand in a label' : null;
    },
  },
  {
    threat: 'the HTTP API without a key, by another name of its machine, and from a page of another site',
    async attack(target) {
      const url = httpOf(target);
      const paths = ['/agents/auth', '/credentials', '/profiles', '/browsers'];
      for (const path of paths) if ((await statusOf(url + path)) < 400) return `${path} answers without a key`;
      const { protocol, hostname } = new URL(url);
      if (protocol === 'http:' && isLoopback(hostname) && (await statusByName(`${url}/healthz`, 'evil.example')) < 400)
        return 'it answers by a name that was made to resolve to this machine';
      const { auth } = target;
      const made = await auth.keys.create({ name: 'attacks-http', scopes: ['admin'] });
      target.undo(() => auth.keys.revoke(made.id));
      const authorization = `Bearer ${made.access_key}`;
      if ((await statusOf(`${url}/credentials`, { headers: { authorization } })) !== 200)
        throw new NotTried('the HTTP API does not know the key: it is of another stack');
      const headers = { authorization, origin: 'https://evil.example' };
      const answer = await fetch(`${url}/credentials`, { headers });
      const allowed = answer.headers.get('access-control-allow-origin');
      if (answer.ok && (allowed === '*' || allowed === 'https://evil.example'))
        return 'a page of another site may read it';
      await auth.keys.revoke(made.id);
      return (await statusOf(`${url}/credentials`, { headers: { authorization } })) < 400
        ? 'a revoked key works'
        : null;
    },
  },
  {
    threat: 'the code of a link that was made up, or used before',
    async attack(target) {
      const { invocations } = target.auth.agents.auth;
      const { invocation_id } = await target.login();
      const { handoff_code } = await invocations.handoff(invocation_id);
      const madeUp = await refusal(invocations.exchange(invocation_id, randomBytes(33).toString('base64url')));
      if (madeUp === null) return 'a made up code was taken';
      await invocations.exchange(invocation_id, handoff_code);
      return (await refusal(invocations.exchange(invocation_id, handoff_code))) === null ? 'it was taken twice' : null;
    },
  },
  {
    threat: 'ports that others can reach',
    async attack() {
      const stack = await findStack(defaultStateDir(process.env));
      if (stack === null) throw new NotTried('the stack does not run on this machine, or not as the embedded one');
      const ports = await listeningPorts(Object.values(stack.pids).filter((pid) => pid !== process.pid));
      const open = ports.filter(({ loopback }) => !loopback);
      return open.length === 0 ? null : `not on loopback: ${open.map(({ port }) => port).join(', ')}`;
    },
  },
  ...BY_SITES,
];
