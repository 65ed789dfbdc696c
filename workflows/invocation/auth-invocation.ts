import {
  ActivityFailure,
  ApplicationFailure,
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
  setCurrentDetails,
  setHandler,
  sleep,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import { ERRORS, FLOW_ERRORS, type FlowErrorCode } from '../../contract/errors.js';
import type { InvocationInput, InvocationState, SubmitMessage } from '../../contract/invocation.js';
import * as messages from '../../contract/messages.js';
import type { ChooseStep, FillResult, Outcome, SeenPage } from '../../contract/steps.js';
import { changeFeed } from '../lib/change-feed.js';
import { vault } from '../lib/vault.js';
import { checkSubmit } from './check-submit.js';
import { details } from './details.js';
import type { Flow } from './flow/index.js';
import * as flows from './flow/index.js';
import { addHandoff, type Handoffs, mayUse, useHandoff } from './handoffs.js';
import { browsers, lostBy, pageSteps } from './page-steps.js';
import { needsPerson, type Plan } from './plan.js';

type Values = Plan['values'];

/** How long one look at a page that waits for another device lasts; then the workflow looks at its limits. */
const WATCH_SECONDS = 60;

/** What a run hands to the next one. */
export interface InvocationResume {
  readonly flow: Flow;
  readonly outcome: Outcome | null;
  readonly handoffs: Handoffs;
}

/** One login attempt, from the first page to a session that is saved and proven, through as many questions as it takes. */
export async function authInvocation(
  input: InvocationInput,
  handedOver: InvocationResume | null = null,
): Promise<InvocationState> {
  // Whoever starts a workflow chooses its arguments; only a run that goes on has anything handed over.
  const resume = workflowInfo().continuedFromExecutionRunId === undefined ? null : handedOver;
  let flow: Flow = resume?.flow ?? flows.beginFlow(input, Date.now());
  let outcome: Outcome | null = resume?.outcome ?? null;
  let woken = false;
  let draining = false;
  let handoffs: Handoffs =
    resume?.handoffs ?? input.handoff_hashes.reduce((all, hash) => addHandoff(all, hash, Date.now()), {});
  const ref = { invocation_id: input.invocation_id, auth_agent_id: input.auth_agent_id };

  const become = (next: Flow): void => {
    flow = next;
    setCurrentDetails(details(flow.state));
  };
  const refusal = (message: SubmitMessage) =>
    flows.ended(flow) ? { code: 'invocation_ended' as const, details: {} } : checkSubmit(flow.state, flow.kid, message);
  const take = (message: SubmitMessage): void => become(flows.submitted(flow, Date.now(), message));

  setHandler(messages.invocation.state, () => flow.state);
  setHandler(
    messages.invocation.waitForChange,
    changeFeed(
      () => flow.state,
      () => draining,
    ),
  );
  setHandler(
    messages.invocation.submit,
    async (message) => {
      take(message);
      return flow.state;
    },
    {
      validator: (message) => {
        const refused = refusal(message);
        if (refused) throw ApplicationFailure.nonRetryable(ERRORS[refused.code].message, refused.code, refused.details);
      },
    },
  );
  setHandler(messages.invocation.submitSignal, (message) => {
    const refused = refusal(message);
    if (refused) become(flows.submitRejected(flow, Date.now(), refused.code));
    else take(message);
  });
  setHandler(messages.invocation.addHandoff, (hash) => {
    handoffs = addHandoff(handoffs, hash, Date.now());
  });
  setHandler(
    messages.invocation.exchange,
    async (hash) => {
      handoffs = useHandoff(handoffs, hash);
      return { exchanged: true };
    },
    {
      validator: (hash) => {
        if (flows.ended(flow) || !mayUse(handoffs, hash, Date.now())) {
          throw ApplicationFailure.nonRetryable(ERRORS.handoff_expired.message, 'handoff_expired', {});
        }
      },
    },
  );

  const work = new CancellationScope();
  let cancelRequested = false;
  setHandler(messages.invocation.cancel, () => {
    cancelRequested = true;
    work.cancel();
  });
  CancellationScope.current().cancelRequested.catch(() => {
    cancelRequested = true;
  });

  /** The activity's own error code, where a step failed with one of ours. */
  const codeOf = (error: unknown): FlowErrorCode => {
    const cause = error instanceof ActivityFailure ? error.cause : error;
    const type = cause instanceof ApplicationFailure ? cause.type : null;
    return type && Object.hasOwn(FLOW_ERRORS, type) ? (type as FlowErrorCode) : 'internal_error';
  };

  async function begin(): Promise<void> {
    const answer = await vault.beginInvocation({ ...ref, type: input.type });
    // Readable with no worker up: a Signal can then still be sealed.
    upsertMemo({ [messages.SEALING_KEY_MEMO]: answer.sealing_key });
    become(flows.begun(flow, Date.now(), answer));
  }

  async function open(): Promise<Outcome> {
    become(flows.opening(flow, Date.now()));
    const opened = await browsers(input.task_queue, woken, `open ${input.domain}`).openLogin(ref);
    woken = false;
    become(flows.opened(flow, Date.now(), opened.page, input.limits.overall_seconds));
    return opened.outcome;
  }

  /** The page is gone: it is opened again and filled with what is at hand, so that nobody is asked twice. */
  function lost(): null {
    become(flows.pageLost(flow, Date.now()));
    return null;
  }

  async function look(watch_seconds?: number): Promise<Outcome | null> {
    const page = flow.page!;
    try {
      return await pageSteps(page, 'look at the page').lookAtPage({ ...ref, page, watch_seconds });
    } catch (error) {
      lostBy(error);
      return lost();
    }
  }

  /** Nobody knows what became of a submission: make sure that it can't happen any more, then look. */
  async function recover(attempt_id: string, values: Values): Promise<Outcome | null> {
    const attempt = await vault.recoverAttempt({ ...ref, attempt_id });
    if (attempt.state === 'armed' && !attempt.again) become(flows.unknownAttempt(flow, values));
    return look();
  }

  /** What the page shows after a fill; null where it has to be opened again. */
  function after(result: FillResult, page: SeenPage): Outcome | null {
    switch (result.kind) {
      case 'wait_until':
      case 'empty':
      case 'refused_before':
        return { kind: 'input', page };
      case 'changed':
        return result.outcome;
      case 'refused':
        return result.page && { kind: 'input', page: result.page };
      default:
        return result;
    }
  }

  async function fill(): Promise<Outcome | null> {
    const { values } = flows.planOf(flow);
    const [page, seen] = [flow.page!, flow.seen!];
    const attempt_id = `${input.invocation_id}:${flow.state.question}:${flow.steps}`;
    become(flows.filling(flow, Date.now(), values));
    let result: FillResult;
    try {
      const steps = pageSteps(page, `fill ${Object.keys(values).join(', ')}`);
      result = await steps.fillFields({ ...ref, page, signature: seen.signature, attempt_id, values });
    } catch (error) {
      return lostBy(error) === 'untouched' ? lost() : recover(attempt_id, values);
    }
    become(flows.filled(flow, Date.now(), values, result));
    if (result.kind === 'wait_until') {
      await sleep(Math.max(Date.parse(result.at) - Date.now(), 1), { summary: 'next TOTP step' });
    }
    return after(result, seen);
  }

  async function choose(choice: ChooseStep['choice']): Promise<Outcome | null> {
    const [page, seen] = [flow.page!, flow.seen!];
    const [kind] = Object.keys(choice);
    become(flows.choosing(flow, Date.now(), kind!));
    try {
      return await pageSteps(page, `choose ${kind}`).chooseOption({ ...ref, page, signature: seen.signature, choice });
    } catch (error) {
      lostBy(error);
      return lost();
    }
  }

  /** What a person chose; null where values were given. */
  function choiceOf({ sso_button, selected_mfa_type, sign_in_option_id }: SubmitMessage): ChooseStep['choice'] | null {
    if (sso_button !== undefined) return { sso_button };
    if (selected_mfa_type !== undefined) return { mfa_type: selected_mfa_type };
    return sign_in_option_id === undefined ? null : { sign_in_option: sign_in_option_id };
  }

  /** Waits for a person on one durable timer. False: the history is long, go on in a new run. */
  async function answered(): Promise<boolean> {
    const left = Math.max(flow.idle_deadline! - Date.now(), 1);
    const wanted = flow.state.pending_fields.map((field) => field.name).join(', ') || 'a choice';
    const inTime = await condition(() => flow.answer !== null || workflowInfo().continueAsNewSuggested, left, {
      summary: `waits for ${wanted}`,
    });
    if (!inTime) become(flows.expired(flow));
    return flow.answer !== null || !inTime;
  }

  /** One step of the login. Null: the page has to be opened. */
  async function step(current: Outcome | null): Promise<Outcome | null> {
    if (current === null) return open();
    if (current.kind === 'authenticated') {
      const page = flow.page!;
      become(flows.saving(flow, Date.now(), current.url));
      try {
        const saved = await pageSteps(page, 'save the session').saveSession({ ...ref, page });
        become(flows.saved(flow, Date.now(), saved));
        return current;
      } catch (error) {
        lostBy(error);
        return lost();
      }
    }
    if (current.kind === 'external_action') return look(WATCH_SECONDS);
    const sso = flows.ssoChoice(flow);
    const choice = flow.answer ? choiceOf(flow.answer) : sso && { sso_button: sso };
    return choice ? choose(choice) : fill();
  }

  const mustAsk = (): boolean =>
    outcome?.kind === 'input' &&
    flow.answer === null &&
    needsPerson(flow.seen!, flows.planOf(flow)) &&
    !flows.ssoChoice(flow);

  /** @returns false when a new run has to go on */
  async function login(): Promise<boolean> {
    if (flow.kid === null) await begin();
    while (!flows.ended(flow)) {
      if (workflowInfo().continueAsNewSuggested) return false;
      if (Date.now() >= flow.overall_deadline) become(flows.expired(flow));
      else if (flow.state.step === 'awaiting_input' && flow.answer === null) {
        if (!(await answered())) return false;
        woken = flow.answer !== null;
      } else if (mustAsk()) become(flows.ask(flow, Date.now(), input.limits.idle_seconds));
      else {
        outcome = await step(outcome);
        if (outcome && !flows.ended(flow)) become(flows.saw(flow, Date.now(), outcome));
      }
    }
    return true;
  }

  /** The end: nothing that was given survives it, unless it is saved. */
  async function close(): Promise<void> {
    const page = flow.page;
    const closing = page
      ? pageSteps(page, 'close the page')
          .closePage({ ...ref, page })
          .catch(() => undefined)
      : null;
    const { status, code } = flow.end!;
    const { credential_name } = await vault.closeInvocation({
      ...ref,
      status,
      error_code: code,
      save_credential_as: flow.state.save_credential_as,
      given: status === 'SUCCESS' ? flows.givenToSave(flow) : {},
    });
    const { session_expires_at, post_login_url } = flow.state;
    const report = {
      invocation_id: input.invocation_id,
      status,
      error_code: code,
      credential_name,
      session_expires_at,
      post_login_url,
    };
    // The agent first: who sees the end here must find the agent up to date. It may have been deleted meanwhile.
    await getExternalWorkflowHandle(input.auth_agent_id)
      .signal(messages.agent.invocationClosed, report)
      .catch(() => undefined);
    become(flows.closed(flow, Date.now()));
    draining = true;
    await closing;
    await condition(allHandlersFinished);
  }

  let finished = true;
  try {
    finished = await work.run(login);
  } catch (error) {
    become(isCancellation(error) ? flows.canceled(flow) : flows.fail(flow, codeOf(error)));
  }
  if (!finished) {
    draining = true;
    await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
    if (!cancelRequested) return continueAsNew<typeof authInvocation>(input, { flow, outcome, handoffs });
    become(flows.canceled(flow));
  }
  await CancellationScope.nonCancellable(close);
  return flow.state;
}
