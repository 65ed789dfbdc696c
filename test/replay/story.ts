import { setTimeout as sleep } from 'node:timers/promises';
import * as messages from '../../contract/messages.js';
import type { TemporalActivities } from '../../contract/steps.js';
import { type Script, threePages } from '../server/workflows/scripted-login.js';
import type { Stage } from './stage.js';

/** Histories that are kept, by the second part of their file's name. */
export type Kept = Readonly<Record<string, { readonly workflowId: string; readonly runId?: string }>>;

/** What happens to an agent and its login. */
export interface Story {
  readonly script?: Partial<Script>;
  readonly temporal?: (stage: () => Stage) => Partial<TemporalActivities>;
  /** On a server that suggests a new run after few events. */
  readonly longLived?: boolean;
  /** On a server whose clock runs ahead while nothing happens. It does not finish an Update that is held. */
  readonly skipsTime?: boolean;
  tell(stage: Stage): Promise<Kept>;
}

export const COMPLETE: Partial<Script> = { begun: { stored: ['email', 'password'], has_totp: true } };
export const soon = (ms: number) => new Date(Date.now() + ms).toISOString();

export const both = ({ invocationId, agentId }: Stage) => ({
  invocation: { workflowId: invocationId },
  agent: { workflowId: agentId },
});

/** A login that is asked so often, and answered by Update and Signal in turn. */
export const login = (script: Partial<Script>, questions: number): Story => ({
  script,
  async tell(stage) {
    await stage.makeAgent();
    await stage.startLogin();
    for (let question = 1; question <= questions; question += 1) {
      await stage.asked(question);
      await (question % 2 === 1 ? stage.submit(question) : stage.submitBySignal(question));
    }
    await stage.invocation.result();
    await stage.removeAgent();
    return both(stage);
  },
});

/** The first password that is filled meets with this, whatever comes after it is as usual. */
export function atFirst(meets: () => ReturnType<Script['fill']>): Script['fill'] {
  let calls = 0;
  return (step, n) => ('password' in step.values && ++calls === 1 ? meets() : threePages.fill(step, n));
}
/** Lets the session end by itself, or be reported; the agent logs in again. */
export const renewed = (
  sessionMs: number | null,
  renew: (stage: Stage) => Promise<void>,
  asked: Script['standing'] = () => null,
): Story => {
  let saves = 0;
  return {
    script: {
      ...COMPLETE,
      standing: asked,
      save: () => ({
        kind: 'saved',
        session_expires_at: ++saves === 1 && sessionMs !== null ? soon(sessionMs) : null,
        post_login_url: 'https://example.com/home',
      }),
    },
    async tell(stage) {
      await stage.makeAgent();
      await stage.startLogin();
      await stage.invocation.result();
      await renew(stage);
      const last = () => stage.agent.query(messages.agent.state).then((state) => state.last_invocation_id);
      while ((await last()) === stage.invocationId) await sleep(50);
      await stage.removeAgent();
      return { agent: { workflowId: stage.agentId } };
    },
  };
};
