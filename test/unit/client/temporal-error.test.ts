import {
  NamespaceNotFoundError,
  ServiceError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ActivityFailure, ApplicationFailure, RetryState, TimeoutFailure, TimeoutType } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { ask } from '../../../client/temporal/ask.js';
import { explain } from '../../../client/temporal/explain.js';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { fakeTemporal } from './fake-temporal.js';

const SECRET = 'canary-77aa';
const grpc = (code: number): Error =>
  Object.assign(new Error(`${code} ${SECRET}`), { code, details: SECRET, metadata: {} });
const service = (code: number): ServiceError => new ServiceError('failed', { cause: grpc(code) });
const failed = (cause: Error): WorkflowFailedError =>
  new WorkflowFailedError('failed', cause, RetryState.NON_RETRYABLE_FAILURE);
const inActivity = (cause: Error): ActivityFailure =>
  new ActivityFailure('failed', 'callVault', '1', RetryState.NON_RETRYABLE_FAILURE, 'worker', cause);
const failure = (type: string, ...details: unknown[]) => ApplicationFailure.create({ message: SECRET, type, details });

const up = fakeTemporal({ getSystemInfo: () => ({}) }).client;
const down = fakeTemporal({
  getSystemInfo: () => {
    throw grpc(14);
  },
}).client;

describe('what Temporal throws', () => {
  it.each<[string, unknown, string]>([
    ['a refused Update', new WorkflowUpdateFailedError('failed', failure('stale_step')), 'stale_step'],
    ['a failed activity', failed(inActivity(failure('already_exists'))), 'already_exists'],
    ['a failure that is not ours', failed(failure('TypeError')), 'internal_error'],
    [
      'a workflow that nobody worked on in time',
      failed(new TimeoutFailure('t', undefined, TimeoutType.START_TO_CLOSE)),
      'worker_unavailable',
    ],
    ['no such workflow', new WorkflowNotFoundError('gone', 'id', undefined), 'agent_not_found'],
    ['no such namespace', new NamespaceNotFoundError('gone'), 'namespace_not_found'],
    ['a missing permission', service(7), 'temporal_forbidden'],
    ['a wrong API key', service(16), 'temporal_forbidden'],
    ['a server that is not there', service(14), 'temporal_unavailable'],
    ['a query that no worker polls for', service(9), 'worker_unavailable'],
    ['anything else', new TypeError(SECRET), 'internal_error'],
  ])('becomes a code: %s', async (_, error, code) => {
    const explained = await explain(error, up, 'agent_not_found');
    expect(explained).toBeInstanceOf(AgentAuthError);
    expect(explained.code).toBe(code);
    expect(JSON.stringify(explained) + explained.stack).not.toContain(SECRET);
  });

  it('keeps the details that a workflow gave', async () => {
    const refused = new WorkflowUpdateFailedError('failed', failure('missing_field', { fields: ['password'] }));
    expect((await explain(refused, up, 'agent_not_found')).details).toEqual({ fields: ['password'] });
  });

  it('says who is missing when time is up', async () => {
    const late = new WorkflowUpdateRPCTimeoutOrCancelledError('late');
    expect((await explain(late, up, 'agent_not_found')).code).toBe('worker_unavailable');
    expect((await explain(late, down, 'agent_not_found')).code).toBe('temporal_unavailable');
    expect((await explain(service(4), down, 'agent_not_found')).code).toBe('temporal_unavailable');
    expect((await explain(service(1), up, 'agent_not_found')).code).toBe('worker_unavailable');
    expect((await explain(service(1), down, 'agent_not_found')).code).toBe('temporal_unavailable');
  });

  it.each([
    [9, 2],
    [14, 1],
  ])('with status %i comes of %i calls: what came to nothing is asked once more', async (status, calls) => {
    let made = 0;
    const call = ask({ temporal: up, task_queue: 'q' }, { absent: 'agent_not_found' }, () => {
      made += 1;
      return Promise.reject(service(status));
    });
    await expect(call).rejects.toBeInstanceOf(AgentAuthError);
    expect(made).toBe(calls);
  });

  const ended = new WorkflowUpdateFailedError('failed', failure('AcceptedUpdateCompletedWorkflow'));
  it.each<[string, unknown, boolean, number]>([
    ['that has an id is made four times where the server fails', service(13), true, 4],
    ['that has an id is made again where its run ended', ended, true, 4],
    ['without one is made once', service(13), false, 1],
    ['that is refused is made once', service(3), true, 1],
  ])('a call %s', async (_, error, repeatable, calls) => {
    const pollers = [{ lastAccessTime: { seconds: Date.now() / 1000 } }];
    const { client } = fakeTemporal({ describeTaskQueue: () => ({ pollers }) });
    let made = 0;
    const call = ask({ temporal: client, task_queue: 'q' }, { absent: 'agent_not_found', repeatable }, () => {
      made += 1;
      return Promise.reject(error);
    });
    await expect(call).rejects.toMatchObject({ code: 'internal_error' });
    expect(made).toBe(calls);
  });

  it('leaves our own errors alone', async () => {
    const own = new AgentAuthError('needs_human', { invocation_id: 'inv_x' });
    expect(await explain(own, up, 'agent_not_found')).toBe(own);
  });
});

it('bounds every call in time', async () => {
  const { client, unbounded } = fakeTemporal({ query: () => 1 });
  await ask({ temporal: client, task_queue: 'q' }, { absent: 'agent_not_found' }, () =>
    client.workflow.getHandle('x').query('state'),
  );
  expect(unbounded).toEqual([]);
});
