import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { describe, expect, test } from 'vitest';
import { askAgent } from '../../activities/temporal/ask-agent.js';
import { over, type Pace, proved, waitsUntil } from '../../activities/vault/ledger/pacing.js';
import type { LoginVault } from '../../activities/vault/types.js';
import type { AgentState, StartInvocation } from '../../contract/agent/agent.js';
import type { LoginStop } from '../../contract/agent/stop.js';
import type { InvocationState } from '../../contract/invocation/invocation.js';
import * as messages from '../../contract/messages.js';
import { WORKFLOWS } from '../../contract/names.js';
import { type Script, startScriptedWorker, threePages } from '../server/workflows/scripted-login.js';
import { onSkippingTemporal } from '../support/temporal.js';
import { Stage } from './stage.js';

/** What takes days, on a server whose clock runs ahead while nothing happens. */
const DAY_SECONDS = 86_400;
const MONTH = { idle_seconds: 30 * DAY_SECONDS, overall_seconds: 30 * DAY_SECONDS };
const COMPLETE: Partial<Script> = { begun: { stored: ['email', 'password'], has_totp: true } };

let time: TestWorkflowEnvironment;
let stage: Stage;
// Times end in the middle of an agent's day: this server loses a message that comes while one run hands over to the next, and refuses it.
// A server for each test: its clock belongs to all that runs on it, and an Update that was held keeps it from running ahead ever after.
const story = (name: string, tell: () => Promise<void>): void =>
  test(name, () =>
    onSkippingTemporal((server) => {
      time = server;
      return tell();
    }),
  );

async function onStage(script: Partial<Script>): Promise<void> {
  const grantOf = async () => ({ login_url: null, allowed_domains: [], credential: null, ...stage.pair });
  const vault = { grantOf, hasSession: async () => true, isPaused: async () => false };
  const worker = await startScriptedWorker(
    time.nativeConnection,
    { ...threePages, ...script },
    {
      askAgent: (input) =>
        askAgent(time.client, vault as unknown as LoginVault, worker.prefix, async () => null)(input),
    },
  );
  stage = new Stage(time.client, worker, randomUUID());
}

async function startLogin(script: Partial<Script>, over: Partial<StartInvocation> = {}): Promise<void> {
  await onStage(script);
  await stage.makeAgent();
  await stage.startLogin(over);
}

const agent = (): Promise<AgentState> => stage.agent.query(messages.agent.state);
/** It is made by the first who asks for its session. */
const agentOrNone = (): Promise<AgentState | null> =>
  agent().catch((error: unknown) => {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  });
/** For `result()` of a handle the clock runs ahead, also where there is one already. */
const inNormalTime = ({ workflowId }: WorkflowHandle): Promise<unknown> =>
  new Client({ connection: time.connection }).workflow.getHandle(workflowId).result();
const invocation = (): Promise<InvocationState> => stage.invocation.query(messages.invocation.state);

/** By polling: this server does not finish an Update that is held. */
async function asked(login = stage.invocation): Promise<void> {
  while ((await login.query(messages.invocation.state)).step !== 'awaiting_input') await sleep(50);
}

describe('an agent', () => {
  story('goes on in a new run each day, and logs in again when its session ends after weeks', async () => {
    let saves = 0;
    const ends = async () => new Date((await time.currentTimeMs()) + 30 * DAY_SECONDS * 1000).toISOString();
    await startLogin({
      ...COMPLETE,
      save: async () => {
        saves += 1;
        return { kind: 'saved', session_expires_at: await ends(), post_login_url: 'https://example.com/home' };
      },
    });
    await stage.invocation.result();
    const { runId } = await stage.agent.describe();
    await time.sleep('29.5 days');
    expect((await stage.agent.describe()).runId).not.toBe(runId);
    expect(await agent()).toMatchObject({ status: 'AUTHENTICATED', last_invocation_id: stage.invocationId });
    expect(saves).toBe(1);

    await time.sleep('2 days');
    const { last_invocation_id, status } = await agent();
    expect(status).toBe('AUTHENTICATED');
    expect(saves).toBe(2);
    const renewed = await time.client.workflow.getHandle(last_invocation_id!).result();
    expect(renewed).toMatchObject({ type: 'reauth', status: 'SUCCESS', question: 0 });
    await stage.removeAgent();
  });

  story(
    'whose sessions die within five minutes logs in after 1, 5, 30 minutes and ever later, until one lives longer',
    async () => {
      const MINUTE = 60_000;
      // How long each session lives. The first is proven by a login of somebody's.
      const lives = [4, 4, 4, 4, 4, 60, 4, 4].map((minutes) => minutes * MINUTE);
      let pace: Pace | undefined;
      const proofs: number[] = [];
      await startLogin({
        ...COMPLETE,
        save: async () => {
          const now = await time.currentTimeMs();
          pace = proved(pace, now);
          proofs.push(now);
          const life = lives[proofs.length - 1];
          const session_expires_at = life === undefined ? null : new Date(now + life).toISOString();
          return { kind: 'saved', session_expires_at, post_login_url: 'https://example.com/home' };
        },
        standing: async ({ session_ended }) => {
          const now = await time.currentTimeMs();
          if (session_ended) pace = over(pace!, now);
          const until = waitsUntil(pace!);
          return until > now ? { why: 'short_sessions', until: new Date(until).toISOString() } : null;
        },
      });
      await stage.invocation.result();
      await time.sleep('2.5 days');
      expect(await agent()).toMatchObject({ status: 'AUTHENTICATED', stopped: null });
      const waits = lives.map((life, n) => Math.floor((proofs[n + 1]! - proofs[n]! - life) / MINUTE));
      expect(waits).toEqual([0, 1, 5, 30, 120, 0, 0, 1]);
      await stage.removeAgent();
    },
  );

  story(
    'that waits tells who asks for a session at once why and until when, and goes on when the vault has news',
    async () => {
      const until = new Date((await time.currentTimeMs()) + 7_200_000).toISOString();
      let stop: LoginStop | null = { why: 'circuit_open', until };
      await startLogin({ ...COMPLETE, standing: () => stop });
      await stage.invocation.result();
      await stage.agent.signal(messages.agent.reportExpired);
      while ((await agent()).stopped == null) await sleep(50);
      const asks = await time.client.workflow.start(WORKFLOWS.ensureSession, {
        workflowId: `orchestrator-${randomUUID()}`,
        taskQueue: stage.worker.prefix,
        args: [stage.pair],
      });
      const answer = { status: 'FAILED', code: 'max_attempts_reached', stopped: { why: 'circuit_open', until } };
      expect(await inNormalTime(asks)).toEqual(answer);
      expect(await time.currentTimeMs()).toBeLessThan(Date.parse(until));
      stop = null;
      await stage.agent.signal(messages.agent.vaultChanged);
      while ((await agent()).status !== 'AUTHENTICATED') await sleep(50);
      expect(await time.currentTimeMs()).toBeLessThan(Date.parse(until));
      await stage.removeAgent();
    },
  );

  story(
    'renews its session before the end when the vault says so, is logged in all the while, and forgets the old end',
    async () => {
      let saves = 0;
      let wanted: string | null = null;
      const began = await time.currentTimeMs();
      const endAfter = (days: number) => new Date(began + days * DAY_SECONDS * 1000).toISOString();
      await startLogin({
        ...COMPLETE,
        save: () => {
          saves += 1;
          if (saves === 2) return { kind: 'not_kept', artefact: null };
          const session_expires_at = endAfter(saves === 1 ? 27.75 : 60);
          return { kind: 'saved', session_expires_at, post_login_url: 'https://example.com/home' };
        },
        change: (heard) => {
          const change = wanted;
          if (heard === null) return { change, has_session: true, ...(change === null ? {} : { is_due: true }) };
          wanted = null;
          return { change: null, has_session: true };
        },
      });
      await stage.invocation.result();
      const renew = async (mark: string) => {
        const before = await agent();
        expect(before.status).toBe('AUTHENTICATED');
        wanted = mark;
        let now = before;
        for (let asked = 0; now.last_invocation_id === before.last_invocation_id; asked += 1) {
          // Again and again: this server may lose one.
          if (asked % 40 === 0) await stage.agent.signal(messages.agent.vaultChanged);
          await sleep(50);
          now = await agent();
          expect(now.status).toBe('AUTHENTICATED');
        }
        return now;
      };
      await time.sleep('25.5 days');
      // The first one comes to nothing, and takes nothing away.
      expect(await renew('one')).toMatchObject({ status: 'AUTHENTICATED', session_expires_at: endAfter(27.75) });
      await time.sleep('2 days');
      expect(await renew('two')).toMatchObject({ status: 'AUTHENTICATED', session_expires_at: endAfter(60) });
      // Past the old end. Not by `time.sleep`: this server does not always run ahead for it once a login has ended here.
      await expect.poll(() => stage.agentSleeps(), { timeout: 10_000 }).toBe(DAY_SECONDS);
      expect(saves).toBe(3);
      await stage.removeAgent();
    },
  );

  story('that is canceled does not wait for ever for a login that is gone, and tells who waits for it', async () => {
    await onStage({});
    const waiting = await time.client.workflow.start(WORKFLOWS.ensureSession, {
      workflowId: `orchestrator-${randomUUID()}`,
      taskQueue: stage.worker.prefix,
      args: [stage.pair],
    });
    while ((await agentOrNone())?.invocation_id == null) await sleep(50);
    const login = time.client.workflow.getHandle((await agent()).invocation_id!);
    // Not in the middle of a step: this server's clock would wait for that for ever.
    await asked(login);
    await login.terminate();
    await stage.agent.cancel();
    expect(await waiting.result()).toEqual({ status: 'FAILED', code: 'internal_error' });
    await expect(stage.agent.result()).rejects.toThrow();
  });
});

describe('a question', () => {
  story('waits for a month, and its answer is taken on the last day', async () => {
    await startLogin({}, { limits: MONTH });
    await asked();
    await time.sleep('29.5 days');
    expect(await invocation()).toMatchObject({ status: 'IN_PROGRESS', step: 'awaiting_input', question: 1 });
    await stage.submit();
    expect(await stage.invocation.result()).toMatchObject({ status: 'SUCCESS' });
    await stage.removeAgent();
  });

  story('that nobody answers in a month ends', async () => {
    await startLogin({}, { limits: MONTH });
    await asked();
    expect(await stage.invocation.result()).toMatchObject({
      status: 'EXPIRED',
      error_code: 'awaiting_input_timeout',
      question: 1,
    });
    await stage.removeAgent();
  });
});

story('a vault that is away for longer than a login may take ends none, and takes nothing of its time', async () => {
  // Ten seconds each.
  const HOUR = 360;
  await startLogin({
    begun: COMPLETE.begun!,
    open(n) {
      if (n <= HOUR) throw ApplicationFailure.nonRetryable('', 'vault_unavailable');
      return threePages.open(n);
    },
  });
  await stage.invocation.result();
  const { status, started_at, timeline } = await invocation();
  expect(status).toBe('SUCCESS');
  const opened = timeline.find(({ event }) => event === 'opened')!;
  expect(Date.parse(opened.at) - Date.parse(started_at)).toBeGreaterThan(3_500_000);
  expect(timeline.filter(({ event }) => event === 'opening')).toHaveLength(1);
});
