import { type QueryDefinition, QueryNotRegisteredError, WorkflowNotFoundError } from '@temporalio/client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { query } from '../../../client/temporal/query.js';
import { fakeTemporal } from './fake-temporal.js';

/** What the gRPC library throws when a call's time is over. */
const late = () => Object.assign(new Error('4 DEADLINE_EXCEEDED'), { code: 4, details: '', metadata: {} });

afterEach(() => vi.restoreAllMocks());

async function ask(...answers: unknown[]) {
  return askOf(async () => null, ...answers);
}

async function askOf(returned: () => Promise<string | null>, ...answers: unknown[]) {
  let asked = 0;
  const { client, unbounded } = fakeTemporal({
    query: () => {
      const answer = answers[asked];
      asked += 1;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    getSystemInfo: () => ({}),
  });
  const state = { name: 'state' } as QueryDefinition<unknown, []>;
  const caller = { temporal: client, task_queue: 'q' };
  const result = await query(caller, 'wf', state, 'agent_not_found', returned).catch((error) => error.code);
  expect(unbounded).toEqual([]);
  return { result, asked };
}

describe('a query', () => {
  it('is asked once where it is answered', async () => {
    await expect(ask('state')).resolves.toEqual({ result: 'state', asked: 1 });
  });

  it.each([
    ['was lost', late()],
    ['a worker failed, that just dropped the workflow', new QueryNotRegisteredError('untracked workflow', 3)],
  ])('that %s is asked again until it is answered', async (_, error) => {
    await expect(ask(error, error, error, 'state')).resolves.toEqual({ result: 'state', asked: 4 });
  });

  it.each([
    ['was lost', late()],
    ['no worker is there for', Object.assign(new Error('9 FAILED_PRECONDITION'), { ...late(), code: 9 })],
  ])('that %s is answered with what the workflow has returned', async (_, error) => {
    const answer = askOf(async () => 'last state', ...Array.from({ length: 100 }, () => error));
    await expect(answer).resolves.toMatchObject({ result: 'last state' });
  });

  it('is given up when its time is over', async () => {
    const { now } = Date;
    let later = 0;
    // Each look at the clock finds some time gone.
    vi.spyOn(Date, 'now').mockImplementation(() => {
      later += 300;
      return now() + later;
    });
    const { result, asked } = await ask(...Array.from({ length: 100 }, late));
    expect(result).toBe('worker_unavailable');
    expect(asked).toBeGreaterThan(2);
    expect(asked).toBeLessThan(100);
  });

  it('is not asked again of what is not there', async () => {
    const gone = new WorkflowNotFoundError('gone', 'wf', undefined);
    await expect(ask(gone, 'state')).resolves.toEqual({ result: 'agent_not_found', asked: 1 });
  });
});
