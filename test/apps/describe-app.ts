import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentAuth, AgentAuthInvocation, AuthAgent } from '../../client/index.js';
import { launchChromium } from '../../worker/launch-chromium.js';
import { startTestStack, type TestStack } from '../support/stack.js';
import type { App, RunningApp } from './app.js';
import { type Counter, countInFrontOf } from './counter.js';
import { isSignedIn } from './fresh-browser.js';
import { install } from './install.js';

/** What all applications share: the whole stack, as users run it, and a browser of an automation. */
export interface Setting {
  readonly auth: AgentAuth;
  readonly browser: Browser;
}

/** One stack for all applications. */
export function wholeStack(): () => Setting {
  let stack: TestStack;
  let browser: Browser;
  beforeAll(async () => {
    [stack, browser] = await Promise.all([startTestStack({ sample: false }), launchChromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });
  return () => ({ auth: stack.auth, browser });
}

/** What every application has to stand, from a wrong password to a session that the server ends. The tests build on each other. */
export function describeApp(app: App, setting: () => Setting): void {
  describe(`${app.name} ${app.source.version}`, () => {
    const wrong = `wrong-${randomUUID()}`;
    const profile = app.name;
    let data: string;
    let running: RunningApp;
    let counter: Counter;
    let agent: AuthAgent;
    let login: string;

    beforeAll(async () => {
      data = await mkdtemp(join(tmpdir(), `agent-auth-${app.name}-`));
      running = await app.start(await install(app), data);
      counter = await countInFrontOf(running.port);
      const { auth } = setting();
      const domain = `localhost:${counter.port}`;
      const credential = await auth.credentials.create({
        name: app.name,
        domain,
        values: { ...running.values, password: wrong },
        ...(running.totpSecret === null ? {} : { totp_secret: running.totpSecret }),
      });
      agent = await auth.agents.auth.create({
        domain,
        profile_name: profile,
        credential_name: credential.name,
        login_url: `http://${domain}${running.loginPath}`,
      });
    });
    afterAll(async () => {
      await counter?.close();
      await running?.stop();
      await rm(data, { recursive: true, force: true });
    });

    const invocations = () => setting().auth.agents.auth.invocations;
    const savedSession = () => setting().auth.profiles.storageState(profile);
    const isGood = (state: Awaited<ReturnType<typeof savedSession>>): Promise<boolean> =>
      isSignedIn(setting().browser, `http://localhost:${counter.port}`, running.home, state);

    /** The invocation as soon as it needs a person or has ended. */
    async function comesTo(id: string): Promise<AgentAuthInvocation> {
      let last: AgentAuthInvocation | undefined;
      for await (const state of invocations().follow(id)) {
        last = state;
        if (state.step === 'awaiting_input') break;
      }
      return last as AgentAuthInvocation;
    }

    /** Tells the agent that its session no longer works; answers what came of it, and how often the password went out for it. */
    async function reportExpired() {
      const { auth } = setting();
      const before = counter.carrying(running.values.password);
      await auth.agents.auth.reportExpired(agent.id);
      for await (const { invocation_id } of auth.agents.auth.follow(agent.id)) {
        if (invocation_id === null) continue;
        const state = await comesTo(invocation_id);
        return { state, passwords: counter.carrying(running.values.password) - before };
      }
      throw new Error('The agent has gone.');
    }

    it('submits a wrong password exactly once, then asks', async () => {
      const started = await invocations().create({ auth_agent_id: agent.id, save_credential_as: app.name });
      login = started.invocation_id;
      const state = await comesTo(login);
      expect(state).toMatchObject({
        error_code: null,
        step: 'awaiting_input',
        pending_fields: [{ name: 'password', reason: 'rejected' }],
      });
      expect(counter.carrying(wrong)).toBe(1);
    });

    it('logs in with the password that a person answers; a fresh browser is logged in with what was saved', async () => {
      await invocations().submit(login, { field_values: { password: running.values.password } });
      const state = await comesTo(login);
      expect(state).toMatchObject({ error_code: null, status: 'SUCCESS' });
      expect(counter.carrying(running.values.password)).toBe(running.passwordsSent);
      expect(await isGood({ cookies: [], origins: [] })).toBe(false);
      expect(await isGood(await savedSession())).toBe(true);
    });

    it('finds the session good as long as it is, and types nothing', async () => {
      const { state, passwords } = await reportExpired();
      expect(state).toMatchObject({ error_code: null, status: 'SUCCESS', type: 'reauth' });
      expect(passwords).toBe(0);
      expect(await isGood(await savedSession())).toBe(true);
    });

    it('finds out that the server ended the session, and logs in again by itself', async () => {
      const ended = await savedSession();
      await running.expireSessions();
      expect(await isGood(ended)).toBe(false);
      const { state, passwords } = await reportExpired();
      expect(state).toMatchObject({ error_code: null, status: 'SUCCESS', type: 'reauth', submitted_fields: [] });
      expect(passwords).toBe(running.passwordsSent);
      expect(await isGood(await savedSession())).toBe(true);
      expect(counter.carrying(wrong)).toBe(1);
    });
  });
}
