import { setTimeout as sleep } from 'node:timers/promises';
import { ApplicationFailure } from '@temporalio/common';
import type { LoginStop } from '../../contract/agent/stop.js';
import * as messages from '../../contract/messages.js';
import { type Script, threePages } from '../server/workflows/scripted-login.js';
import { atFirst, COMPLETE, login, renewed, type Story, soon } from './story.js';

const accountWaits = (): Script['fill'] => {
  let waits = 0;
  return (step, n) =>
    ++waits === 1 ? { kind: 'wait_until', at: soon(300), why: 'account' } : threePages.fill(step, n);
};
/** The ledger stops the first login that it is asked about. */
const standing = (stop: () => LoginStop): Script['standing'] => {
  let asked = 0;
  return () => (++asked === 1 ? stop() : null);
};

/** How opening a page fails while the vault is away, once Temporal has given up. */
const away = (): never => {
  throw ApplicationFailure.nonRetryable('', 'vault_unavailable');
};

/** What other logins and the ledger of an account do to logins. */
export const ACCOUNT_STORIES: Readonly<Record<string, Story>> = {
  'site-full': login(
    { ...COMPLETE, open: (n) => (n < 3 ? { kind: 'site_full', ask_again_ms: 100 } : threePages.open(n)) },
    0,
  ),
  'vault-away': login({ ...COMPLETE, open: (n) => (n < 3 ? away() : threePages.open(n)) }, 0),
  'account-in-use': login({ ...COMPLETE, fill: accountWaits() }, 0),
  'account-stopped': login({ ...COMPLETE, fill: atFirst(() => ({ kind: 'stopped', why: 'unknown', until: null })) }, 1),
  'renewal-waits': renewed(
    null,
    (stage) => stage.agent.signal(messages.agent.reportExpired),
    standing(() => ({ why: 'short_sessions', until: soon(300) })),
  ),
  'renewal-stopped': {
    script: { ...COMPLETE, standing: standing(() => ({ why: 'locked', until: soon(300_000) })) },
    async tell(stage) {
      await stage.makeAgent();
      await stage.startLogin();
      await stage.invocation.result();
      await stage.agent.signal(messages.agent.reportExpired);
      while ((await stage.agent.query(messages.agent.state)).stopped == null) await sleep(50);
      await stage.removeAgent();
      return { agent: { workflowId: stage.agentId } };
    },
  },
};
