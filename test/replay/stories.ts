import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApplicationFailure } from '@temporalio/common';
import { askAgent } from '../../activities/temporal/ask-agent.js';
import type { LoginVault } from '../../activities/vault/types.js';
import type { EnsureSessionInput } from '../../contract/agent/agent.js';
import type { CheckInput } from '../../contract/agent/session-check.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import * as messages from '../../contract/messages.js';
import { WORKFLOWS } from '../../contract/names.js';
import type { Outcome, TemporalActivities } from '../../contract/steps.js';
import { authenticated, LATE, lostPage, type Script, SEALED, threePages } from '../server/workflows/scripted-login.js';
import { field, page } from '../unit/workflows/pages.js';
import { ACCOUNT_STORIES } from './account-stories.js';
import { CHANGE_STORIES } from './change-stories.js';
import { REAUTH_STORIES } from './reauth-stories.js';
import type { Stage } from './stage.js';
import { atFirst, both, COMPLETE, type Kept, login, renewed, type Story, soon } from './story.js';

const forever = () => new Promise<never>(() => undefined);
const noAnswer = (): never => {
  throw new Error('no answer');
};
/** A worker that does not reach the database of its vault. */
const awayAtFirst = (times: number): Script['recover'] => {
  let calls = 0;
  return () => {
    calls += 1;
    if (calls <= times) throw ApplicationFailure.retryable('', 'vault_unavailable');
    return threePages.recover();
  };
};
const refusedPassword = () => {
  const seen = page(field('password'));
  return { kind: 'refused', fields: ['password'], website_error: 'Wrong password', page: seen } as const;
};
/** The proof of the session meets a step that asks for the password once more. */
const leftOnce = (): Script['save'] => {
  let saves = 0;
  return () =>
    ++saves === 1
      ? { kind: 'step_left', outcome: { kind: 'input', page: page(field('password')) } }
      : threePages.save();
};
const codeWaits = (): Script['fill'] => {
  let waits = 0;
  return (step, n) =>
    'code' in step.values && ++waits === 1 ? { kind: 'wait_until', at: soon(300) } : threePages.fill(step, n);
};

/** A login that is ended in some way while it waits. */
const endedBy = (
  end: (stage: Stage) => Promise<unknown>,
  script: Partial<Script> = {},
  step = 'fillFields',
): Story => ({
  script,
  async tell(stage) {
    await stage.makeAgent();
    await stage.startLogin();
    await stage.stepBegun(step);
    await end(stage);
    await stage.invocation.result();
    const { status } = await stage.agent.describe();
    if (status.name === 'RUNNING') await stage.removeAgent();
    return both(stage);
  },
});

const SIGN_IN = [
  { id: 'a1', label: 'Customers', description: null },
  { id: 'b2', label: 'Partners', description: null },
];
const twoForms: Extract<Outcome, { kind: 'input' }> = { kind: 'input', page: { ...page(), sign_in_options: SIGN_IN } };
const asksWhereTo = { kind: 'input', page: twoForms.page, left: 'not_sent' } as const;
/** A yes closes the page, for the login to be opened by the grant that it made; there it finds its form. */
const openedByIt = (): Script['choose'] => {
  let choices = 0;
  return () => (++choices === 1 ? lostPage() : { kind: 'input', page: page(field('email'), field('password')) });
};
const push: Outcome = { kind: 'external_action', message: 'Tap yes' };
const tappedAtLook = (n: number): Script['look'] => {
  let looks = 0;
  return () => (++looks < n ? push : authenticated);
};

/** Whether the vault knows the agent that is asked for. */
const askingFor =
  (known: boolean) =>
  (stage: () => Stage): Partial<TemporalActivities> => ({
    async askAgent(input) {
      const { client, pair, worker } = stage();
      const vault = {
        async grantOf() {
          if (!known) throw new AgentAuthError('agent_not_found');
          const nothing = { login_url: null, allowed_domains: [], credential: null };
          return { ...pair, ...nothing };
        },
        hasSession: async () => true,
        isPaused: async () => false,
      } as unknown as LoginVault;
      return askAgent(client, vault, worker.prefix, async () => null)(input);
    },
  });

const ensured = (known: boolean, script: Partial<Script>, input: Partial<EnsureSessionInput> = {}): Story => ({
  script,
  temporal: askingFor(known),
  async tell(stage): Promise<Kept> {
    const { client, worker, pair, agentId } = stage;
    const workflowId = `orchestrator-${randomUUID()}`;
    await client.workflow.execute(WORKFLOWS.ensureSession, {
      workflowId,
      taskQueue: worker.prefix,
      args: [{ ...pair, ...input }],
    });
    if (!known) return { 'ensure-session': { workflowId } };
    // A login that is still in progress ends with the agent; who has given up waiting for it can't be told.
    await stage.removeAgent();
    return { 'ensure-session': { workflowId }, agent: { workflowId: agentId } };
  },
});

export const STORIES: Readonly<Record<string, Story>> = {
  seed: login({}, 1),
  'asks-nobody': login(COMPLETE, 0),
  'refused-then-right': login({ fill: atFirst(refusedPassword) }, 2),
  'page-lost': login({ fill: atFirst(lostPage) }, 1),
  'attempt-unknown': login({ fill: atFirst(noAnswer), look: lostPage }, 1),
  'vault-away': login({ fill: atFirst(noAnswer), look: lostPage, recover: awayAtFirst(2) }, 1),
  'site-down': login(
    { open: () => ({ kind: 'failed', code: 'website_error', website_error: null, artefact: null }) },
    0,
  ),
  'step-left': login({ save: leftOnce() }, 1),
  'not-sent': login(
    { fill: atFirst(() => ({ kind: 'input', page: page(field('email'), field('password')), left: 'not_sent' })) },
    1,
  ),
  'sent-twice': login({ fill: () => ({ kind: 'input', page: page(field('password')), left: 'not_looked_at' }) }, 1),
  'not-entitled': login({ fill: atFirst(() => ({ kind: 'not_entitled', fields: ['password'] })) }, 2),
  'code-waits': login({ ...COMPLETE, fill: codeWaits() }, 0),
  'other-device': login({ open: () => push, look: tappedAtLook(3) }, 0),
  /** The site forgets the login after it, and the choice is made again. */
  'choice-made-again': {
    script: {
      ...COMPLETE,
      open: () => twoForms,
      choose: () => ({ kind: 'input', page: page(field('email'), field('password')) }),
      fill: atFirst(() => ({ kind: 'forgotten' })),
    },
    async tell(stage) {
      await stage.makeAgent();
      await stage.startLogin();
      await stage.asked(1);
      await stage.invocation.executeUpdate(messages.invocation.submit, {
        args: [{ question: 1, kid: 'k1', entitlement: SEALED, sign_in_option_id: 'b2' }],
      });
      await stage.invocation.result();
      await stage.removeAgent();
      return both(stage);
    },
  },
  choice: {
    script: { ...COMPLETE, open: () => twoForms },
    async tell(stage) {
      await stage.makeAgent();
      await stage.startLogin();
      await stage.asked();
      await stage.invocation.executeUpdate(messages.invocation.submit, {
        args: [{ question: 1, kid: 'k1', entitlement: SEALED, sign_in_option_id: 'b2' }],
      });
      await stage.invocation.result();
      await stage.removeAgent();
      return both(stage);
    },
  },
  'send-to-asked': {
    script: { ...COMPLETE, fill: atFirst(() => asksWhereTo), choose: openedByIt() },
    async tell(stage) {
      await stage.makeAgent();
      await stage.startLogin();
      await stage.asked();
      await stage.invocation.executeUpdate(messages.invocation.submit, {
        args: [{ question: 1, kid: 'k1', entitlement: SEALED, sign_in_option_id: 'b2' }],
      });
      await stage.invocation.result();
      await stage.removeAgent();
      return both(stage);
    },
  },
  link: {
    async tell(stage) {
      await stage.makeAgent();
      await stage.startLogin();
      await stage.asked();
      await stage.startLogin({ invocation_id: `inv_${randomUUID()}`, handoff_hash: 'b'.repeat(64) });
      await stage.invocation.executeUpdate(messages.invocation.exchange, { args: ['b'.repeat(64)] });
      await stage.submit();
      await stage.invocation.result();
      await stage.removeAgent();
      return both(stage);
    },
  },
  expired: {
    async tell(stage) {
      await stage.makeAgent();
      await stage.startLogin({ limits: { idle_seconds: 1, overall_seconds: 60 } });
      await stage.invocation.result();
      await stage.removeAgent();
      return both(stage);
    },
  },
  terminated: {
    temporal: () => ({ isRunning: async () => false }),
    async tell(stage) {
      await stage.makeAgent();
      await stage.startLogin({ limits: { idle_seconds: 60, overall_seconds: 1 } });
      await stage.invocation.terminate();
      while ((await stage.agent.query(messages.agent.state)).invocation_id !== null) await sleep(50);
      await stage.removeAgent();
      return { agent: { workflowId: stage.agentId } };
    },
  },
  canceled: endedBy((stage) => stage.asked().then(() => stage.invocation.signal(messages.invocation.cancel))),
  'canceled-opening': endedBy(
    (stage) => stage.invocation.signal(messages.invocation.cancel),
    { open: forever },
    'openLogin',
  ),
  'canceled-filling': endedBy((stage) => stage.invocation.signal(messages.invocation.cancel), { fill: forever }),
  'canceled-by-temporal': endedBy((stage) => stage.invocation.cancel(), { fill: forever }),
  'agent-removed': endedBy((stage) => stage.asked().then(() => stage.removeAgent())),
  'agent-canceled': endedBy((stage) =>
    stage
      .asked()
      .then(() => stage.agent.cancel())
      .then(() => stage.agent.result().catch(() => undefined)),
  ),
  'session-ends': renewed(1_500, async () => undefined),
  'session-reported': renewed(null, (stage) => stage.agent.signal(messages.agent.reportExpired)),
  ...ACCOUNT_STORIES,
  ...CHANGE_STORIES,
  ...REAUTH_STORIES,
  ensured: ensured(true, COMPLETE),
  'ensured-of-nobody': ensured(false, {}),
  'ensured-too-late': ensured(true, {}, { timeout_seconds: 1 }),
  'vault-call': {
    async tell({ client, worker }) {
      const workflowId = `vault_${randomUUID()}`;
      const args: [{ request: null }] = [{ request: null }];
      await client.workflow.execute(WORKFLOWS.vaultCall, { workflowId, taskQueue: worker.prefix, args });
      return { 'vault-call': { workflowId } };
    },
  },
  'session-checked': {
    async tell({ client, worker, agentId }) {
      const workflowId = `check_${randomUUID()}`;
      const args: [CheckInput] = [{ id: agentId, max_age_seconds: 0 }];
      await client.workflow.execute(WORKFLOWS.checkSession, { workflowId, taskQueue: worker.prefix, args });
      return { 'check-session': { workflowId } };
    },
  },
  'new-runs': {
    longLived: true,
    async tell(stage) {
      await stage.makeAgent();
      await stage.startLogin();
      await stage.asked();
      const first = await Promise.all([stage.agent.describe(), stage.invocation.describe()]);
      const [agentRun, invocationRun] = first.map(({ runId }) => runId);
      const isNew = async () => {
        const now = await Promise.all([stage.agent.describe(), stage.invocation.describe()]);
        return now.every(({ runId }, index) => runId !== first[index]!.runId);
      };
      while (!(await isNew())) {
        await stage.invocation.signal(messages.invocation.submitSignal, LATE);
        await stage.agent.signal(messages.agent.reportExpired);
      }
      await stage.submitBySignal(1);
      await stage.invocation.result();
      await stage.removeAgent();
      return {
        'agent-1': { workflowId: stage.agentId, runId: agentRun! },
        'agent-2': { workflowId: stage.agentId },
        'invocation-1': { workflowId: stage.invocationId, runId: invocationRun! },
        'invocation-2': { workflowId: stage.invocationId },
      };
    },
  },
};
