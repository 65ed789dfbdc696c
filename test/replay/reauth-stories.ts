import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentState } from '../../contract/agent/agent.js';
import { BEGIN_AGAIN } from '../../contract/agent/reauth-wait.js';
import type { LoginStop } from '../../contract/agent/stop.js';
import type { SubmitMessage } from '../../contract/invocation/invocation.js';
import * as messages from '../../contract/messages.js';
import type { TemporalActivities } from '../../contract/steps.js';
import { authenticated, input, type Script, SEALED, threePages } from '../server/workflows/scripted-login.js';
import { field } from '../unit/workflows/pages.js';
import type { Stage } from './stage.js';
import { both, COMPLETE, type Story, soon } from './story.js';

const WAITS = { has_totp: false, reauth_wait_seconds: 7 * 86_400 };
const noPassword: Partial<Script> = {
  begun: { stored: ['email'], ...WAITS },
  open: () => input(field('email')),
  fill: (step) => ('email' in step.values ? input(field('password')) : authenticated),
};
const sentCode: Partial<Script> = {
  begun: { stored: ['email', 'password'], ...WAITS },
  open: () => input(field('email'), field('password')),
  fill: (step) => ('password' in step.values ? input(field('code', { code_from: 'sms' })) : authenticated),
};

/** A login that is found to run so often. */
function runsFor(looks: number): TemporalActivities['isRunning'] {
  let looked = 0;
  return async () => ++looked <= looks;
}

const isParked = ({ parked_since }: { readonly parked_since?: string | null }) => (parked_since ?? null) !== null;
const submit = (stage: Stage, answer: Pick<SubmitMessage, 'question'> & Partial<SubmitMessage>) =>
  stage.invocation.signal(messages.invocation.submitSignal, { kid: 'k1', entitlement: SEALED, ...answer });

/** Once the agent is as wanted. */
async function until({ agent }: Stage, isSo: (state: AgentState) => boolean): Promise<void> {
  while (!isSo(await agent.query(messages.agent.state))) await sleep(50);
}

/** What the vault says of logins, one after the other; then it has nothing against them. */
function inTurn(...stops: readonly (() => LoginStop | null)[]): Script['standing'] {
  let asked = 0;
  return () => stops[asked++]?.() ?? null;
}

/** A session that is reported over, and renewed in the end. */
const renewal = (script: Partial<Script>, meanwhile: (stage: Stage) => Promise<void>): Story => ({
  script: { ...COMPLETE, ...script },
  async tell(stage) {
    await stage.makeAgent();
    await stage.startLogin();
    await stage.invocation.result();
    await stage.agent.signal(messages.agent.reportExpired);
    await until(stage, ({ status }) => status === 'NEEDS_AUTH');
    await meanwhile(stage);
    await until(stage, ({ status }) => status === 'AUTHENTICATED');
    await stage.removeAgent();
    return { agent: { workflowId: stage.agentId } };
  },
});

/** An agent that is new in Temporal hears of the session that there is, or gets one. */
async function madeAnew(stage: Stage): ReturnType<Story['tell']> {
  await stage.makeAgent();
  await stage.agent.signal(messages.agent.vaultChanged);
  await until(stage, ({ status }) => status === 'AUTHENTICATED');
  await stage.removeAgent();
  return { agent: { workflowId: stage.agentId } };
}

/** Re-logins that wait for people, and renewals that something holds up. */
export const REAUTH_STORIES: Readonly<Record<string, Story>> = {
  'reauth-waits': {
    skipsTime: true,
    script: noPassword,
    async tell(stage) {
      await stage.makeAgent();
      await stage.startLogin({ type: 'reauth' });
      await stage.seen(isParked);
      await stage.pass('2 hours');
      await submit(stage, { question: 1, field_values: { password: SEALED } });
      await stage.invocation.result();
      await stage.removeAgent();
      return both(stage);
    },
  },
  'reauth-begins-again': {
    skipsTime: true,
    script: sentCode,
    async tell(stage) {
      await stage.makeAgent();
      await stage.startLogin({ type: 'reauth' });
      await stage.seen(({ step }) => step === 'awaiting_input');
      await stage.pass('10 minutes');
      await stage.seen(isParked);
      await submit(stage, { question: 2, sign_in_option_id: BEGIN_AGAIN });
      await stage.seen(({ question, step }) => step === 'awaiting_input' && question === 3);
      await submit(stage, { question: 3, field_values: { code: SEALED } });
      await stage.invocation.result();
      await stage.removeAgent();
      return both(stage);
    },
  },
  'renewal-held': renewal(
    {
      standing: inTurn(() => ({ why: 'circuit_open', until: soon(300_000) })),
      change: (heard) => ({ change: heard === null ? 'closed' : null, has_session: true }),
    },
    async (stage) => {
      await until(stage, ({ stopped }) => stopped != null);
      await stage.agent.signal(messages.agent.vaultChanged);
    },
  ),
  'renewal-in-trouble': renewal(
    {
      open: (n) =>
        n === 2 ? { kind: 'failed', code: 'website_error', website_error: null, artefact: null } : threePages.open(n),
      standing: inTurn(
        () => null,
        () => ({ why: 'site_trouble', until: soon(300) }),
      ),
    },
    (stage) => until(stage, ({ last_error_code }) => last_error_code !== null),
  ),
  'begin-stopped': {
    script: { ...COMPLETE, begun: { stopped: { why: 'locked', until: null } } },
    async tell(stage) {
      await stage.makeAgent();
      await stage.startLogin({ type: 'reauth' });
      await stage.invocation.result();
      await stage.removeAgent();
      return both(stage);
    },
  },
  /** Temporal's database was lost: the agent is made anew, and the vault tells it what there is. */
  'keeper-finds-session': {
    script: {
      ...COMPLETE,
      change: (heard) => ({
        change: heard === null ? 'lost' : null,
        has_session: true,
        session: { last_auth_at: soon(-60_000), session_expires_at: null, post_login_url: 'https://example.com/home' },
      }),
    },
    tell: madeAnew,
  },
  'keeper-renews': {
    script: {
      ...COMPLETE,
      change: (heard) => ({ change: heard === null ? 'lost' : null, has_session: false, lost: 'renew' }),
    },
    tell: madeAnew,
  },
  /** Its login runs on after its time, and is looked at less and less often, until somebody has ended it. */
  'overdue-looked-at': {
    skipsTime: true,
    temporal: () => ({ isRunning: runsFor(3) }),
    async tell(stage) {
      await stage.makeAgent();
      await stage.startLogin({ limits: { idle_seconds: 60, overall_seconds: 1 } });
      await stage.invocation.terminate();
      await stage.pass('20 minutes');
      await until(stage, ({ invocation_id }) => invocation_id === null);
      await stage.removeAgent();
      return { agent: { workflowId: stage.agentId } };
    },
  },
};
