import type { Info } from '@temporalio/activity';
import type { Vault } from '../activities/vault/types.js';
import { AgentAuthError } from '../contract/errors/errors.js';
import { WORKFLOWS } from '../contract/names.js';
import type { BrowserActivities, PageActivities, TemporalActivities, VaultActivities } from '../contract/steps.js';

type ActivityName = keyof (BrowserActivities & PageActivities & TemporalActivities & VaultActivities);

/** Who may ask for an activity. */
interface Rule {
  readonly workflow: keyof typeof WORKFLOWS;
  /** Another one that may, too. */
  readonly also?: keyof typeof WORKFLOWS;
  /** Local activities run next to our own code that asks for them: other workflows and whoever polls a queue cannot reach them. */
  readonly isLocal: boolean;
  /** Member of the arguments that is the id of the workflow that asks; null where the activity compares it itself, or needs none. */
  readonly own: string | null;
}

const login = (isLocal: boolean): Rule => ({ workflow: 'authInvocation', isLocal, own: 'invocation_id' });

/** Every activity. What is not here is refused. */
const RULES: Readonly<Record<ActivityName, Rule>> = {
  openLogin: login(false),
  fillFields: login(false),
  chooseOption: login(false),
  lookAtPage: login(false),
  saveSession: login(false),
  closePage: login(false),
  beginInvocation: login(true),
  recoverAttempt: login(true),
  closeInvocation: login(true),
  noteNeedsHuman: login(true),
  remind: login(true),
  wakeLogin: login(true),
  readEnd: { workflow: 'authAgent', isLocal: true, own: 'auth_agent_id' },
  recordAgent: { workflow: 'authAgent', isLocal: true, own: 'id' },
  readStored: login(true),
  hearChange: { workflow: 'authAgent', isLocal: true, own: 'id' },
  hasSession: { workflow: 'authAgent', isLocal: true, own: 'id' },
  checkLogin: { workflow: 'authAgent', isLocal: true, own: 'id' },
  isRunning: { workflow: 'authAgent', isLocal: false, own: null },
  // It says nothing of a session but whether it works.
  checkSession: { workflow: 'checkSession', also: 'authAgent', isLocal: false, own: null },
  askAgent: { workflow: 'ensureSession', isLocal: false, own: 'workflow_id' },
  // What it may do is sealed inside, for its own workflow id.
  callVault: { workflow: 'vaultCall', isLocal: true, own: null },
};

/** Who asks, as Temporal says. */
export type Caller = Pick<Info, 'activityType' | 'workflowExecution' | 'workflowType' | 'namespace' | 'isLocal'>;

export interface CallerCheck {
  readonly namespace: string;
  readonly vault: Pick<Vault, 'runOf' | 'adoptRun'>;
  /** See activities/temporal/first-run-of. */
  firstRunOf(workflowId: string, runId: string): Promise<string | null>;
}

const memberOf = (input: unknown, name: string): unknown =>
  typeof input === 'object' && input !== null && Object.hasOwn(input, name)
    ? (input as Readonly<Record<string, unknown>>)[name]
    : undefined;

/**
 * Refuses an activity that is asked for by anybody but the workflow that its arguments name. Whoever has the namespace can ask for any
 * activity with any arguments, from a workflow of their own; the names of workflow and run are the server's word.
 * @throws AgentAuthError `invocation_not_found`, for a login; `forbidden` for anything else
 */
export async function checkCaller(check: CallerCheck, caller: Caller, input: unknown): Promise<void> {
  const { activityType, workflowExecution, workflowType, namespace, isLocal } = caller;
  const rule = Object.hasOwn(RULES, activityType) ? RULES[activityType as ActivityName] : null;
  const isAsked =
    rule !== null &&
    workflowExecution !== undefined &&
    namespace === check.namespace &&
    isLocal === rule.isLocal &&
    (workflowType === WORKFLOWS[rule.workflow] || (rule.also !== undefined && workflowType === WORKFLOWS[rule.also])) &&
    (rule.own === null || memberOf(input, rule.own) === workflowExecution.workflowId);
  const isOfLogin = rule?.workflow === 'authInvocation';
  if (!isAsked) throw new AgentAuthError(isOfLogin ? 'invocation_not_found' : 'forbidden');
  if (isOfLogin) await checkRun(check, workflowExecution, memberOf(input, 'run_id'));
}

/**
 * An id is free again when its workflow has ended, so it proves nothing: the vault records which run began the login, and only what that run led
 * to goes on with it. The server is asked where the run itself is another, after it continued as new or was reset.
 * @param claimed first run, as the workflow says where it begins the login
 */
async function checkRun(
  { vault, firstRunOf }: CallerCheck,
  { workflowId, runId }: { readonly workflowId: string; readonly runId: string },
  claimed: unknown,
): Promise<void> {
  const begun = await vault.runOf(workflowId);
  if (begun === runId) return;
  if (begun === undefined && (claimed === undefined || claimed === runId)) return;
  const first = await firstRunOf(workflowId, runId);
  // Begun before runs were recorded.
  if (begun === null && first !== null) await vault.adoptRun(workflowId, first);
  else if (first === null || first !== (begun ?? claimed)) throw new AgentAuthError('invocation_not_found');
}
