import {
  ApplicationFailure,
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  ParentClosePolicy,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  startChild,
  uuid4,
  workflowInfo,
} from '@temporalio/workflow';
import type { AgentInput, AgentResume, StartedInvocation, StartInvocation } from '../../contract/agent.js';
import { ERRORS } from '../../contract/errors.js';
import type { InvocationInput } from '../../contract/invocation.js';
import * as messages from '../../contract/messages.js';
import { WORKFLOWS } from '../../contract/names.js';
import type { TemporalActivities } from '../../contract/steps.js';
import { changeFeed } from '../lib/change-feed.js';
import { iso } from '../lib/iso.js';
import { vault } from '../lib/vault.js';
import * as records from './record.js';

const DAY_MS = 86_400_000;
/** An overdue invocation is looked after this often: it may still queue for a page, or have been terminated. */
const CHECK_MS = 60_000;

const { isRunning } = proxyActivities<Pick<TemporalActivities, 'isRunning'>>({
  startToCloseTimeout: '20s',
  cancellationType: 'TRY_CANCEL',
  summary: 'is the invocation still running?',
});

/**
 * Keeps the session of one (domain, profile): starts invocations, one at a time, and a new one by timer when the session ends.
 * Lives until it is removed; each run hands its record to the next.
 */
export async function authAgent(input: AgentInput): Promise<void> {
  const startedAt = Date.now();
  // Whoever starts a workflow chooses its arguments; only a run that goes on has anything handed over.
  const continues = workflowInfo().continuedFromExecutionRunId !== undefined;
  let record: AgentResume = (continues ? input.resume : null) ?? records.beginRecord(input);
  /** The vault's index lags behind the record. */
  let unwritten = false;
  let removing = false;
  /** Cancelled by Temporal, as from its UI: ends like a removal, and is shown as cancelled. */
  let canceled: unknown = null;
  let draining = false;
  let checkAfter = 0;
  let tell: { workflow_id: string; authenticated: boolean }[] = [];

  const become = (next: AgentResume): void => {
    record = next;
    const { status, domain, profile_name, session_expires_at } = record.state;
    const until = session_expires_at ? ` until ${session_expires_at}` : '';
    setCurrentDetails(`Session of ${domain} for profile ${profile_name}: **${status}**${until}.`);
  };
  const running = (): string | null => record.slot;
  const refuse = (code: 'save_conflict' | 'agent_not_found' | 'already_exists') =>
    ApplicationFailure.nonRetryable(ERRORS[code].message, code, {});

  async function start(request: StartInvocation): Promise<StartedInvocation> {
    const limits = request.limits ?? record.state.limits;
    const expires_at = iso(Date.now() + limits.overall_seconds * 1000);
    become(records.reserved(record, request.invocation_id, expires_at, request.save_credential_as));
    const { domain, profile_name, save_credential_as } = record.state;
    const child: InvocationInput = {
      invocation_id: request.invocation_id,
      auth_agent_id: input.id,
      type: request.type,
      domain,
      profile_name,
      save_credential_as,
      limits,
      handoff_hashes: request.handoff_hash ? [request.handoff_hash] : [],
      task_queue: input.task_queue,
    };
    try {
      await CancellationScope.nonCancellable(() =>
        startChild(WORKFLOWS.authInvocation, {
          workflowId: request.invocation_id,
          args: [child],
          // The next run of this agent never hears from a child of this one: it lives on its own and reports by Signal.
          parentClosePolicy: ParentClosePolicy.ABANDON,
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
          staticSummary: `${request.type} ${domain} (${profile_name})`,
        }),
      );
    } catch {
      become(records.released(record));
      throw refuse('already_exists');
    }
    become(records.started(record, request.invocation_id));
    return { invocation_id: request.invocation_id, type: request.type, expires_at, joined: false };
  }

  /** Joins the invocation in progress. */
  async function join(request: StartInvocation): Promise<StartedInvocation> {
    const invocation_id = running()!;
    const joined = { invocation_id, type: request.type, expires_at: record.invocation_expires_at!, joined: true };
    // Whoever is told of it looks it up next.
    await condition(() => record.slot !== invocation_id || record.state.invocation_id === invocation_id);
    if (request.handoff_hash && request.invocation_id !== invocation_id) {
      await getExternalWorkflowHandle(invocation_id)
        .signal(messages.invocation.addHandoff, request.handoff_hash)
        .catch(() => undefined);
    }
    return joined;
  }

  const startOrJoin = (request: StartInvocation): Promise<StartedInvocation> =>
    running() ? join(request) : start(request);

  const reauth = (): Promise<StartedInvocation> =>
    startOrJoin({
      invocation_id: `inv_${uuid4().replaceAll('-', '')}`,
      type: 'reauth',
      save_credential_as: null,
      handoff_hash: null,
      limits: null,
    });

  setHandler(messages.agent.state, () => record.state);
  setHandler(
    messages.agent.waitForChange,
    changeFeed(
      () => record.state,
      () => draining,
    ),
  );
  setHandler(
    messages.agent.configure,
    async (config) => {
      become(records.configured(record, config));
      return record.state;
    },
    { validator: (_) => rejectWhenRemoved() },
  );
  setHandler(messages.agent.startInvocation, startOrJoin, {
    validator: (request) => {
      rejectWhenRemoved();
      const asked = request.save_credential_as;
      const conflict = running() !== null && asked !== null && asked !== record.state.save_credential_as;
      if (conflict && running() !== request.invocation_id) throw refuse('save_conflict');
    },
  });
  setHandler(
    messages.agent.ensure,
    async ({ workflow_id }) => {
      if (record.state.status === 'AUTHENTICATED' && !running()) return { authenticated: true, agent: record.state };
      become(records.waitingToo(record, workflow_id));
      await reauth();
      return { authenticated: false, agent: record.state };
    },
    { validator: (_) => rejectWhenRemoved() },
  );
  setHandler(messages.agent.reportExpired, async () => {
    if (removing) return;
    become(records.expiredByReport(record));
    unwritten = true;
    await reauth();
  });
  setHandler(messages.agent.invocationClosed, (closed) => {
    if (closed.invocation_id !== running()) return;
    const { waiting } = record;
    become(records.invocationEnded(record, closed, Date.now()));
    unwritten = true;
    const authenticated = closed.status === 'SUCCESS';
    tell = [...tell, ...waiting.map((workflow_id) => ({ workflow_id, authenticated }))];
  });
  setHandler(messages.agent.remove, async () => {
    removing = true;
    await condition(() => running() === null || draining);
  });

  function rejectWhenRemoved(): void {
    if (removing) throw refuse('agent_not_found');
  }

  /** Answers the workflows that wait for a session. One that has gone meanwhile needs no answer. */
  async function answerWaiting(): Promise<void> {
    const answers = tell;
    tell = [];
    for (const { workflow_id, authenticated } of answers) {
      await getExternalWorkflowHandle(workflow_id)
        .signal(messages.ensureSession.sessionAnswer, {
          authenticated,
          code: record.state.last_error_code,
          agent: record.state,
        })
        .catch(() => undefined);
    }
  }

  async function writeIndex(): Promise<void> {
    unwritten = false;
    const { id, status, last_auth_at, session_expires_at, post_login_url } = record.state;
    await vault.recordAgent({ id, status, last_auth_at, session_expires_at, post_login_url });
  }

  /** An invocation is overdue: one that no longer runs will never report. */
  async function checkInvocation(): Promise<void> {
    const invocation_id = running()!;
    const alive = await isRunning({ workflow_id: invocation_id });
    checkAfter = Date.now() + CHECK_MS;
    if (!alive) takeForTerminated(invocation_id);
  }

  /** It has not reported its end, and will not. */
  function takeForTerminated(invocation_id: string): void {
    if (running() !== invocation_id) return;
    tell = [...tell, ...record.waiting.map((workflow_id) => ({ workflow_id, authenticated: false }))];
    become(records.terminated(record, Date.now()));
    unwritten = true;
  }

  async function cancelInvocation(): Promise<void> {
    const invocation_id = running();
    if (invocation_id === null) return;
    // One that is still being started hears nothing yet.
    await condition(() => record.slot !== invocation_id || record.state.invocation_id === invocation_id);
    await getExternalWorkflowHandle(invocation_id)
      .signal(messages.invocation.cancel)
      .catch(() => undefined);
    const reported = await condition(() => running() !== invocation_id, '30s', {
      summary: 'the invocation reports its end',
    });
    if (!reported) takeForTerminated(invocation_id);
  }

  const old = (): boolean => workflowInfo().continueAsNewSuggested || Date.now() - startedAt >= DAY_MS;

  /** Until it is removed, or has grown old. */
  async function live(): Promise<void> {
    while (!removing) {
      if (tell.length > 0) await answerWaiting();
      if (unwritten) await writeIndex();
      if (old() && tell.length === 0 && !unwritten) return;
      const due = () => removing || unwritten || tell.length > 0 || workflowInfo().continueAsNewSuggested;
      const version = record.state.version;
      const wake = records.nextWake(record);
      if (wake === null) {
        await condition(() => due() || record.state.version !== version);
        continue;
      }
      const left = Math.min(Math.max(wake.at, checkAfter) - Date.now(), DAY_MS);
      const early =
        left > 0 && (await condition(() => due() || record.state.version !== version, left, { summary: wake.why }));
      if (early || Date.now() < wake.at) continue;
      if (wake.why === 'invocation overdue') await checkInvocation();
      else {
        become(records.expiredByReport(record));
        unwritten = true;
        await reauth();
      }
    }
  }

  /** Nobody is left waiting, nothing unwritten. */
  async function settle(): Promise<void> {
    draining = true;
    do {
      await condition(allHandlersFinished);
      if (tell.length > 0) await answerWaiting();
      if (unwritten && !removing) await writeIndex();
    } while (!allHandlersFinished() || tell.length > 0 || (unwritten && !removing));
  }

  CancellationScope.current().cancelRequested.catch((reason: unknown) => {
    removing = true;
    canceled = reason;
  });
  if (record.state.version === 1) become(record);
  await CancellationScope.nonCancellable(async () => {
    await live();
    // A removal may come at any moment, and not cancel the login in progress only once.
    if (!removing) await settle();
    if (!removing) await continueAsNew<typeof authAgent>({ ...input, resume: record });
    await cancelInvocation();
    await answerWaiting();
    await settle();
  });
  if (canceled !== null) throw canceled;
}
