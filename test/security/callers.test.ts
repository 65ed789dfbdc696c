import { describe, expect, it } from 'vitest';
import type { BrowserActivities, PageActivities, TemporalActivities, VaultActivities } from '../../contract/steps.js';
import { type Caller, type CallerCheck, checkCaller } from '../../worker/check-caller.js';
import { begin, beginning, codeOf, grant, openTestVault } from '../vault/support/vault.js';

/**
 * Whoever has the Temporal namespace asks for our activities from workflows of their own, with arguments that they read in histories:
 * the ids are true, and who asks is somebody else.
 */
type ActivityName = keyof (BrowserActivities & PageActivities & TemporalActivities & VaultActivities);
/** A step on a page, or of the vault for a login; of another workflow, whose id is a member of the arguments; any workflow's of some type. */
type Whose = 'page' | 'login' | readonly [workflow: string, member: string, isLocal: boolean] | 'anyone of ours';
const agent = (member: string): Whose => ['authAgent', member, true];

/** All of them: what is not here does not pass the type check. */
const ACTIVITIES: Readonly<Record<ActivityName, Whose>> = {
  openLogin: 'page',
  fillFields: 'page',
  chooseOption: 'page',
  lookAtPage: 'page',
  saveSession: 'page',
  closePage: 'page',
  beginInvocation: 'login',
  recoverAttempt: 'login',
  closeInvocation: 'login',
  noteNeedsHuman: 'login',
  remind: 'login',
  wakeLogin: 'login',
  readStored: 'login',
  readEnd: agent('auth_agent_id'),
  recordAgent: agent('id'),
  hearChange: agent('id'),
  hasSession: agent('id'),
  checkLogin: agent('id'),
  askAgent: ['ensureSession', 'workflow_id', false],
  isRunning: 'anyone of ours',
  checkSession: 'anyone of ours',
  callVault: 'anyone of ours',
};
const of = (whose: Whose): string[] =>
  Object.entries(ACTIVITIES).flatMap(([name, its]) => (its === whose ? [name] : []));
const PAGE_STEPS = of('page');
const OF_LOGINS = of('login');
const OF_OTHERS = Object.entries(ACTIVITIES).flatMap(([name, its]) =>
  typeof its === 'string' ? [] : [[name, ...its] as const],
);

const NOBODY: CallerCheck['firstRunOf'] = async () => null;

async function aLogin(firstRunOf = NOBODY) {
  const { vault, admin } = await openTestVault();
  const { ref } = await begin(vault, (await grant(admin, 'example.com')).id);
  const { invocation_id: workflowId } = ref;
  const own: Caller = {
    activityType: 'fillFields',
    workflowExecution: { workflowId, runId: beginning(ref).run_id },
    workflowType: 'authInvocation',
    namespace: 'default',
    isLocal: false,
  };
  const check: CallerCheck = { namespace: 'default', vault, firstRunOf };
  return { ref, own, ask: (caller: Caller, input: unknown) => checkCaller(check, caller, input) };
}

describe('an activity of a login', () => {
  const isLocal = (activityType: string) => OF_LOGINS.includes(activityType);
  const onEach = async (
    run: (login: Caller, ask: (caller: Caller, input: unknown) => Promise<void>) => Promise<void>,
  ) => {
    const { own, ask, ref } = await aLogin();
    for (const activityType of [...PAGE_STEPS, ...OF_LOGINS]) {
      const login: Caller = { ...own, activityType, isLocal: isLocal(activityType) };
      await ask(login, ref);
      await run(login, ask);
    }
    return ref;
  };

  it('is refused to a workflow of another id, type, namespace or run, and to one of nobody', () =>
    onEach(async (login, ask) => {
      const { workflowId, runId } = login.workflowExecution!;
      const others: Partial<Caller>[] = [
        { workflowExecution: { workflowId: 'theirs', runId } },
        { workflowType: 'theirs' },
        { namespace: 'theirs' },
        { workflowExecution: { workflowId, runId: 'a-run-of-theirs' } },
        { workflowExecution: undefined },
      ];
      const ref = { invocation_id: workflowId };
      for (const other of others) {
        const what = `${login.activityType} ${JSON.stringify(other)}`;
        expect(await codeOf(ask({ ...login, ...other }, ref)), what).toBe('invocation_not_found');
      }
    }));

  it('is refused when it names no login or a second one', () =>
    onEach(async (login, ask) => {
      for (const input of [undefined, null, 'inv', {}, { invocation_id: 'inv_of_another' }, { invocation_id: ['x'] }])
        expect(await codeOf(ask(login, input))).toBe('invocation_not_found');
    }));

  it('of the vault is no task that others can give', () =>
    onEach(async (login, ask) => {
      const { workflowId: invocation_id } = login.workflowExecution!;
      const asked = codeOf(ask({ ...login, isLocal: !login.isLocal }, { invocation_id }));
      expect(await asked).toBe('invocation_not_found');
    }));
});

describe('the id of a login whose workflow was ended by force', () => {
  it('is of no use to another workflow that takes it', async () => {
    const { own, ask, ref } = await aLogin(async () => 'first-run-of-theirs');
    const { workflowId } = own.workflowExecution!;
    const theirs = { ...own, workflowExecution: { workflowId, runId: 'a-later-run-of-theirs' } };
    expect(await codeOf(ask(theirs, ref))).toBe('invocation_not_found');
  });

  it('still is that of the runs which the first one led to', async () => {
    const asked: string[][] = [];
    const { own, ask, ref } = await aLogin(async (...run) => {
      asked.push(run);
      return beginning(ref).run_id;
    });
    const { workflowId } = own.workflowExecution!;
    await ask(own, ref);
    expect(asked).toEqual([]);
    await ask({ ...own, workflowExecution: { workflowId, runId: 'second-run' } }, ref);
    expect(asked).toEqual([[workflowId, 'second-run']]);
  });
});

it('a login from before runs were recorded belongs to the first that comes, by the server’s word', async () => {
  const adopted: string[][] = [];
  const vault: CallerCheck['vault'] = {
    runOf: async () => null,
    adoptRun: async (...run) => void adopted.push(run),
  };
  const { own, ref } = await aLogin();
  await checkCaller({ namespace: 'default', vault, firstRunOf: async () => 'first-run' }, own, ref);
  expect(adopted).toEqual([[ref.invocation_id, 'first-run']]);
  const unknown = checkCaller({ namespace: 'default', vault, firstRunOf: NOBODY }, own, ref);
  expect(await codeOf(unknown)).toBe('invocation_not_found');
});

it('a login that has not begun is begun by no run but its first', async () => {
  const { own, ask, ref } = await aLogin(async () => 'their-first-run');
  const fresh = { ...beginning(ref), invocation_id: 'inv_fresh_00000000000' };
  const { invocation_id: workflowId, run_id: runId } = fresh;
  const caller: Caller = { ...own, activityType: 'beginInvocation', isLocal: true };
  await ask({ ...caller, workflowExecution: { workflowId, runId } }, fresh);
  const theirs = { ...caller, workflowExecution: { workflowId, runId: 'their-second-run' } };
  expect(await codeOf(ask(theirs, fresh))).toBe('invocation_not_found');
});

it('what is an agent’s or another’s is for the workflow that its arguments name', async () => {
  const { own, ask } = await aLogin();
  for (const [activityType, workflowType, member, isLocal] of OF_OTHERS) {
    const workflowExecution = { workflowId: 'mine', runId: 'r' };
    const caller: Caller = { ...own, activityType, workflowType, isLocal, workflowExecution };
    await ask(caller, { [member]: 'mine' });
    expect(await codeOf(ask(caller, { [member]: 'of-somebody-else' }))).toBe('forbidden');
    expect(await codeOf(ask({ ...caller, workflowType: 'theirs' }, { [member]: 'mine' }))).toBe('forbidden');
    expect(await codeOf(ask({ ...caller, isLocal: !isLocal }, { [member]: 'mine' }))).toBe('forbidden');
  }
});

it('what any workflow of ours may do is for no other, and what is no activity of ours for nobody', async () => {
  const { own, ask } = await aLogin();
  for (const activityType of [...of('anyone of ours'), 'somethingElse', 'constructor', '__proto__']) {
    for (const isLocal of [true, false]) {
      const asked = ask({ ...own, activityType, workflowType: 'theirs', isLocal }, { request: null });
      expect(await codeOf(asked), activityType).toBe('forbidden');
    }
  }
});
